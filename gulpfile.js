const { execFile } = require('node:child_process');
const { existsSync, rmSync } = require('node:fs');
const { dirname, join, resolve } = require('node:path');
const { dest, series, src } = require('gulp');

const root = __dirname;
const { n8n } = require('./package.json');

/** Removes the build, and the state that `npm start` saves. */
async function clean() {
	for (const folder of ['dist', '.n8n-data'])
		rmSync(join(root, folder), { recursive: true, force: true });
}

async function cleanDist() {
	rmSync(join(root, 'dist'), { recursive: true, force: true });
}

function compile(done) {
	const tsc = require.resolve('typescript/bin/tsc');
	execFile(process.execPath, [tsc, '-p', root], { cwd: root }, (error, stdout) => {
		if (error) process.stderr.write(stdout);
		done(error ? new Error('TypeScript found errors') : undefined);
	});
}

/** Copies icons, codex files and output schemas, which n8n reads next to the compiled code. */
function copyAssets() {
	return src(['nodes/**/*.{json,svg,png}', 'icons/*.svg'], { base: root, encoding: false }).pipe(
		dest('dist'),
	);
}

/** Checks that every file named in package.json or in a description exists; otherwise n8n would fail at its start. */
async function verify() {
	const missing = [];
	const expect = (file, namedBy) => {
		if (!existsSync(file)) missing.push(`${file} (named by ${namedBy})`);
	};
	for (const entry of [...n8n.nodes, ...n8n.credentials]) {
		const file = join(root, entry);
		expect(file, 'package.json');
		if (!existsSync(file)) continue;
		const exported = require(file);
		const [Type] = Object.values(exported);
		const type = new Type();
		const { icon } = type.description ?? type;
		for (const path of Object.values(icon ?? {})) {
			expect(resolve(dirname(file), String(path).replace(/^file:/, '')), entry);
		}
		if (!type.description) continue;
		expect(file.replace(/\.js$/, '.json'), entry);
		const credentialNames = n8n.credentials.map(
			(path) => new (Object.values(require(join(root, path)))[0])().name,
		);
		for (const { name } of type.description.credentials ?? []) {
			if (!credentialNames.includes(name)) missing.push(`credential ${name} (named by ${entry})`);
		}
	}
	for (const file of ['README.md', 'LICENSE.md', 'CHANGELOG.md', 'index.js'])
		expect(join(root, file), 'package.json');
	if (missing.length > 0) throw new Error(`The build lacks:\n${missing.join('\n')}`);
}

exports.clean = clean;
exports.build = series(cleanDist, compile, copyAssets, verify);
exports.default = exports.build;
