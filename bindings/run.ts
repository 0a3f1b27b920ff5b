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
import { makeRelease } from './release';
import { Report } from './report';
import { checkBinding, prepareBinding } from './show-binding';
import { emptied, ROOT } from './workspace';

const BINDINGS: Binding[] = [new TypeScriptBinding(), new PythonBinding(), new JavaBinding(), new GoBinding()];

const USAGE = `usage: npm run bindings -- [--installed] [${BINDINGS.map(({ name }) => name).join('|')}]...
  --installed  check what an earlier run installed, without packing, publishing and installing again
`;

interface Request {
  readonly help: boolean;
  readonly installed: boolean;
  readonly bindings: Binding[];
}

/** What the command line asks for; throws when there is no such thing. */
function requested(): Request {
  const flag = { type: 'boolean', default: false } as const;
  const { values, positionals } = parseArgs({ allowPositionals: true, options: { help: flag, installed: flag } });
  const unknown = positionals.filter((name) => !BINDINGS.some((binding) => binding.name === name));
  if (unknown.length > 0) throw new Error(`unknown language: ${unknown.join(', ')}`);
  return { ...values, bindings: BINDINGS.filter(({ name }) => positionals.length === 0 || positionals.includes(name)) };
}

async function main(): Promise<number> {
  let request: Request;
  try {
    request = requested();
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n${USAGE}`);
    return 2;
  }
  if (!request.help) return show(request);
  process.stdout.write(USAGE);
  return 0;
}

async function show(request: Request): Promise<number> {
  const report = new Report();
  emptied('tmp');
  const texts = report.section('texts');
  const ready =
    request.installed ||
    ((await texts.show('the examples of the documentation are translated', translateExamples)) &&
      (await texts.show('the library gets the version of a release', makeRelease)));
  if (ready) await showAll(request, report);
  emptied('tmp');
  const shown = report.end();
  writeJUnit(path.join(ROOT, 'test-reports', 'bindings.xml'), shown);
  return shown.some(({ outcome }) => outcome === 'failed') ? 1 : 0;
}

/**
 * While one language is checked, the next is packed and installed. Never two of either at once: what checks shares the cache of the jsii
 * runtime, which two that unpack into it would fight for.
 */
async function showAll({ bindings, installed }: Request, report: Report): Promise<void> {
  let prepared: Promise<unknown> = Promise.resolve();
  let checked: Promise<unknown> = Promise.resolve();
  for (const binding of bindings) {
    const section = report.section(binding.name);
    const ready = prepared.then(() => prepareBinding(binding, section, { installed }));
    prepared = ready;
    checked = Promise.all([ready, checked]).then(([isReady]) => (isReady ? checkBinding(binding, section) : undefined));
  }
  await checked;
}

process.on('exit', killAll);
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => process.exit(1));
void main().then((code) => process.exit(code));
