import { command } from './command';
import { CommandError, unreadableIfThrown } from './command-error';
import { FleetGates, inUseGate, ReleaseGate, unreadGate } from './fleet-gates';
import { fleetPage } from './fleet-page';
import { formatFleet, formatFleetAsJson, formatFleetAsMarkdown } from './fleet-report';
import { checkGates, gatePattern } from './gates';
import { htmlPage } from './html-page';
import { Input } from './input';
import { anyText, flag, oneOf, operand, optional, repeatable, Values } from './options';
import { checkOutputFiles, outputPath, writeOutputFile } from './output-file';
import { policyFiles, POLICY_OPTIONS } from './policy-input';
import { dollarsOf, timeOf } from './preview-command';
import { proposedPolicies } from './proposed-policies';
import { EXTRA_RULE } from './rules-command';
import { Printer, Terminal } from './terminal';
import { FleetEvaluation, FleetPreview } from '../fleet/fleet-preview';
import { fleetRules } from '../fleet/fleet-preview-options';
import { Inventory } from '../fleet/inventory';
import { VERSION_TAGS } from '../fleet/release-tags';

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
  policy: optional('FILE', 'the policy that is proposed for every repository, as for preview', anyText),
  template: repeatable('FILE', 'a template as for preview; its policies are proposed for the repositories of the same names', anyText),
  resource: POLICY_OPTIONS.resource,
  format: optional('FORMAT', 'table (default); json, with everything; csv, with a row for each repository; or markdown', oneOf(FORMATS)),
  html: optional('FILE', 'also write a page for a browser: the repositories, and each as in preview --html', outputPath),
  extra: { ...EXTRA_RULE, help: 'an additional rule, as for the command rules, but not retained; can be repeated' },
  now: optional('TIME', 'the time of the report, such as 2026-01-31T12:00:00Z; now by default', timeOf),
  'price-per-gb-month': optional('USD', 'the monthly price of storing a GB (1,024 MB); 0.10 by default', dollarsOf),
  'fail-if-expires': repeatable('PATTERN', 'exit with 1 if an image with a matching tag expires', gatePattern),
  'in-use': flag('exit with 1 if an image in use expires or is archived'),
};

export const REPORT = command({
  summary: 'reports where the repositories of an inventory stand, and what a policy would change',
  title: 'Reports images, cost and broken rules of all repositories, and what a policy would expire.',
  usage: 'report FOLDER [--policy FILE | --template FILE] [options]',
  options: OPTIONS,
  notes: [
    'Releases are images with a tag such as v1.2.3 or 1.2.3, or with a tag of --fail-if-expires.',
    'Without --policy and --template, the report and the gates are about the present policies.',
    'The command exits with 2 when --fail-if-expires or --in-use cannot be decided:\n' +
      'it is not certain whether an image stays, a value that decides could not be collected, a\n' +
      'repository of a template is not in the inventory, an image in use is not there, or no image in\n' +
      'use is one of these repositories.',
  ],
  example: 'npx cdk-secure-repository report inventory --policy standard.json --in-use --format markdown',
  run: report,
});

async function report(options: Values<typeof OPTIONS>, terminal: Terminal<Printer>): Promise<number> {
  const { inventory: folder, format: write = writeTable, now = new Date(), 'price-per-gb-month': pricePerGbMonth = 0.1 } = options;
  if (folder === undefined) throw CommandError.usage('the folder of the inventory is missing. Use report inventory, for example.');
  checkOutputFiles([{ option: '--html', path: options.html }], policyFiles(options));
  const gates: FleetGates = { patterns: options['fail-if-expires'], inUse: options['in-use'] };
  const rules = unreadableIfThrown(() => fleetRules('--extra', options.extra));
  const inventory = unreadableIfThrown(() => Inventory.fromDirectory(folder));
  const proposed = await proposedPolicies(options, inventory, new Input(terminal));
  const releases = new ReleaseGate();
  const tick = progress(inventory.repositoryCount, terminal);
  const evaluation: FleetEvaluation = {
    proposed: proposed.of,
    current: true,
    now: now.getTime(),
    pricePerGbMonth,
    releases: gates.patterns.length > 0 ? gates.patterns : [VERSION_TAGS],
    rules,
    onRepository: (repository, expired) => {
      if (gates.patterns.length > 0) releases.add(repository, expired);
      tick();
    },
  };
  const preview = unreadableIfThrown(() => FleetPreview._of(inventory, evaluation));
  for (const one of proposed.notEvaluated) terminal.stderr.writeLines(`note: ${one}, so its policy is not evaluated`);
  write(terminal.stdout, preview);
  if (options.html !== undefined) {
    const data = unreadableIfThrown(() =>
      fleetPage({ folder, source: options, inventory, preview, proposed: proposed.of, now, pricePerGbMonth }),
    );
    writeOutputFile('--html', options.html, htmlPage(data), terminal);
  }
  printNotes(options, preview, terminal);
  checkGates([releases.findings, ...(gates.inUse ? [inUseGate(preview)] : []), unreadGate(preview, gates, proposed.notEvaluated)]);
  return 0;
}

/** What the output does not have: a row of CSV is a repository, and no table has the images in use whose repository is not known. */
function printNotes(
  { format, 'in-use': inUse }: Values<typeof OPTIONS>,
  { unread, _facts: { inUseUnplacedCount } }: FleetPreview,
  { stderr }: Terminal<Printer>,
): void {
  const isCsv = format === FORMATS.get('csv');
  for (const one of isCsv ? unread : []) stderr.writeLines(`note: not read: ${one}`);
  if (!inUse || inUseUnplacedCount === 0) return;
  const subject = inUseUnplacedCount === 1 ? 'a digest or URI in use is' : `${inUseUnplacedCount} digests or URIs in use are`;
  stderr.writeLines(`note: ${subject} in no repository of the inventory, and may belong to another one`);
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
