import { parseArgs } from 'node:util';
import { Binding } from './binding';
import { BINDINGS } from './languages';
import { translateExamples } from './pacmak';
import { makeRelease } from './release';
import { listContents } from './sboms';
import { checkBinding, prepareBinding } from './show-binding';
import { emptied, keepTemporaryFilesOfJava, nameInputs } from './workspace';
import { endTogether } from '../tools/process';
import { Report } from '../tools/report';

const NAMES = BINDINGS.map(({ name }) => name);

const USAGE = `usage: npm run bindings -- [--installed] [${NAMES.join('|')}]...
  --installed  check what an earlier run installed, without packing, publishing and installing again
`;

/** What the command line asks for. */
interface Request {
  readonly help: boolean;
  readonly installed: boolean;
  readonly bindings: Binding[];
}

/** Prints the usage, or shows what is asked for; returns the exit code. */
export async function main(args: string[], streams = { stdout: process.stdout, stderr: process.stderr } as Streams): Promise<number> {
  let request: Request;
  try {
    request = requested(args);
  } catch (error) {
    streams.stderr.write(`${(error as Error).message}\n${USAGE}`);
    return 2;
  }
  if (!request.help) return show(request);
  streams.stdout.write(USAGE);
  return 0;
}

/** Where the usage is printed. */
export interface Streams {
  readonly stdout: { write(text: string): unknown };
  readonly stderr: { write(text: string): unknown };
}

function requested(args: string[]): Request {
  const flag = { type: 'boolean', default: false } as const;
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options: { help: flag, installed: flag } });
  const unknown = positionals.filter((name) => !NAMES.includes(name));
  if (unknown.length > 0) throw new Error(`unknown language: ${unknown.join(', ')}`);
  return { ...values, bindings: BINDINGS.filter(({ name }) => positionals.length === 0 || positionals.includes(name)) };
}

async function show(request: Request): Promise<number> {
  endTogether();
  keepTemporaryFilesOfJava();
  nameInputs();
  const report = new Report('bindings');
  emptied('tmp');
  const texts = report.section('texts', WIDTH);
  const ready =
    request.installed ||
    ((await texts.show('the examples of the documentation are translated', translateExamples)) &&
      (await texts.show('the library gets the version of a release', makeRelease)));
  if (ready) await showAll(request, report);
  if (ready && !request.installed && request.bindings.length === BINDINGS.length) {
    await report
      .section('release', WIDTH)
      .show('an SBOM for each language lists the peers, what is bundled and the checksum', listContents);
  }
  emptied('tmp');
  return report.end();
}

const WIDTH = Math.max(...NAMES.map(({ length }) => length));

/**
 * While one language is checked, the next is packed and installed. Never two of either at once: what checks shares the cache of the jsii
 * runtime, which two that unpack into it would fight for.
 */
async function showAll({ bindings, installed }: Request, report: Report): Promise<void> {
  let prepared: Promise<unknown> = Promise.resolve();
  let checked: Promise<unknown> = Promise.resolve();
  for (const binding of bindings) {
    const section = report.section(binding.name, WIDTH);
    const ready = prepared.then(() => prepareBinding(binding, section, { installed }));
    prepared = ready;
    checked = Promise.all([ready, checked]).then(([isReady]) => (isReady ? checkBinding(binding, section) : undefined));
  }
  await checked;
}

if (require.main === module) void main(process.argv.slice(2)).then((code) => process.exit(code));
