import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { refusals } from '../../bindings/refusals';

const SOURCE = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'refusals-')), 'main.go');
fs.writeFileSync(SOURCE, 'package main\n\nf("10") // text for a count: cannot use "10"\n');

test.each([
  ['Go', 'testdata/main.go:3:12: cannot use "10" as *float64'],
  ['TypeScript', 'main.go(3,1): error TS2345: cannot use "10"'],
  ['Java', '[ERROR] /app/main.go:[3,5] wrong call\n  reason: cannot use "10"'],
])('what the compiler of %s says of the line is found', (_language, output) => {
  expect(refusals(SOURCE, output)).toMatchObject([{ name: 'text for a count', ok: true }]);
});

test('what explains it is found, up to what is said of another line', () => {
  const output = 'main.go:3: error: wrong call\n   ^\n  symbol: cannot use "10"\nmain.go:4: error: cannot use "11"';
  expect(refusals(SOURCE, output)).toMatchObject([{ ok: true }]);
  expect(refusals(SOURCE, output.replace('symbol: cannot use "10"', 'symbol: f'))).toEqual([
    { name: 'text for a count', ok: false, comment: 'told: main.go:3: error: wrong call\n   ^\n  symbol: f\nexpected: cannot use "10"\n' },
  ]);
});

test('the line itself, which javac prints, is no answer', () => {
  const output = 'main.go:3: error: wrong call\nf("10") // text for a count: cannot use "10"\n^';
  expect(refusals(SOURCE, output)).toEqual([
    { name: 'text for a count', ok: false, comment: 'told: main.go:3: error: wrong call\n^\nexpected: cannot use "10"\n' },
  ]);
});

test.each([
  ['another line', 'main.go:13:3: cannot use "10"', 'nothing'],
  ['something else', 'main.go:3:1: undefined: f', 'main.go:3:1: undefined: f'],
  ['nothing', '', 'nothing'],
])('what is said of %s is a failure', (_case, output, told) => {
  expect(refusals(SOURCE, output)).toEqual([
    { name: 'text for a count', ok: false, comment: `told: ${told}\nexpected: cannot use "10"\n` },
  ]);
});
