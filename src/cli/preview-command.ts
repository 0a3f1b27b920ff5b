import { readOptions } from './arguments';
import { CommandError } from './command-error';
import { checkGates, expiringMatches, gatePatterns, imagesOfAnother, lostInUse, notesOnInUse, unreadGates } from './gates';
import { imagesInUse } from './in-use';
import { Input, InputText } from './input';
import { inputWarnings } from './input-warnings';
import { acceptedDocument, onePolicy, POLICY_OPTIONS } from './policy-input';
import { Printer } from './printer';
import { canBeOf } from './same-repository';
import { Terminal } from './terminal';
import { Warnings } from './warnings';
import { timestamp } from '../lifecycle/core/image-detail';
import { VerdictAction } from '../lifecycle/core/verdicts';
import { ImageInventory } from '../lifecycle/image-inventory';
import { LifecyclePreview } from '../lifecycle/lifecycle-preview';
import { printable } from '../private/printable';
import { messageOf } from '../private/secure-repository-error';

export const PREVIEW_HELP = `Shows what a lifecycle policy would do with the images of a repository.

usage: cdk-secure-repository preview (--policy FILE | --template FILE [--resource ID]) [options]

  --policy FILE              the policy: its JSON, or what aws ecr get-lifecycle-policy prints
  --template FILE            a CloudFormation template in JSON or YAML, such as
                             cdk.out/App.template.json, or what terraform show -json prints of a
                             plan or a state; may be given several times
  --resource ID              the repository in the template, by logical ID, construct path, name,
                             prefix (of a creation template) or address in Terraform; needed when
                             there are several
  --images FILE              what aws ecr describe-images prints; standard input when left out;
                             archived images are in it with --filter imageStatus=ANY only
  --manifests FILE           what aws ecr batch-get-image prints for the manifest lists; decides
                             whether the images that they may reference stay
  --format FORMAT            table, for a person (default); json, in the shape of
                             aws ecr get-lifecycle-policy-preview, with all images and reasons;
                             markdown, such as for $GITHUB_STEP_SUMMARY
  --only ACTION              list only the images that the policy would expire, archive or keep,
                             also those of which this is possible; may be given several times
  --now TIME                 the moment of the preview, such as 2026-01-31T12:00:00Z
  --price-per-gb-month USD   what storing a GB (1,024 MB) costs a month; 0.10 when left out, the
                             price in us-east-1, March 2026: https://aws.amazon.com/ecr/pricing/
  --fail-if-expires PATTERN  exit with 1 if an image with a matching tag expires;
                             may be given several times
  --in-use FILE              digests or image URIs that are running, one per line:
                             exit with 1 if one of them expires or is archived;
                             images of other repositories are ignored
  --strict                   exit with 3 if there are warnings

FILE may be - for standard input.

A gate that cannot be decided exits with 2: it depends on an image of which it is not certain
whether it stays, there are no images, or an image in use of this repository is not among them.

example:
  aws ecr describe-images --repository-name myapp |
    npx cdk-secure-repository preview --template cdk.out/App.template.json
`;

/** From this number of images on, a person waits long enough to be told why. */
const MANY_IMAGES = 10_000;

type Listed = ReadonlySet<VerdictAction> | undefined;

const FORMATS = new Map<string, (stdout: Printer, preview: LifecyclePreview, listed: Listed) => void>([
  ['table', (stdout, result, listed) => stdout.writePreview(`${result._toTable(stdout.columns, listed)}\n`)],
  ['json', (stdout, result, listed) => stdout.writeJson(`${result._toJson(listed)}\n`)],
  ['markdown', (stdout, result, listed) => stdout.write(`${result._toMarkdown(listed)}\n`)],
]);

/** The verdicts that `--only` lists, by its value. */
const ONLY = new Map<string, VerdictAction[]>([
  ['expire', ['EXPIRE', 'MAY_EXPIRE']],
  ['archive', ['ARCHIVE', 'MAY_ARCHIVE']],
  ['keep', ['KEEP', 'MAY_EXPIRE', 'MAY_ARCHIVE']],
]);

/** Writes the preview, and throws when a gate fails. */
export async function preview(args: readonly string[], terminal: Terminal<Printer>): Promise<number> {
  const options = readOptions(args, {
    ...POLICY_OPTIONS,
    images: { type: 'string' },
    manifests: { type: 'string' },
    format: { type: 'string', default: 'table' },
    now: { type: 'string' },
    'price-per-gb-month': { type: 'string' },
    'fail-if-expires': { type: 'string', multiple: true, default: [] },
    'in-use': { type: 'string' },
    only: { type: 'string', multiple: true },
    strict: { type: 'boolean', default: false },
  });
  const write = FORMATS.get(options.format);
  if (write === undefined) throw CommandError.unusable(`--format is ${JSON.stringify(options.format)}, expected table, json or markdown`);
  const listed = options.only && listedActions(options.only);
  const now = momentOf(options.now);
  const pricePerGbMonth = dollarsOf(options['price-per-gb-month']);
  const patterns = gatePatterns(options['fail-if-expires']);
  const input = new Input(terminal);
  const inUse = options['in-use'] === undefined ? [] : imagesInUse(await input.text('--in-use', options['in-use']));
  const given = await onePolicy(options, input);
  const document = acceptedDocument(given);
  const images = await inventoryOf(options.images, input, terminal);
  const inventory = options.manifests === undefined ? images : withManifests(images, await input.text('--manifests', options.manifests));

  const warnings = new Warnings(terminal);
  if (document === undefined) terminal.stderr.write(`${given.place}: there is no lifecycle policy\n`);
  else warnings.addOfPolicy(given, document);
  if (inventory.imageCount >= MANY_IMAGES) terminal.stderr.write(`evaluating ${inventory.imageCount} images\n`);
  const result = LifecyclePreview._of(document, inventory, { now, pricePerGbMonth });
  warnings.add(given.place, [...inputWarnings(given, document, inventory), ...result.warnings]);
  write(terminal.stdout, result, listed);

  // a query may have left the name out of the images; the gate then knows it from the policy
  const { name = given.repositoryName, registryId } = inventory._repository;
  const repository = { name, registryId };
  const ours = inUse.filter((image) => canBeOf(image, repository));
  for (const note of notesOnInUse(inventory, repository, inUse)) {
    terminal.stderr.write(`${printable(`${options['in-use']}: note: ${note}`)}\n`);
  }
  checkGates([
    expiringMatches(result, patterns),
    lostInUse(result, ours),
    unreadGates(inventory, repository, patterns, inUse),
    ...(patterns.length + inUse.length > 0 ? [imagesOfAnother(given.repositoryName, inventory)] : []),
  ]);
  return warnings.exitCode(options.strict);
}

function listedActions(only: readonly string[]): Listed {
  const unknown = only.find((one) => !ONLY.has(one));
  if (unknown !== undefined) throw CommandError.unusable(`--only is ${JSON.stringify(unknown)}, expected expire, archive or keep`);
  return new Set(only.flatMap((one) => ONLY.get(one) ?? []));
}

function momentOf(text: string | undefined): Date | undefined {
  if (text === undefined) return undefined;
  const time = timestamp(text);
  if (time === undefined) throw CommandError.unusable(`--now is ${JSON.stringify(text)}, expected a time such as 2026-01-31T12:00:00Z`);
  return new Date(time);
}

function dollarsOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^\d+(\.\d+)?$/.test(text)) {
    throw CommandError.unusable(`--price-per-gb-month is ${JSON.stringify(text)}, expected dollars such as 0.10`);
  }
  return Number(text);
}

async function inventoryOf(path: string | undefined, input: Input, { stdin }: Terminal): Promise<ImageInventory> {
  if (path === undefined && stdin.isTTY) {
    throw CommandError.unusable('there are no images. Pipe the output of aws ecr describe-images into the command, or give --images FILE');
  }
  const { place, text } = await input.text('--images', path ?? '-');
  try {
    return ImageInventory._named(place, text);
  } catch (error) {
    throw CommandError.unusable(messageOf(error));
  }
}

function withManifests(inventory: ImageInventory, { place, text }: InputText): ImageInventory {
  try {
    return inventory._withManifests(place, text);
  } catch (error) {
    throw CommandError.unusable(messageOf(error));
  }
}
