// Prints "PASSED FAILED" of the counts that a run wrote, given the exit code of the run. A skipped test has failed.
const { readFileSync } = require('node:fs');

const [file, status] = process.argv.slice(2);
const { passed, failed, skipped } = JSON.parse(readFileSync(file, 'utf8'));
const bad = failed + skipped;
console.log(passed, bad === 0 && (status !== '0' || passed === 0) ? 1 : bad);
