import { command } from './command';
import { CommandError } from './command-error';
import { formatFleet, formatFleetAsJson, formatFleetAsMarkdown } from './fleet-report';
import { checkGates, GateFindings, gatePattern } from './gates';
import { Input } from './input';
import { anyText, flag, oneOf, operand, optional, repeatable, Values } from './options';
import { acceptedDocument, allPolicies, POLICY_OPTIONS } from './policy-input';
import { dollarsOf, timeOf } from './preview-command';
import { EXTRA_RULE } from './rules-command';
import { Printer, Terminal } from './terminal';
import { FleetEvaluation, FleetPreview } from '../fleet/fleet-preview';
import { ExpiredImageInUse } from '../fleet/fleet-repository';
import { Inventory } from '../fleet/inventory';
import { PolicyDocument } from '../lifecycle/core/document';
import { TagPattern } from '../lifecycle/core/tag-pattern';
import { errorFinding, Finding } from '../private/finding';
import { printable } from '../private/printable';
import { messageOf } from '../private/secure-repository-error';
import { DEFAULT_RULES } from '../rules/catalogue';

type Write = (stdout: Printer, preview: FleetPreview) => void;

const writeTable: Write = (stdout, preview) => stdout.write(formatFleet(preview));

const FORMATS = new Map<string, Write>([
  ['table', writeTable],
  ['json', (stdout, preview) => stdout.writeJson(formatFleetAsJson(preview))],
  ['csv', (stdout, preview) => stdout.write(preview.toCsv())],
  ['markdown', (stdout, preview) => stdout.write(formatFleetAsMarkdown(preview))],
]);

const OPTIONS = {
  inventory: operand('FOLDER', 'the folder that collect wrote', anyText),
  policy: POLICY_OPTIONS.policy,
  template: repeatable('FILE', 'a template, whose policies are compared by the names of their repositories', anyText),
  format: optional('FORMAT', 'table (default), json, csv or markdown', oneOf(FORMATS)),
  extra: EXTRA_RULE,
  now: optional('TIME', 'the time of the preview, such as 2026-01-31T12:00:00Z; now by default', timeOf),
  'price-per-gb-month': optional('USD', 'the monthly price of storing a GB (1,024 MB); 0.10 by default', dollarsOf),
  'fail-if-expires': repeatable('PATTERN', 'exit with 1 if an image with a matching tag expires', gatePattern),
  'in-use': flag('exit with 1 if an image expires or is archived that the inventory has as in use'),
};

export const REPORT = command({
  summary: 'reports where the repositories of an inventory stand, and what a policy would change',
  title:
    'Reports the images, the cost and the broken rules of all repositories of an inventory, and what a policy would expire in addition.',
  usage: 'report FOLDER [--policy FILE | --template FILE] [options]',
  options: OPTIONS,
  notes: [
    'Without --policy and --template, the report has the present policies only.',
    'The command exits with 2 when --fail-if-expires or --in-use cannot be decided, such as when a value could not be collected.',
  ],
  example: 'npx cdk-secure-repository report inventory --policy standard.json --in-use --format markdown',
  run: report,
});

async function report(options: Values<typeof OPTIONS>, terminal: Terminal<Printer>): Promise<number> {
  const {
    inventory: folder,
    format: write = writeTable,
    'fail-if-expires': patterns,
    now,
    'price-per-gb-month': pricePerGbMonth,
  } = options;
  if (folder === undefined) throw CommandError.usage('the folder of the inventory is missing. Use report inventory, for example.');
  const inventory = unreadableIfThrown(() => Inventory.fromDirectory(folder));
  const rules = [...DEFAULT_RULES, ...options.extra.map(({ _definition }) => _definition)];
  const proposed = await proposedPolicies(options, terminal);
  const matches: { readonly finding: Finding; readonly isCertain: boolean }[] = [];
  const evaluation: FleetEvaluation = {
    proposed,
    rules,
    onExpiring: ({ account, region, repositoryName }, images) => {
      for (const { digest, tags, isCertain } of images) {
        const pattern = patterns.find((one) => tags.some((tag) => one.matches(tag)));
        if (pattern === undefined) continue;
        const image = printable(`${account} ${region} ${repositoryName}: ${digest} (${tags.slice(0, 3).join(', ')})`);
        matches.push({ finding: matchFinding(pattern, image, isCertain), isCertain });
      }
    },
    onRepository: progress(inventory.repositoryCount, terminal),
  };
  const preview = unreadableIfThrown(() => FleetPreview._of(inventory, evaluation, { now, pricePerGbMonth }));
  write(terminal.stdout, preview);
  checkGates([
    {
      failed: matches.filter(({ isCertain }) => isCertain).map(({ finding }) => finding),
      undecided: matches.filter(({ isCertain }) => !isCertain).map(({ finding }) => finding),
    },
    ...(options['in-use'] ? [inUseGate(preview)] : []),
    ...(patterns.length > 0 || options['in-use'] ? [incompleteGate(preview, inventory, patterns, options['in-use'])] : []),
  ]);
  return 0;
}

/** The proposed policy by repository: one policy for all, or those of templates by the names of their repositories. */
async function proposedPolicies(
  { policy, template }: Values<typeof OPTIONS>,
  terminal: Terminal<Printer>,
): Promise<FleetEvaluation['proposed']> {
  if (policy === undefined && template.length === 0) return () => undefined;
  const inputs = (await allPolicies({ policy, template }, new Input(terminal))).map((read) => read());
  if (policy !== undefined) {
    const document = acceptedDocument(inputs[0]);
    return () => document;
  }
  const byName = new Map<string, PolicyDocument | undefined>();
  for (const input of inputs) if (input.repositoryName !== undefined) byName.set(input.repositoryName, acceptedDocument(input));
  return ({ name }) => byName.get(name);
}

function matchFinding({ text }: TagPattern, image: string, isCertain: boolean): Finding {
  return isCertain
    ? errorFinding('gate-failed', `--fail-if-expires ${text}: ${image} expires. Protect it with an earlier rule.`)
    : errorFinding(
        'gate-undecided',
        `--fail-if-expires ${text}: ${image} may expire. Run collect --manifests, or protect it with an earlier rule.`,
      );
}

function inUseGate({ inUseExpired, _unfound: unfound }: FleetPreview): GateFindings {
  const text = ({ account, region, repositoryName, digest, usedBy, reason }: ExpiredImageInUse) =>
    printable(`${usedBy}: ${account} ${region} ${repositoryName} ${digest} ${reason}.`);
  return {
    failed: inUseExpired
      .filter(({ isCertain }) => isCertain)
      .map((one) => errorFinding('gate-failed', `${text(one)} Protect it with an earlier rule.`)),
    undecided: [
      ...inUseExpired
        .filter(({ isCertain }) => !isCertain)
        .map((one) => errorFinding('gate-undecided', `${text(one)} Run collect --manifests, or protect it with an earlier rule.`)),
      ...unfound.map(({ usedBy, repository, digestOrTag }) =>
        errorFinding(
          'gate-undecided',
          printable(
            `${usedBy}: ${digestOrTag} of the repository ${repository?.name} is not among the images, so it is unknown whether it stays. Collect again.`,
          ),
        ),
      ),
    ],
  };
}

/** A gate never passes over what could not be collected. */
function incompleteGate(
  { repositories, _unread: unread }: FleetPreview,
  inventory: Inventory,
  patterns: readonly TagPattern[],
  inUse: boolean,
): GateFindings {
  const gate = patterns.length > 0 ? '--fail-if-expires' : '--in-use';
  const problems = [
    ...(repositories.length === 0 ? ['the inventory has no repositories. Collect them.'] : []),
    ...inventory._run.failed.map(
      ({ region, profile, error }) => `${profile ?? 'the default credentials'} ${region} could not be read (${error}). Run collect again.`,
    ),
    ...repositories
      .filter(({ imageCount }) => imageCount === undefined)
      .map(
        ({ account, region, repositoryName, missing }) =>
          `${account} ${region} ${repositoryName} has no images (${missing.join('; ')}). Run collect again.`,
      ),
    ...(inUse ? unread.map((one) => `${one}. Run collect again.`) : []),
  ];
  return { failed: [], undecided: problems.map((problem) => errorFinding('gate-undecided', printable(`${gate}: ${problem}`))) };
}

/** On a terminal, a line from time to time. */
function progress(total: number, { stderr }: Terminal<Printer>): () => void {
  let done = 0;
  let printed = Date.now();
  return () => {
    done += 1;
    if (!stderr.isTTY || Date.now() - printed < 2000) return;
    printed = Date.now();
    stderr.write(`${done} of ${total} repositories evaluated\n`);
  };
}

function unreadableIfThrown<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw CommandError.unreadable(messageOf(error));
  }
}
