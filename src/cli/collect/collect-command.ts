import * as aws from './aws-clients';
import { Collection, NamePattern } from './collection';
import { failureText, remedyFor } from './failure';
import { withFolderLock } from './folder-lock';
import { iamPolicy } from './iam-policy';
import { Target } from './registry';
import { messageOf } from '../../private/secure-repository-error';
import { command } from '../command';
import { CommandError } from '../command-error';
import { imagesInUse } from '../images-in-use';
import { Input } from '../input';
import { anyText, flag, optional, repeatable, Values } from '../options';
import { Printer, Terminal } from '../terminal';

const OPTIONS = {
  out: optional('FOLDER', 'the folder to write; a run that was interrupted in the last 12 hours is continued', anyText),
  profile: repeatable('NAME', 'a profile of the AWS configuration files; the default credentials by default', anyText),
  region: repeatable('REGION', 'a Region; the Region of the environment or the profile by default', regionName),
  repositories: repeatable('PATTERN', "only repositories with such a name, such as 'team-a/*'; all by default", namePattern),
  'in-use': optional('FILE', 'digests or URIs of images in use elsewhere, one per line, to be added to the inventory', anyText),
  manifests: flag('also read the manifests of active images, after everything else; Amazon ECR counts this as a pull'),
  'print-iam-policy': flag('print the IAM policy that the command requires, and collect nothing'),
  strict: flag('exit with 3 if a value could not be read, or if no repository matches a pattern'),
};

export const COLLECT = command({
  summary: 'reads the repositories of accounts and Regions into a folder',
  title:
    'Reads repositories, images, settings of the registry and images in use into a folder. It changes nothing, except pull times with --manifests.',
  usage: 'collect --out FOLDER [options]',
  options: OPTIONS,
  notes: [
    'Each profile is combined with each Region. Credentials are found as by the AWS CLI and the AWS SDKs.',
    'The command exits with 2 if an account or a Region could not be read to the end. Run it again to continue.',
    'Use a new folder for each date: a run that is not continued replaces the inventory of the folder.',
  ],
  example: 'npx cdk-secure-repository collect --out inventory --profile shop-prod --region eu-west-1 --region us-east-1',
  run: collect,
});

async function collect(options: Values<typeof OPTIONS>, terminal: Terminal<Printer>): Promise<number> {
  if (options['print-iam-policy']) {
    terminal.stdout.writeJson(`${JSON.stringify(iamPolicy(options.manifests), undefined, 2)}\n`);
    return 0;
  }
  const { out } = options;
  if (out === undefined) throw CommandError.usage('--out: the option is missing. Use --out inventory, for example.');
  const targets = await targetsOf(options, terminal);
  const inUse = options['in-use'] === undefined ? undefined : await new Input(terminal).text('--in-use', options['in-use']);
  if (inUse !== undefined) imagesInUse(inUse);
  try {
    return await withFolderLock(
      out,
      () => new Collection(out, options, terminal).collect(targets, inUse?.text),
      () => terminal.stderr.writeLines(`${out}: interrupted. Run the same command again within 12 hours to continue.`),
    );
  } catch (error) {
    if (error instanceof CommandError) throw error;
    const reason = failureText(error);
    throw CommandError.input(`${out}: the inventory cannot be written (${reason}). ${remedyFor(reason)}`);
  }
}

/** Each profile with each Region. */
async function targetsOf({ profile: profiles, region: regions }: Values<typeof OPTIONS>, { env }: Terminal): Promise<Target[]> {
  const targets: Target[] = [];
  for (const profile of profiles.length === 0 ? [undefined] : profiles) {
    for (const region of regions.length === 0 ? [await defaultRegion(profile, env)] : regions) targets.push({ profile, region });
  }
  return targets;
}

/** The SDK does not read AWS_DEFAULT_REGION, which the AWS CLI reads. */
async function defaultRegion(profile: string | undefined, env: Terminal['env']): Promise<string> {
  const fromEnvironment = env.AWS_REGION ?? env.AWS_DEFAULT_REGION;
  if (fromEnvironment) return fromEnvironment;
  try {
    return await new aws.STSClient({ profile }).config.region();
  } catch (error) {
    throw CommandError.usage(`--region: there is no default Region (${messageOf(error)}). Use --region eu-west-1, for example.`);
  }
}

function regionName(option: string, text: string): string {
  if (/^[a-z]{2,}(-[a-z]+)+-\d+$/.test(text)) return text;
  throw CommandError.usage(`${option}: ${JSON.stringify(text)} is not a Region. Use eu-west-1, for example.`);
}

function namePattern(option: string, text: string): NamePattern {
  if (!/^[a-z0-9._/*-]+$/.test(text)) {
    throw CommandError.usage(`${option}: no repository name matches ${JSON.stringify(text)}. Use a name, or a pattern with *.`);
  }
  const form = new RegExp(`^${text.replace(/[.]/g, '\\.').replace(/\*+/g, '.*')}$`);
  return { text, matches: (name) => form.test(name) };
}
