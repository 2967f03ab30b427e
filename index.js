// n8n reads the nodes and credentials from package.json; this entry tells where they are, and may be required anywhere.
module.exports = require('./package.json').n8n;
