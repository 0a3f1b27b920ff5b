import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'fs';
import { dirname, join } from 'path';
import { command } from './command';
import { CommandError } from './command-error';
import { Input } from './input';
import { anyText, operand, optional, Values } from './options';
import { Printer, Terminal } from './terminal';
import { packageVersion } from './version';
import { adoptedApp } from '../fleet/adoption/adopted-app';
import { adoptionDifferences } from '../fleet/adoption/adoption-comparison';
import { AdoptedRegistry, adoptionPlan } from '../fleet/adoption/adoption-plan';
import { TerraformResource, terraformResourcesOf } from '../fleet/adoption/terraform-origin';
import { Inventory } from '../fleet/inventory';
import { errorFinding } from '../private/finding';
import { printable } from '../private/printable';
import { messageOf } from '../private/secure-repository-error';
import { templatesOfAssembly } from '../rules/templates-of-assembly';

const OPTIONS = {
  inventory: operand('FOLDER', 'the folder that collect wrote', anyText),
  out: optional('FOLDER', 'the new folder of the app', anyText),
  compare: optional('DIR', 'compare the output folder of cdk synth with the inventory, and write nothing', anyText),
  'terraform-state': optional('FILE', 'the output of terraform show -json for a state that manages some of the repositories', anyText),
};

export const ADOPT = command({
  summary: 'writes an app that takes existing repositories under CloudFormation as they are',
  title: 'Writes a CDK app in which each repository of an inventory has exactly the settings that it has now, and what imports them.',
  usage: 'adopt FOLDER (--out FOLDER [--terraform-state FILE] | --compare DIR)',
  options: OPTIONS,
  notes: [
    'The command calls nothing of AWS. PLAN.md in the new folder lists the steps.',
    'A repository whose policies or tags could not be read is left out, because CloudFormation would remove what is not declared.',
  ],
  example: 'npx cdk-secure-repository adopt inventory --out app\n  npx cdk-secure-repository adopt inventory --compare app/cdk.out',
  run: adopt,
});

async function adopt(options: Values<typeof OPTIONS>, terminal: Terminal<Printer>): Promise<number> {
  const { inventory: folder, out, compare } = options;
  if (folder === undefined) throw CommandError.usage('the folder of the inventory is missing. Use adopt inventory --out app, for example.');
  if ((out === undefined) === (compare === undefined)) {
    throw CommandError.usage(
      `${out === undefined ? '--out: the option is missing' : '--out and --compare cannot be combined'}. Use either --out FOLDER or --compare DIR.`,
    );
  }
  const plan = unreadableIfThrown(() => adoptionPlan(Inventory.fromDirectory(folder)));
  if (compare !== undefined) return compareWith(plan, compare, terminal);
  return write(plan, out!, await terraformOf(options, terminal), terminal);
}

function compareWith(plan: readonly AdoptedRegistry[], assembly: string, { stdout }: Terminal<Printer>): number {
  const differences = adoptionDifferences(
    plan,
    unreadableIfThrown(() => templatesOfAssembly(assembly)),
  );
  const count = plan.reduce((sum, { repositories }) => sum + repositories.length, 0);
  if (differences.length === 0) {
    stdout.write(`${count} repositories: the templates declare exactly what is there\n`);
    return 0;
  }
  throw CommandError.failed(
    differences.map(({ account, region, repositoryName, problem }) =>
      errorFinding(
        'adoption-difference',
        printable(`${account} ${region} ${repositoryName}: ${problem}. Correct the app, or collect again.`),
      ),
    ),
  );
}

function write(
  plan: readonly AdoptedRegistry[],
  out: string,
  terraform: readonly TerraformResource[],
  { stdout, stderr }: Terminal<Printer>,
): number {
  if (existsSync(out) && readdirSync(out).length > 0) {
    throw CommandError.input(`--out ${out}: the folder is not empty. Pass a new folder; nothing is overwritten.`);
  }
  try {
    for (const [path, text] of adoptedApp(plan, terraform, packageVersion())) {
      mkdirSync(dirname(join(out, path)), { recursive: true });
      writeFileSync(join(out, path), text);
    }
  } catch (error) {
    throw CommandError.input(`--out ${out}: the app cannot be written (${messageOf(error)}). Free space, or pass another folder.`);
  }
  for (const { account, region, left } of plan) {
    for (const [name, reason] of Object.entries(left)) stderr.writeLines(`${account} ${region} ${name} is left out: ${reason}`);
  }
  const count = plan.reduce((sum, { repositories }) => sum + repositories.length, 0);
  stdout.write(`${out}: ${count} repositories; PLAN.md lists the steps\n`);
  return 0;
}

async function terraformOf({ 'terraform-state': file }: Values<typeof OPTIONS>, terminal: Terminal<Printer>): Promise<TerraformResource[]> {
  if (file === undefined) return [];
  const { place, text } = await new Input(terminal).text('--terraform-state', file);
  try {
    const resources = terraformResourcesOf(JSON.parse(text));
    if (resources.length > 0) return resources;
  } catch (error) {
    throw CommandError.input(`${place}: the text is not valid JSON (${messageOf(error)}). Pass the output of terraform show -json.`);
  }
  throw CommandError.input(
    `${place}: the state has no resource of Amazon ECR. Pass the output of terraform show -json for the state that manages the repositories.`,
  );
}

function unreadableIfThrown<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw CommandError.unreadable(messageOf(error));
  }
}
