// Prints "PASSED FAILED" of a JUnit report, given the exit code of the run that wrote it.
const { readFileSync } = require('node:fs');

const [report, status] = process.argv.slice(2);
const xml = readFileSync(report, 'utf8');
const sum = (attribute, element) =>
  [...xml.matchAll(new RegExp(`<${element} [^>]*?\\b${attribute}="(\\d+)"`, 'g'))].reduce((all, [, count]) => all + Number(count), 0);

const tests = sum('tests', 'testsuites');
const skipped = sum('skipped', 'testsuite');
const bad = sum('failures', 'testsuites') + sum('errors', 'testsuites') + skipped;
const passed = Math.max(0, tests - bad);
console.log(passed, bad === 0 && (status !== '0' || passed === 0) ? 1 : bad);
