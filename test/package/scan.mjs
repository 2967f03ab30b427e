// The reviewers' scanner is an ES module, which jest's runtime does not load: `node scan.mjs <folder> sources|tarball`.
import {
	analyzePackage,
	SOURCE_FILE_PATTERNS,
} from '@n8n/scan-community-package/scanner/scanner.mjs';

/** What it lints of a published package and of the sources that it was built from; the first it does not export. */
const PATTERNS = { sources: SOURCE_FILE_PATTERNS, tarball: ['**/*.js', 'package.json'] };

const [, , folder, leg] = process.argv;
const { passed, message, details = message } = await analyzePackage(folder, PATTERNS[leg]);
process.stdout.write(`\n${JSON.stringify({ passed, details })}\n`);
