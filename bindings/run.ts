import * as path from 'node:path';
import { parseArgs } from 'node:util';
import { Binding } from './binding';
import { killAll } from './command';
import { writeJUnit } from './junit';
import { GoBinding } from './languages/go';
import { JavaBinding } from './languages/java';
import { PythonBinding } from './languages/python';
import { TypeScriptBinding } from './languages/typescript';
import { translateExamples } from './pacmak';
import { Report } from './report';
import { showBinding } from './show-binding';
import { kept, ROOT } from './workspace';

const BINDINGS: Binding[] = [new TypeScriptBinding(), new PythonBinding(), new JavaBinding(), new GoBinding()];

const USAGE = `usage: npm run bindings -- [--installed] [${BINDINGS.map(({ name }) => name).join('|')}]...
  --installed  check what an earlier run installed, without packing, publishing and installing again
`;

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: { installed: { type: 'boolean', default: false } } });
  const unknown = positionals.filter((name) => !BINDINGS.some((binding) => binding.name === name));
  if (unknown.length > 0) {
    process.stderr.write(`unknown language: ${unknown.join(', ')}\n${USAGE}`);
    return 2;
  }
  const report = new Report();
  kept();
  const ready = values.installed || (await report.show('the examples of the documentation are translated', translateExamples));
  if (ready) {
    for (const binding of BINDINGS) {
      if (positionals.length === 0 || positionals.includes(binding.name)) await showBinding(binding, report, values);
    }
  }
  const shown = report.end();
  writeJUnit(path.join(ROOT, 'test-reports', 'bindings.xml'), shown);
  return shown.some(({ outcome }) => outcome === 'failed') ? 1 : 0;
}

process.on('exit', killAll);
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => process.exit(1));
void main().then((code) => process.exit(code));
