import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'fs';
import { dirname, join } from 'path';
import { command } from './command';
import { CommandError, unreadableIfThrown } from './command-error';
import { checkGates } from './gates';
import { importMappings } from './import-mappings';
import { Input } from './input';
import { anyText, operand, optional, repeatable, Values } from './options';
import { Printer, Terminal } from './terminal';
import { packageVersion } from './version';
import { adoptedApp, AdoptedAppOptions } from '../fleet/adoption/adopted-app';
import { adoptionDifferences, furtherRepositories } from '../fleet/adoption/adoption-comparison';
import { AdoptedRegistry, adoptionPlan } from '../fleet/adoption/adoption-plan';
import { terraformResourcesOf, TerraformState } from '../fleet/adoption/terraform-origin';
import { Inventory } from '../fleet/inventory';
import { errorFinding } from '../private/finding';
import { printable } from '../private/printable';
import { messageOf } from '../private/secure-repository-error';
import { templatesOfAssembly } from '../rules/templates-of-assembly';

const OPTIONS = {
  inventory: operand('FOLDER', 'the folder that collect wrote', anyText),
  out: optional('FOLDER', 'the new folder of the app', anyText),
  compare: optional('DIR', 'compare the output folder of cdk synth with the inventory, and write nothing', anyText),
  'terraform-state': repeatable(
    'FILE',
    'a state that manages some of the repositories: the output of terraform show -json, or of terraform state pull',
    anyText,
  ),
};

export const ADOPT = command({
  summary: 'writes an app that takes existing repositories under CloudFormation as they are',
  title: 'Writes a CDK app in which each repository of an inventory has exactly the settings that it has now.',
  usage: 'adopt FOLDER (--out FOLDER [--terraform-state FILE] | --compare DIR)',
  options: OPTIONS,
  notes: [
    'The command does not call AWS. PLAN.md in the new folder lists the steps, and import/ has the\nmappings for cdk import.',
    'A repository whose policies or tags could not be read is left out, because CloudFormation can remove\nwhat a template does not declare.',
    'With --compare, the command exits with 1 if a repository would be replaced, or if a setting would\nchange or be lost. It exits with 2 if a repository or a registry of the inventory is not compared,\nbecause it is left out or could not be read.',
  ],
  example: 'npx cdk-secure-repository adopt inventory --out app\nnpx cdk-secure-repository adopt inventory --compare app/cdk.out',
  run: adopt,
});

async function adopt(options: Values<typeof OPTIONS>, terminal: Terminal<Printer>): Promise<number> {
  const { inventory: folder, out, compare, 'terraform-state': states } = options;
  if (folder === undefined) throw CommandError.usage('the folder of the inventory is missing. Use adopt inventory --out app, for example.');
  if ((out === undefined) === (compare === undefined)) {
    throw CommandError.usage(
      `${out === undefined ? '--out: the option is missing' : '--out and --compare cannot be combined'}. Use either --out FOLDER or --compare DIR.`,
    );
  }
  if (compare !== undefined && states.length > 0) {
    throw CommandError.usage('--terraform-state cannot be combined with --compare. Use it with --out FOLDER.');
  }
  const inventory = unreadableIfThrown(() => Inventory.fromDirectory(folder));
  const { completedAt, failed } = inventory._run;
  // a run that ended with failures has read the other registries to the end
  if (completedAt === undefined && failed.length === 0) {
    throw CommandError.input(`${printable(folder)}: the inventory is not complete. Run collect again, which continues it.`);
  }
  const plan = unreadableIfThrown(() => adoptionPlan(inventory));
  const unread = unreadOf(inventory);
  const isEmpty = plan.every(({ repositories }) => repositories.length === 0);
  if (compare !== undefined && !isEmpty) return compareWith(plan, unread, compare, terminal);
  reportLeft(plan, unread, terminal);
  if (isEmpty) {
    throw CommandError.input(`${printable(folder)}: the inventory has no repository that can be adopted. Collect the repositories.`);
  }
  const { repositories: patterns = [] } = inventory._run;
  return write(
    {
      registries: plan,
      unread: unread.map(sentenceOf),
      terraform: await terraformOf(states, terminal),
      patterns,
      version: packageVersion(),
    },
    out!,
    terminal,
  );
}

/** An account and a Region that could not be read. */
interface Unread {
  readonly place: string;
  readonly reason: string;
}

/** Manifests are read after everything that an adoption needs. */
function unreadOf({ _run: run }: Inventory): Unread[] {
  return run.failed
    .filter(({ part }) => part === undefined)
    .map(({ profile, account, region, error }) => ({
      place: printable(`${account ?? profile ?? 'the default credentials'} ${region}`),
      reason: printable(`could not be read (${error}). Collect again.`),
    }));
}

function sentenceOf({ place, reason }: Unread): string {
  return `${place} ${reason}`;
}

/** Nothing is left out in silence. */
function reportLeft(plan: readonly AdoptedRegistry[], unread: readonly Unread[], { stderr }: Terminal<Printer>): void {
  for (const one of unread) stderr.writeLines(sentenceOf(one));
  for (const { account, region, left } of plan) {
    for (const [name, reason] of Object.entries(left)) stderr.writeLines(printable(`${account} ${region} ${name} is left out: ${reason}`));
  }
}

function compareWith(
  plan: readonly AdoptedRegistry[],
  unread: readonly Unread[],
  assembly: string,
  { stdout, stderr }: Terminal<Printer>,
): number {
  const templates = unreadableIfThrown(() => templatesOfAssembly(assembly));
  for (const { account, region, names } of furtherRepositories(plan, templates)) {
    const problem = 'the templates declare repositories that the inventory does not have, so they are not compared';
    stderr.writeLines(printable(`note: ${account} ${region}: ${problem}: ${names.join(', ')}`));
  }
  const failed = adoptionDifferences(plan, templates, importMappings(assembly)).map(({ account, region, repositoryName, problem }) =>
    errorFinding(
      'adoption-difference',
      printable(`${account} ${region} ${repositoryName}: ${problem}. Correct the app, or collect again.`),
    ),
  );
  const notCompared = [
    ...unread.map(({ place, reason }) => `${place} is not compared, because it ${reason}`),
    ...plan.flatMap(({ account, region, left }) =>
      Object.entries(left).map(([name, reason]) => `${account} ${region} ${name} is not compared: ${reason}`),
    ),
  ];
  if (failed.length === 0) {
    const others = notCompared.length === 0 ? '' : '; others are not compared';
    stdout.write(`${countOf(plan)}: the templates declare exactly what is there${others}\n`);
  }
  checkGates([{ failed, undecided: notCompared.map((text) => errorFinding('gate-undecided', printable(`--compare: ${text}`))) }]);
  return 0;
}

function write(contents: AdoptedAppOptions, out: string, { stdout }: Terminal<Printer>): number {
  const place = `--out ${printable(out)}`;
  const problem = (error: unknown) =>
    CommandError.input(`${place}: the app cannot be written (${messageOf(error)}). Free space, or pass another folder.`);
  const isNew = !existsSync(out);
  let isEmpty: boolean;
  try {
    isEmpty = isNew || readdirSync(out).length === 0;
  } catch (error) {
    throw problem(error);
  }
  if (!isEmpty) throw CommandError.input(`${place}: the folder is not empty, and nothing is overwritten. Pass a new folder.`);
  try {
    for (const [path, text] of adoptedApp(contents)) {
      mkdirSync(dirname(join(out, path)), { recursive: true });
      writeFileSync(join(out, path), text);
    }
  } catch (error) {
    // half an app is not to be deployed; the folder, or a link to it, may be of the user
    for (const name of existsSync(out) ? readdirSync(out) : []) rmSync(join(out, name), { recursive: true, force: true });
    if (isNew) rmSync(out, { recursive: true, force: true });
    throw problem(error);
  }
  stdout.write(`${printable(out)}: ${countOf(contents.registries)}; PLAN.md lists the steps\n`);
  return 0;
}

function countOf(plan: readonly AdoptedRegistry[]): string {
  const count = plan.reduce((sum, { repositories }) => sum + repositories.length, 0);
  return `${count} ${count === 1 ? 'repository' : 'repositories'}`;
}

async function terraformOf(files: readonly string[], terminal: Terminal<Printer>): Promise<TerraformState[]> {
  const input = new Input(terminal);
  const states: TerraformState[] = [];
  for (const file of files) {
    const { place, text } = await input.text('--terraform-state', file);
    const pass = 'Pass the output of terraform show -json, or of terraform state pull, for the state that manages the repositories.';
    let state: unknown;
    try {
      state = JSON.parse(text);
    } catch (error) {
      throw CommandError.input(`--terraform-state ${place}: the text is not valid JSON (${messageOf(error)}). ${pass}`);
    }
    const resources = terraformResourcesOf(state);
    if (resources.length === 0) throw CommandError.input(`--terraform-state ${place}: the state has no repository of Amazon ECR. ${pass}`);
    states.push({ place, resources });
  }
  return states;
}
