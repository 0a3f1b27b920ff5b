import * as fs from 'node:fs';
import { App, Binding, Packed } from './binding';
import { sameTemplate } from './same-template';
import { findingsFailInCli } from './start-template';
import { FLOOR } from './versions';
import { built } from './workspace';
import { answers } from '../tools/process';
import { Section } from '../tools/report';

/** Only the registries of this machine: what was installed must come from one of them. */
const LOOPBACK = /^(http|git):\/\/127\.0\.0\.1:\d+/;

/** Packs, publishes and installs one language, unless it is installed; whether there is something to check then. */
export async function prepareBinding(binding: Binding, section: Section, options: { installed: boolean }): Promise<boolean> {
  const missing = binding.tools.find((tool) => !answers(tool));
  if (missing) {
    section.skip(`${missing.program} is not there, too old or not whole (${[missing.program, ...missing.args].join(' ')} fails)`);
    return false;
  }
  if (options.installed) return true;
  const packed = await section.show('packs', async () => sizeInWords(await binding.pack()));
  return packed && section.show('publishes, and installs from the registry', () => originInWords(binding));
}

/** Checks what is installed of one language. */
export async function checkBinding(binding: Binding, section: Section): Promise<void> {
  await section.show('the quick start has the template of TypeScript', () => sameApp(binding, 'quickstart'));
  await section.show('the ten lines of the README have the template of TypeScript', () => sameApp(binding, 'ten-lines'));
  await section.show('the registry has the template of TypeScript', () => sameApp(binding, 'registry'));
  await section.show('the publishers have the template of TypeScript', () => sameApp(binding, 'publishers'));
  await section.show("the defaults, the library's and a company's own, have the templates of TypeScript", () =>
    sameApp(binding, 'company-defaults'),
  );
  await section.show('the rules have the report of TypeScript, and the CDK CLI fails', async () => {
    await sameApp(binding, 'rules');
    await findingsFailInCli(built('out', binding.name, 'rules'));
  });
  await section.show('previews, forecasts and the preview of a fleet have the numbers of TypeScript', () => sameApp(binding, 'previews'));
  await section.show('nothing of the public API is missing', () => allNames(binding));
  for (const [name, check] of Object.entries(binding.checks)) await section.show(name, check);
  await section.show('mistakes are answered', async () => {
    const outcomes = await binding.mistakes();
    for (const { name, ok, comment } of outcomes) section.result(`mistake: ${name}`, ok ? undefined : comment);
    if (outcomes.length < 10) throw new Error(`${outcomes.length} mistakes, expected at least 10`);
    return `${outcomes.length}`;
  });
  const { synthesizeWithNewest } = binding;
  if (synthesizeWithNewest) {
    await section.show('the quick start has the same template with the newest aws-cdk-lib', async () => {
      let version = 'none';
      await sameTemplate('quickstart', `${binding.name}-newest`, async (outdir) => {
        version = await synthesizeWithNewest.call(binding, 'quickstart', outdir);
        if (version === FLOOR.awsCdkLib) throw new Error(`the newest aws-cdk-lib is the oldest, ${version}: there is nothing to compare`);
      });
      return version;
    });
  }
}

function sizeInWords({ file, maxBytes }: Packed): string {
  const { size } = fs.statSync(file);
  if (size > maxBytes) throw new Error(`${file} has ${size} bytes, expected at most ${maxBytes}`);
  return `${Math.ceil(size / 1000)} kB`;
}

async function originInWords(binding: Binding): Promise<string> {
  const origin = await binding.publishAndInstall();
  const server = LOOPBACK.exec(origin);
  if (!server) throw new Error(`the library was installed from ${origin}, expected a registry on 127.0.0.1`);
  return server[0];
}

function sameApp(binding: Binding, app: App): Promise<void> {
  return sameTemplate(app, binding.name, (outdir) => binding.synthesize(app, outdir));
}

async function allNames(binding: Binding): Promise<string> {
  const installed = await binding.installedNames();
  const expected = [...binding.expectedNames()];
  const missing = expected.filter((name) => !installed.has(name));
  if (missing.length > 0) throw new Error(`${missing.length} of ${expected.length} names are missing: ${missing.join(', ')}`);
  return `${expected.length} names`;
}
