import * as fs from 'node:fs';
import * as path from 'node:path';

/** What came of one thing that was to be shown. */
export interface Shown {
  readonly name: string;
  readonly outcome: 'passed' | 'failed' | 'skipped';
  /** Why it failed or was skipped. */
  readonly reason?: string;
}

/** Writes results as jest-junit writes those of the tests, so that what counts the ones counts the others. */
export function writeJUnit(file: string, shown: Shown[]): void {
  const count = (outcome: Shown['outcome']): number => shown.filter((one) => one.outcome === outcome).length;
  const totals = `name="bindings" tests="${shown.length}" failures="${count('failed')}" errors="0"`;
  const cases = shown.map(({ name, outcome, reason = '' }) => {
    const child = { passed: '', failed: `<failure>${escaped(reason)}</failure>`, skipped: `<skipped message="${escaped(reason)}"/>` };
    return `    <testcase name="${escaped(name)}">${child[outcome]}</testcase>`;
  });
  const suite = [`  <testsuite ${totals} skipped="${count('skipped')}">`, ...cases, '  </testsuite>'];
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, ['<?xml version="1.0" encoding="UTF-8"?>', `<testsuites ${totals}>`, ...suite, '</testsuites>', ''].join('\n'));
}

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`).replace(/[^\n\t\x20-\uFFFF]/g, '');
}
