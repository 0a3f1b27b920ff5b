import { execFileSync } from 'child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { basename, join } from 'path';
import { DEFAULT_RULES, OPTIONAL_RULES } from '../../src/rules/catalogue';
import { nameMatches } from '../../src/rules/catalogue/name-matches';
import { requiredTags } from '../../src/rules/catalogue/required-tags';
import { RepositoryType } from '../../src/rules/deployed-repository';
import { resourcesOf } from '../../src/rules/deployed-template';
import { guardOf } from '../../src/rules/guard';
import { judge } from '../../src/rules/judge';

/** The program that AWS publishes, as `@cdklabs/cdk-validator-cfnguard` installs it. */
const CFN_GUARD = join(
  require.resolve('@cdklabs/cdk-validator-cfnguard/package.json'),
  '..',
  'bin',
  process.platform === 'darwin' ? 'macos' : 'ubuntu',
  process.arch === 'arm64' ? 'aarch64' : 'x86_64',
  'cfn-guard',
);

const RULES = [...DEFAULT_RULES, ...OPTIONAL_RULES, nameMatches(/^[a-z]+\/[a-z-]+$/), requiredTags(['owner', "team's"])];
const EXPRESSIBLE = RULES.filter(({ guard }) => guard !== undefined);

const REPOSITORY = 'AWS::ECR::Repository';
const TEMPLATE = 'AWS::ECR::RepositoryCreationTemplate';
const UNKNOWN = { Ref: 'Parameter' };
const UNTAGGED = JSON.stringify({
  rules: [
    {
      rulePriority: 1,
      selection: { tagStatus: 'untagged', countType: 'imageCountMoreThan', countNumber: 1 },
      action: { type: 'expire' },
    },
  ],
});

type Properties = Readonly<Record<string, unknown>>;
type Resources = Readonly<Record<string, object>>;

const filters = (...values: unknown[]) => ({
  ImageTagMutability: 'IMMUTABLE_WITH_EXCLUSION',
  ImageTagMutabilityExclusionFilters: values.map((value) => ({
    ImageTagMutabilityExclusionFilterType: 'WILDCARD',
    ImageTagMutabilityExclusionFilterValue: value,
  })),
});
const tags = (...keys: unknown[]) => keys.map((Key) => ({ Key, Value: 'x' }));

/** For each property: good, bad, missing, and known at the deployment only. */
const SCANNING: Properties[] = [
  ...[true, 'true', 'TRUE', false, 'false', UNKNOWN, { 'Fn::ImportValue': 'Scan' }].map((ScanOnPush) => ({
    ImageScanningConfiguration: { ScanOnPush },
  })),
  { ImageScanningConfiguration: {} },
  { ImageScanningConfiguration: UNKNOWN },
  {},
];
const MUTABILITY: Properties[] = [
  ...['IMMUTABLE', 'MUTABLE', 'MUTABLE_WITH_EXCLUSION', 'IMMUTABLE_WITH_EXCLUSION', UNKNOWN].map((ImageTagMutability) => ({
    ImageTagMutability,
  })),
  filters(),
  filters('latest'),
  filters('latest', '*'),
  filters('**'),
  filters(UNKNOWN),
  filters('*', UNKNOWN),
  { ...filters(), ImageTagMutabilityExclusionFilters: UNKNOWN },
  {},
];
const ENCRYPTION: Properties[] = [
  ...[
    { EncryptionType: 'AES256' },
    { EncryptionType: 'KMS' },
    { EncryptionType: 'KMS', KmsKey: 'arn:aws:kms:eu-west-1:111122223333:key/1' },
    { EncryptionType: 'KMS_DSSE', KmsKey: UNKNOWN },
    { EncryptionType: 'KMS', KmsKey: 'alias/aws/ecr' },
    { EncryptionType: 'AES256', KmsKey: UNKNOWN },
    { EncryptionType: UNKNOWN },
    {},
    UNKNOWN,
  ].map((EncryptionConfiguration) => ({ EncryptionConfiguration })),
  {},
];
const LIFECYCLE_TEXTS = [UNTAGGED, '', 'none', 7, UNKNOWN, { 'Fn::Sub': '{"rules":${Rules}}' }, undefined];
const NAMES: Properties[] = ['shop/api', 'shop/api-v', 'api', 'x-shop/api', 'Shop/Api', UNKNOWN, undefined].map((RepositoryName) => ({
  RepositoryName,
}));
const EVENTS: Properties[] = [
  ...[['PULL_THROUGH_CACHE'], ['PULL_THROUGH_CACHE', 'REPLICATION'], ['CREATE_ON_PUSH'], [], UNKNOWN].map((AppliedFor) => ({ AppliedFor })),
  {},
];
const TAG_LISTS = [
  tags('owner', "team's"),
  tags('owner'),
  tags("team's", 'cost'),
  tags('owner', UNKNOWN),
  tags(UNKNOWN),
  tags('Owner'),
  [],
  UNKNOWN,
  undefined,
];
const DELETION = [
  { DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' },
  { DeletionPolicy: 'RetainExceptOnCreate', UpdateReplacePolicy: 'Retain' },
  { DeletionPolicy: 'Delete', UpdateReplacePolicy: 'Retain' },
  { DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Delete' },
  { DeletionPolicy: 'Retain' },
  {},
];

/** Each value of each property, beside values of the others that change from template to template. */
function combined(count: number, type: RepositoryType): Resources[] {
  const isRepository = type === REPOSITORY;
  const lifecycle = LIFECYCLE_TEXTS.map((text) => ({ LifecyclePolicy: isRepository ? { LifecyclePolicyText: text } : text }));
  const tagged = TAG_LISTS.map((list) => ({ [isRepository ? 'Tags' : 'ResourceTags']: list }));
  const properties = isRepository
    ? [SCANNING, MUTABILITY, ENCRYPTION, lifecycle, NAMES, tagged]
    : [MUTABILITY, ENCRYPTION, lifecycle, tagged, EVENTS];
  return Array.from({ length: count }, (_, n) => {
    const at = <T>(values: readonly T[], property: number) => values[(n + Math.floor(n / values.length) * property) % values.length];
    return {
      Images: {
        Type: type,
        ...(isRepository ? at(DELETION, 6) : {}),
        Properties: Object.assign({}, ...properties.map(at)) as Properties,
      },
    };
  });
}

const scanningConfiguration = (ScanFrequency: string, Filter: string) => ({
  Type: 'AWS::ECR::RegistryScanningConfiguration',
  Properties: { ScanType: 'BASIC', Rules: [{ ScanFrequency, RepositoryFilters: [{ Filter, FilterType: 'WILDCARD' }] }] },
});

const TEMPLATES: readonly Resources[] = [
  ...combined(160, REPOSITORY),
  ...combined(80, TEMPLATE),
  { Images: { Type: REPOSITORY } },
  { Images: { Type: TEMPLATE } },
  { Topic: { Type: 'AWS::SNS::Topic' } },
  { Good: { Type: REPOSITORY, Properties: SCANNING[0] }, Bad: { Type: REPOSITORY, Properties: SCANNING[3] } },
  ...['SCAN_ON_PUSH', 'CONTINUOUS_SCAN', 'MANUAL'].map((frequency) => ({
    Images: { Type: REPOSITORY },
    Registry: scanningConfiguration(frequency, '*'),
  })),
];

const folder = mkdtempSync(join(tmpdir(), 'guard-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** The rules that Guard finds not met in each template, in one run of the program. */
function failedInGuard(name: string, templates: readonly Resources[], rules = RULES): string[][] {
  const data = join(folder, name);
  mkdirSync(data);
  for (const [n, resources] of templates.entries()) writeFileSync(join(data, `${n}.json`), JSON.stringify({ Resources: resources }));
  const text = join(folder, `${name}.guard`);
  writeFileSync(text, guardOf(rules));
  const options = ['--output-format', 'json', '--show-summary', 'none', '--structured'];
  let output: string;
  try {
    output = execFileSync(CFN_GUARD, ['validate', '--rules', text, '--data', data, ...options], { encoding: 'utf8', maxBuffer: 1e9 });
  } catch (error) {
    // a template that does not comply gives the exit code 19
    if (Reflect.get(error as object, 'status') !== 19) throw error;
    output = String(Reflect.get(error as object, 'stdout'));
  }
  const reports = JSON.parse(output) as { name: string; not_compliant: { Rule: { name: string } }[] }[];
  expect(reports).toHaveLength(readdirSync(data).length);
  const byFile = new Map(reports.map((report) => [basename(report.name), report.not_compliant.map(({ Rule }) => idOf(Rule.name))]));
  return templates.map((_, n) => [...new Set(byFile.get(`${n}.json`))].sort());
}

function idOf(ruleName: string): string {
  return ruleName.replace(/_of_templates$/, '').replace(/_/g, '-');
}

function failedInRules(resources: Resources): string[] {
  const rendered = resourcesOf(JSON.parse(JSON.stringify({ Resources: resources })));
  const { findings } = judge(
    [{ stackName: 'Shop', file: 'shop.json', resources: rendered, constructPathOf: () => undefined }],
    EXPRESSIBLE,
  );
  return [...new Set(findings.map(({ rule }) => rule.id))].sort();
}

test('Guard and the rules decide alike over every combination', () => {
  const templates = TEMPLATES;
  expect(templates.length).toBeGreaterThan(200);
  const ours = templates.map(failedInRules);
  const guards = failedInGuard('combined', templates);
  const differing = templates
    .map((resources, n) => ({ resources: JSON.stringify(resources), rules: ours[n], guard: guards[n] }))
    .filter(({ rules, guard }) => rules.join() !== guard.join());
  expect(differing).toEqual([]);

  // each rule is met by some and not met by others
  for (const { id } of EXPRESSIBLE) {
    const failed = ours.filter((found) => found.includes(id)).length;
    expect([id, failed > 5, failed < templates.length - 5]).toEqual([id, true, true]);
  }
});

/** What Guard cannot express: the rule, what the rules and Guard decide, and why. */
const DIFFERENCES: readonly { rule: string; rules: string; guard: string; reason: string; resources: Resources }[] = [
  {
    rule: 'scanned-on-push',
    rules: 'met',
    guard: 'not met',
    reason: 'Guard does not compare the name of a repository with the filters of a scanning configuration',
    resources: {
      Images: { Type: REPOSITORY, Properties: { RepositoryName: 'shop/api' } },
      Registry: scanningConfiguration('SCAN_ON_PUSH', 'shop/*'),
    },
  },
  {
    rule: 'customer-key',
    rules: 'not met',
    guard: 'met',
    reason: 'Guard does not evaluate conditions',
    resources: {
      Images: {
        Type: REPOSITORY,
        Properties: { EncryptionConfiguration: { EncryptionType: { 'Fn::If': ['IsProd', 'KMS', 'AES256'] }, KmsKey: UNKNOWN } },
      },
    },
  },
  {
    rule: 'name-matches',
    rules: 'not met',
    guard: 'met',
    reason: 'Guard does not evaluate functions, even if every argument is text',
    resources: { Images: { Type: REPOSITORY, Properties: { RepositoryName: { 'Fn::Join': ['/', ['Shop', 'Api']] } } } },
  },
  {
    rule: 'lifecycle-policy',
    rules: 'not met',
    guard: 'met',
    reason: 'Guard does not check the rules of a lifecycle policy',
    resources: { Images: { Type: REPOSITORY, Properties: { LifecyclePolicy: { LifecyclePolicyText: '{"rules":[]}' } } } },
  },
];

test('they differ in what Guard cannot express, and in nothing else', () => {
  const guards = failedInGuard(
    'differences',
    DIFFERENCES.map(({ resources }) => resources),
  );
  const verdict = (failed: readonly string[], rule: string) => (failed.includes(rule) ? 'not met' : 'met');
  for (const [n, { rule, rules, guard, resources }] of DIFFERENCES.entries()) {
    const ours = failedInRules(resources);
    expect([rule, verdict(ours, rule), verdict(guards[n], rule)]).toEqual([rule, rules, guard]);
    expect(guards[n].filter((id) => id !== rule)).toEqual(ours.filter((id) => id !== rule));
  }
});

const PATTERNS = [/^a\/b$/, new RegExp('^a/b$'), new RegExp('^a\\/b$'), /^[a/]+b$/, /^a\//];

test.each([...PATTERNS.entries()])('pattern %i, %s, means the same in both', (n, pattern) => {
  const rule = nameMatches(pattern);
  const named = ['a/b', 'a\\/b', 'ab'].map((RepositoryName) => ({ Images: { Type: REPOSITORY, Properties: { RepositoryName } } }));
  const expected = named.map(({ Images }) => (pattern.test(Images.Properties.RepositoryName) ? [] : [rule.id]));
  expect(failedInGuard(`pattern-${n}`, named, [rule])).toEqual(expected);
});

test('a variable is there only with its rule', () => {
  expect(guardOf(DEFAULT_RULES)).toContain('let scanned_registries');
  expect(guardOf(OPTIONAL_RULES)).not.toContain('let scanned_registries');
});
