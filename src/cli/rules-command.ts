import { writeFileSync } from 'fs';
import { command } from './command';
import { CommandError, unreadableIfThrown } from './command-error';
import { Input } from './input';
import { anyText, flag, oneOf, optional, repeatable, Values } from './options';
import { parsedTemplate } from './policy-input';
import { isTemplate } from './policy-templates';
import { Printer, Terminal } from './terminal';
import { packageVersion } from './version';
import { errorFinding } from '../private/finding';
import { messageOf } from '../private/secure-repository-error';
import { Baseline } from '../rules/baseline';
import { DEFAULT_RULES, RULE_IDS } from '../rules/catalogue';
import { DeployedTemplate, pathInMetadata, resourcesOf } from '../rules/deployed-template';
import { guardOf } from '../rules/guard';
import { judge } from '../rules/judge';
import { formatFindings, formatFindingsAsJson, formatFindingsAsMarkdown, ReportContents } from '../rules/report';
import { RepositoryRule } from '../rules/repository-rule';
import { RuleDefinition } from '../rules/rule-definition';
import { isInFolder, sarifOf } from '../rules/sarif';
import { templatesOfAssembly } from '../rules/templates-of-assembly';

type Format = 'table' | 'json' | 'markdown' | 'sarif' | 'guard';

const FORMATS: ReadonlyMap<string, Format> = new Map(
  (['table', 'json', 'markdown', 'sarif', 'guard'] as const).map((name) => [name, name]),
);

/** The rules that are not applied by default, by their text on the command line. */
const EXTRA: ReadonlyMap<string, (value: string) => RepositoryRule> = new Map<string, (value: string) => RepositoryRule>([
  ['no-mutable-tags', () => RepositoryRule.NO_MUTABLE_TAGS],
  ['customer-key', () => RepositoryRule.CUSTOMER_KEY],
  ['no-whole-account', () => RepositoryRule.NO_WHOLE_ACCOUNT],
  ['retained', () => RepositoryRule.RETAINED],
  ['name-matches', (pattern) => RepositoryRule.nameMatches(pattern)],
  ['required-tags', (keys) => RepositoryRule.requiredTags(...keys.split(',').filter((key) => key !== ''))],
]);

/** The option for rules that are not applied by default. */
export const EXTRA_RULE = repeatable(
  'RULE',
  'an additional rule: no-mutable-tags, customer-key, no-whole-account, retained, name-matches=PATTERN, required-tags=KEY,…',
  extraRule,
);

const OPTIONS = {
  app: optional('DIR', 'the output folder of cdk synth, such as cdk.out', anyText),
  template: repeatable('FILE', 'a CloudFormation template in JSON or YAML', anyText),
  extra: EXTRA_RULE,
  baseline: optional('FILE', 'the findings that existed when the rules were introduced, which are not reported', anyText),
  'write-baseline': optional('FILE', 'write all findings to a new baseline, and exit with 0', anyText),
  format: optional(
    'FORMAT',
    'table, json, markdown, sarif (GitHub code scanning) or guard (the rules for AWS CloudFormation Guard; needs no template)',
    oneOf(FORMATS),
  ),
  strict: flag('exit with 3 if there are warnings'),
};

export const RULES = command({
  summary: 'checks every repository in templates against rules',
  title: 'Checks every ECR repository and repository creation template in an app or in CloudFormation templates against rules.',
  usage: 'rules (--app DIR | --template FILE) [--extra RULE] [--baseline FILE] [--format FORMAT]',
  options: OPTIONS,
  notes: ['docs/rules.md lists the rules.', 'FILE may be - for standard input.'],
  example: 'npx cdk-secure-repository rules --app cdk.out --baseline ecr-baseline.json',
  run: checkRules,
});

async function checkRules(options: Values<typeof OPTIONS>, terminal: Terminal<Printer>): Promise<number> {
  const { format = 'table', strict, baseline: baselineFile, 'write-baseline': newBaseline } = options;
  const rules = [...DEFAULT_RULES, ...options.extra.map(({ _definition }) => _definition)];
  checkDistinct(rules);
  if (format === 'guard') {
    terminal.stdout.write(guardOf(rules));
    return 0;
  }
  const templates = await templatesOf(options, terminal);
  const judged = judge(templates, rules);
  if (newBaseline !== undefined) {
    return writeBaseline(newBaseline, Baseline.textOf(judged.findings, templates), judged.findings.length, terminal);
  }

  const baseline = baselineFile === undefined ? undefined : readBaseline(baselineFile);
  const compared = baseline?.compare(judged.findings, templates, rules) ?? { findings: judged.findings, known: 0, stale: [] };
  const contents = { judged, findings: compared.findings, known: compared.known };
  print(format, contents, rules, sarifPlace(options), terminal);
  if (compared.stale.length > 0) {
    throw CommandError.failed(
      compared.stale.map(({ stack, logicalId, rule, problem, remedy }) =>
        errorFinding('rule-baseline', `${baselineFile}: ${rule} of ${logicalId} in ${stack} ${problem}. ${remedy}`),
      ),
    );
  }
  if (compared.findings.some(({ rule }) => rule.severity === 'error')) return 1;
  return strict && compared.findings.length > 0 ? 3 : 0;
}

function print(
  format: Format,
  contents: ReportContents,
  rules: readonly RuleDefinition[],
  place: string | undefined,
  { stdout }: Terminal<Printer>,
): void {
  switch (format) {
    case 'json':
      return stdout.writeJson(formatFindingsAsJson(contents));
    case 'sarif':
      return stdout.writeJson(sarifOf(contents.findings, rules, packageVersion(), place));
    case 'markdown':
      return stdout.write(formatFindingsAsMarkdown(contents));
    default:
      return stdout.write(formatFindings(contents));
  }
}

/** A file of the cloud assembly is not in the source repository, so a finding without a known line of code points to a file that is. */
function sarifPlace({ app, baseline }: Values<typeof OPTIONS>): string | undefined {
  if (app === undefined) return undefined;
  return baseline !== undefined && isInFolder(baseline) ? baseline : 'cdk.json';
}

async function templatesOf({ app, template }: Values<typeof OPTIONS>, terminal: Terminal<Printer>): Promise<DeployedTemplate[]> {
  if ((app === undefined) === (template.length === 0)) {
    const problem = app === undefined ? 'the templates are missing' : '--app and --template cannot be combined';
    throw CommandError.usage(`${problem}. Use either --app DIR or --template FILE.`);
  }
  if (app !== undefined) return unreadableIfThrown(() => templatesOfAssembly(app));
  const input = new Input(terminal);
  const templates: DeployedTemplate[] = [];
  for (const path of new Set(template)) {
    const file = await input.text('--template', path);
    const parsed = parsedTemplate(file);
    if (!isTemplate(parsed)) {
      throw CommandError.input(
        `${file.place}: there is no object Resources, so it is not a CloudFormation template. Pass a template, or an app with --app.`,
      );
    }
    const resources = resourcesOf(parsed);
    templates.push({
      stackName: file.place,
      file: file.place,
      resources,
      constructPathOf: (logicalId) => pathInMetadata(resources[logicalId]),
    });
  }
  return templates;
}

function extraRule(name: string, text: string): RepositoryRule {
  const [rule, value = ''] = text.split(/=(.*)/s);
  const create = EXTRA.get(rule);
  if (create === undefined) {
    throw CommandError.usage(`${name}: ${JSON.stringify(rule)} is not a rule. Use one of ${[...EXTRA.keys()].join(', ')}.`);
  }
  return unreadableIfThrown(() => create(value));
}

function checkDistinct(rules: readonly RuleDefinition[]): void {
  const ids = rules.map(({ id }) => id);
  const twice = ids.find((id, index) => ids.indexOf(id) !== index);
  if (twice !== undefined) throw CommandError.usage(`--extra: the rule ${twice} is passed twice. Remove one of the two.`);
}

function readBaseline(file: string): Baseline {
  return unreadableIfThrown(() => Baseline.fromFile(file, RULE_IDS));
}

function writeBaseline(file: string, text: string, count: number, { stderr }: Terminal<Printer>): number {
  try {
    writeFileSync(file, text, { flag: 'wx' });
  } catch (error) {
    const problem = `--write-baseline ${file}: the file cannot be written (${messageOf(error)}). Pass a new file; a baseline that exists is not overwritten.`;
    throw CommandError.input(problem);
  }
  stderr.writeLines(`${file}: ${count === 1 ? '1 finding was' : `${count} findings were`} written`);
  return 0;
}
