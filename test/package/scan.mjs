// Runs n8n's package scanner: `node scan.mjs <folder> sources|tarball`. A separate script, because the scanner is an ES
// module, which Jest cannot load.
import {
	analyzePackage,
	SOURCE_FILE_PATTERNS,
} from '@n8n/scan-community-package/scanner/scanner.mjs';

/** The files that the scanner lints in sources and in published packages; it does not export the latter. */
const PATTERNS = { sources: SOURCE_FILE_PATTERNS, tarball: ['**/*.js', 'package.json'] };

const [, , folder, kind] = process.argv;
const { passed, message, details = message } = await analyzePackage(folder, PATTERNS[kind]);
process.stdout.write(`\n${JSON.stringify({ passed, details })}\n`);
