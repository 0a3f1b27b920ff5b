import { command } from './command';
import { CommandError } from './command-error';
import * as gates from './gates';
import { htmlPage } from './html-page';
import { imageInventory, inputWarnings } from './image-input';
import { ImageInUse, imagesInUse } from './images-in-use';
import { Input } from './input';
import { anyText, flag, oneOf, optional, repeatable, Values } from './options';
import { checkOutputFiles, outputPath, writeOutputFile } from './output-file';
import { acceptedDocument, onePolicy, policyFiles, PolicyInput, policyOfFile, POLICY_OPTIONS } from './policy-input';
import { previewPage } from './preview-page';
import { Printer, Terminal } from './terminal';
import { Warnings } from './warnings';
import { storageChart } from '../lifecycle/core/chart/storage-chart';
import { PolicyDocument } from '../lifecycle/core/document';
import { timestamp } from '../lifecycle/core/image-detail';
import { canBeOf } from '../lifecycle/core/image-reference';
import { VerdictAction } from '../lifecycle/core/verdicts';
import { ImageInventory } from '../lifecycle/image-inventory';
import { LifecyclePreview } from '../lifecycle/lifecycle-preview';
import { StoragePreview } from '../lifecycle/storage-preview';
import { printable } from '../private/printable';

type Listed = ReadonlySet<VerdictAction> | undefined;
type Write = (stdout: Printer, preview: LifecyclePreview, listed: Listed, storage: () => StoragePreview) => void;

const writeTable: Write = (stdout, result, listed) => stdout.writePreview(`${result._toTable(stdout.columns, listed)}\n`);

const writeMarkdown: Write = (stdout, result, listed, storage) => stdout.write(`${result._toMarkdown(listed, storage())}\n`);

const FORMATS = new Map<string, Write>([
  ['table', writeTable],
  ['json', (stdout, result, listed) => stdout.writeJson(`${result._toJson(listed)}\n`)],
  ['markdown', writeMarkdown],
]);

/** The verdicts that `--only` lists. */
const ACTIONS = new Map<string, VerdictAction[]>([
  ['expire', ['EXPIRE', 'MAY_EXPIRE']],
  ['archive', ['ARCHIVE', 'MAY_ARCHIVE']],
  ['keep', ['KEEP', 'MAY_EXPIRE', 'MAY_ARCHIVE']],
]);

const OPTIONS = {
  ...POLICY_OPTIONS,
  images: optional(
    'FILE',
    'the output of aws ecr describe-images; standard input by default; includes archived images only with --filter imageStatus=ANY',
    anyText,
  ),
  manifests: optional(
    'FILE',
    'the output of aws ecr batch-get-image for the manifest lists, which contains their references to images',
    anyText,
  ),
  format: optional(
    'FORMAT',
    'table (default); json, in the shape of aws ecr get-lifecycle-policy-preview, with all images and reasons; markdown, such as for $GITHUB_STEP_SUMMARY',
    oneOf(FORMATS),
  ),
  html: optional(
    'FILE',
    'also write a page for a browser: what goes when, storage and cost, and what other rules would change',
    outputPath,
  ),
  svg: optional('FILE', 'also write a chart of the storage in the past and the next 90 days', outputPath),
  present: optional(
    'FILE',
    'for --html, --svg and markdown: the present policy of the repository, to compare with: its JSON, or the output of aws ecr get-lifecycle-policy',
    anyText,
  ),
  only: repeatable(
    'ACTION',
    'list only the images that the policy expires, archives or keeps, including those for which this is possible',
    oneOf(ACTIONS),
  ),
  now: optional('TIME', 'the time of the preview, such as 2026-01-31T12:00:00Z; now by default', timeOf),
  'price-per-gb-month': optional(
    'USD',
    'the monthly price of storing a GB (1,024 MB); 0.10 by default, the price in us-east-1, March 2026: https://aws.amazon.com/ecr/pricing/',
    dollarsOf,
  ),
  'fail-if-expires': repeatable('PATTERN', 'exit with 1 if an image with a matching tag expires', gates.gatePattern),
  'in-use': optional(
    'FILE',
    'digests or URIs of images in use, one per line; exit with 1 if one of them expires or is archived; images of other repositories are ignored',
    anyText,
  ),
  strict: flag('exit with 3 if there are warnings'),
};

export const PREVIEW = command({
  summary: 'previews the effect of a policy on the images of a repository',
  title: 'Previews the effect of a lifecycle policy on the images of a repository.',
  usage: 'preview (--policy FILE | --template FILE [--resource ID]) [options]',
  options: OPTIONS,
  notes: [
    '--resource is required when the template has several repositories.',
    'FILE may be - for standard input.',
    'The command exits with 2 when --fail-if-expires or --in-use cannot be decided:\n' +
      'it is not certain whether an image stays, there are no images, or an image of this repository that\n' +
      'is in use is not among the images.',
  ],
  example: 'aws ecr describe-images --repository-name myapp |\n  npx cdk-secure-repository preview --template cdk.out/App.template.json',
  run: preview,
});

const SVG_WIDTH = 880;

/** From this number of images on, the command reports what it does. */
const MANY_IMAGES = 10_000;

/** Prints the preview, and throws when a gate fails. */
async function preview(options: Values<typeof OPTIONS>, terminal: Terminal<Printer>): Promise<number> {
  const { format: write = writeTable, now = new Date(), 'price-per-gb-month': pricePerGbMonth = 0.1, only, html } = options;
  const { svg } = options;
  if (options.present !== undefined && html === undefined && svg === undefined && write !== writeMarkdown) {
    throw CommandError.usage(
      '--present: no output compares policies. Use --html FILE, --svg FILE or --format markdown, or omit the option.',
    );
  }
  const read = (['images', 'manifests', 'present', 'in-use'] as const).map((name) => ({ option: `--${name}`, path: options[name] }));
  checkOutputFiles(
    [
      { option: '--svg', path: svg },
      { option: '--html', path: html },
    ],
    [...policyFiles(options), ...read],
  );
  const input = new Input(terminal);
  const inUse = options['in-use'] === undefined ? undefined : imagesInUse(await input.text('--in-use', options['in-use']));
  const policy = await onePolicy(options, input);
  const present = await presentDocument(options, input);
  const writePage = (inventory: ImageInventory, document?: PolicyDocument) => {
    if (html === undefined) return;
    const data = previewPage({ policy, document, present, inventory, inUse, now, pricePerGbMonth });
    writeOutputFile('--html', html, htmlPage(data), terminal);
  };
  // the page shows the images, and says why it does not show what the policy does
  if (policy.problem !== undefined && html !== undefined) writePage(await imageInventory(options, input, terminal));
  const document = acceptedDocument(policy);
  const inventory = await imageInventory(options, input, terminal);

  const warnings = new Warnings(terminal);
  if (document === undefined) terminal.stderr.write(`${policy.place}: there is no lifecycle policy\n`);
  else warnings.addOfPolicy(policy, document);
  if (inventory.imageCount >= MANY_IMAGES) terminal.stderr.write(`evaluating ${inventory.imageCount} images\n`);
  const result = LifecyclePreview._of(document, inventory, { now, pricePerGbMonth });
  warnings.add(policy.place, [...inputWarnings(policy, document, inventory), ...result._warnings]);
  // it takes its time for many images, so that only the outputs with a chart compute it
  let computed: StoragePreview | undefined;
  const storage = () => (computed ??= result._storage(present));
  write(terminal.stdout, result, only.length === 0 ? undefined : new Set(only.flat()), storage);
  if (svg !== undefined) {
    writeOutputFile(
      '--svg',
      svg,
      `${storageChart(storage().data, { idPrefix: 'storage', width: SVG_WIDTH, isStandalone: true })}\n`,
      terminal,
    );
  }
  writePage(inventory, document);

  checkGates(options, { policy, inventory, inUse: inUse ?? [], result }, warnings);
  return warnings.exitCode(options.strict);
}

/** The policy of --present: null for a repository without a policy, undefined without the option. */
async function presentDocument({ present }: Values<typeof OPTIONS>, input: Input): Promise<PolicyDocument | null | undefined> {
  if (present === undefined) return undefined;
  return acceptedDocument(await policyOfFile('--present', present, input)) ?? null;
}

interface Previewed {
  readonly policy: PolicyInput;
  readonly inventory: ImageInventory;
  readonly inUse: readonly ImageInUse[];
  readonly result: LifecyclePreview;
}

function checkGates(options: Values<typeof OPTIONS>, { policy, inventory, inUse, result }: Previewed, warnings: Warnings): void {
  const patterns = options['fail-if-expires'];
  // a query may have left the name out of the images; the policy may have it
  const { name = policy.repositoryName, registryId } = inventory._repository;
  const repository = { name, registryId };
  const ours = inUse.filter((image) => canBeOf(image, repository));
  for (const note of gates.notesOnInUse(inventory, repository, inUse)) warnings.note(printable(String(options['in-use'])), printable(note));
  gates.checkGates([
    gates.expiringMatches(result, patterns),
    gates.imagesInUseThatWouldBeRemoved(result, ours),
    gates.gatesWithoutImages(inventory, repository, patterns, inUse),
    ...(patterns.length + inUse.length > 0 ? [gates.imagesOfAnotherRepository(policy.repositoryName, inventory)] : []),
  ]);
}

/** Reads a time. */
export function timeOf(option: string, text: string): Date {
  const time = timestamp(text);
  if (time === undefined) {
    throw CommandError.usage(`${option}: ${JSON.stringify(text)} is not a time. Use a value such as 2026-01-31T12:00:00Z.`);
  }
  return new Date(time);
}

/** Reads a number of dollars. */
export function dollarsOf(option: string, text: string): number {
  if (!/^\d+(\.\d+)?$/.test(text)) {
    throw CommandError.usage(`${option}: ${JSON.stringify(text)} is not a number of dollars. Use a value such as 0.10.`);
  }
  return Number(text);
}
