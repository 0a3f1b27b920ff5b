import { cpSync, readdirSync, readFileSync, writeFileSync } from 'fs';
import { join } from 'path';
import { synthesizedApp } from '../fixtures/adoption/synthesized-app';
import { textOf } from '../fixtures/docs/markdown';
import { RecordedRuns } from '../fixtures/recorded-aws/recorded-runs';
import { AwsError } from '../fixtures/recorded-aws/service';
import { Changes, NOW, sixtyRepositories, STANDARDIZED, stateOfTerraform } from '../fixtures/recorded-aws/sixty-repositories';

const PAGE = textOf('docs/adoption.md');
const [, POLICY = ''] = /```json\n(\{\n {2}"rules": [^]*?)```/.exec(PAGE) ?? [];
const DENIED: readonly (readonly [string, string])[] = [
  ['GetLifecyclePolicy', 'team-b/batch'],
  ['DescribeImages', 'team-b/secret'],
];

interface Ended {
  readonly exitCode: number;
  readonly written: string;
  readonly complained: string;
}

type Step =
  | 'collectDenied'
  | 'reportDenied'
  | 'collect'
  | 'gates'
  | 'before'
  | 'adopt'
  | 'compare'
  | 'collectAfter'
  | 'after'
  | 'compareAfter'
  | 'difference'
  | 'notCompared';
const ended = {} as Record<Step, Ended>;
let plan: string;
let entry: any;
let mapping: string;
let template: { readonly before: object; readonly after: object };
let runs: RecordedRuns;

/** The afternoon: the commands of the page, in its order, on sixty repositories. */
beforeAll(async () => {
  runs = await RecordedRuns.of(sixtyRepositories());
  const step = async (name: Step, ...args: string[]) => {
    const { exitCode, written, complained } = await runs.run(...args);
    const place = (text: string) => text.replaceAll(`${runs.folder}/`, '');
    ended[name] = { exitCode, written: place(written), complained: place(complained) };
  };
  const collect = (name: Step) =>
    step(name, 'collect', '--out', runs.out, '--profile', 'hub', '--profile', 'shop', '--region', 'eu-west-1');
  const file = (name: string, text: string) => {
    writeFileSync(join(runs.folder, name), text);
    return join(runs.folder, name);
  };
  const standard = file('standard.json', POLICY);
  const report = (name: Step, ...args: string[]) => step(name, 'report', runs.out, '--now', NOW, '--policy', standard, ...args);

  denied(true);
  await collect('collectDenied');
  await report('reportDenied');
  denied(false);
  await collect('collect');
  await report('gates', '--in-use', '--fail-if-expires', 'v*');
  await report('before');

  const app = join(runs.folder, 'app');
  const read = (name: string) => readFileSync(join(app, name), 'utf8');
  await step('adopt', 'adopt', runs.out, '--out', app, '--terraform-state', file('state.json', stateOfTerraform()));
  plan = read('PLAN.md').replaceAll(`${runs.folder}/`, '');
  const fleet = JSON.parse(read('fleet.json'));
  entry = JSON.parse(JSON.stringify(fleet.registries[1].repositories[STANDARDIZED]));
  mapping = read('import/Ecr-444455556666-eu-west-1-1.json');
  const assembly = join(app, 'cdk.out');
  const synthesize = () => {
    const names = readdirSync(app, { recursive: true, encoding: 'utf8' }).filter((name) => /^(app\.ts|.*\.json)$/.test(name));
    const files = names.filter((name) => !name.startsWith('cdk.out')).map((name) => [name, read(name)] as const);
    synthesizedApp(new Map(files), (from) => cpSync(from, assembly, { recursive: true }));
    const { Resources: resources } = JSON.parse(read('cdk.out/Ecr-444455556666-eu-west-1-1.template.json'));
    return Object.values<any>(resources).find(({ Properties }) => Properties.RepositoryName === STANDARDIZED);
  };
  const before = synthesize();
  const compare = (name: Step) => step(name, 'adopt', runs.out, '--compare', assembly);
  await compare('compare');

  Object.assign(fleet.registries[1].repositories[STANDARDIZED], { standard: true, mutableTags: ['latest'] });
  writeFileSync(join(app, 'fleet.json'), JSON.stringify(fleet));
  template = { before, after: synthesize() };
  runs.become(sixtyRepositories(deployed(template.after)));
  await collect('collectAfter');
  await report('after');
  await compare('compareAfter');

  const broken = join(assembly, 'Ecr-444455556666-eu-west-1-1.template.json');
  const whole = readFileSync(broken, 'utf8');
  writeFileSync(broken, whole.replace('"Sid": "Pull"', '"Sid": "Other"'));
  await compare('difference');
  writeFileSync(broken, whole);
  denied(true);
  await collect('notCompared');
  await compare('notCompared');
}, 60_000);
afterAll(() => runs.stop());

function denied(isDenied: boolean): void {
  runs.service.before = ({ operation, input }) => {
    if (isDenied && DENIED.some(([name, repository]) => name === operation && input.repositoryName === repository)) {
      throw new AwsError('AccessDeniedException', `not authorized to perform: ecr:${operation}`);
    }
  };
}

/** What a deployment makes of the repository: the recorded service has no CloudFormation. */
function deployed({ Properties: properties }: any): Changes {
  const filters = properties.ImageTagMutabilityExclusionFilters.map((one: any) => ({
    filterType: one.ImageTagMutabilityExclusionFilterType,
    filter: one.ImageTagMutabilityExclusionFilterValue,
  }));
  const settings = {
    imageTagMutability: properties.ImageTagMutability,
    imageTagMutabilityExclusionFilters: filters,
    imageScanningConfiguration: { scanOnPush: properties.ImageScanningConfiguration.ScanOnPush },
  };
  return { [STANDARDIZED]: { settings, policyText: JSON.stringify(properties.RepositoryPolicyText) } };
}

/** The block of the page that begins with a line. A line `…` in it stands for lines that the page leaves out. */
function blockOf(language: string, firstLine: string): string[] {
  const block = [...PAGE.matchAll(/^```(\w+)\n([^]*?)\n```$/gm)].find(([, name, text]) => name === language && text.startsWith(firstLine));
  return block === undefined
    ? [`no block of the page begins with ${firstLine}`]
    : block[2].split(/\n…(?:\n|$)/).filter((part) => part !== '');
}

/** The rest of an output after what the page shows of it, or what it does not have. */
function withoutShown(output: string, parts: readonly string[]): string[] {
  let from = 0;
  return parts.filter((part) => {
    const at = `\n${output}`.indexOf(`\n${part}\n`, from);
    if (at >= 0) from = at + part.length;
    return at < 0;
  });
}

function lines(text: string): string[] {
  return text.split('\n').filter((line) => line !== '');
}

test('collect reports what it could not read', () => {
  const { exitCode, written, complained } = ended.collectDenied;
  expect(exitCode).toBe(0);
  // repositories are read at the same time
  expect(blockOf('text', 'warning: ')[0].split('\n').sort()).toEqual(lines(complained + written).sort());
});

test('the first report does not know everything', () => {
  expect(withoutShown(ended.reportDenied.written, blockOf('text', lines(ended.reportDenied.written)[0]))).toEqual([]);
});

test('with the permissions, everything is collected', () => {
  expect(ended.collect).toEqual({ exitCode: 0, complained: '', written: `${blockOf('text', 'inventory: 60 repositories')[0]}\n` });
});

test('the report before the adoption is as the page shows it', () => {
  expect(withoutShown(ended.before.written, blockOf('text', lines(ended.before.written)[0]))).toEqual([]);
});

test('the messages of gates are as the page shows them', () => {
  expect(ended.gates.exitCode).toBe(1);
  expect(withoutShown(ended.gates.complained, blockOf('text', '--fail-if-expires'))).toEqual([]);
});

test('the plan is as the page shows it', () => {
  expect(ended.adopt).toMatchObject({ exitCode: 0, complained: '' });
  expect(PAGE).toContain(`\`\`\`text\n${ended.adopt.written}\`\`\`\n`);
  expect(withoutShown(plan, blockOf('text', '# Plan'))).toEqual([]);
});

test('the entry of the fleet file and the mapping are as adopt writes them', () => {
  const [, shown = ''] = /```json\n("pay\/ledger": [^]*?)```/.exec(PAGE) ?? [];
  expect(JSON.parse(`{${shown}}`)).toEqual({ [STANDARDIZED]: entry });
  const [, mapped = ''] = /```json\n(\{\n {2}"payledger[^]*?)```/.exec(PAGE) ?? [];
  expect(JSON.parse(mapping)).toMatchObject(JSON.parse(mapped));
});

test('the comparison passes, before and after', () => {
  for (const { exitCode, written } of [ended.compare, ended.compareAfter]) {
    expect([exitCode, `\`\`\`text\n${written}\`\`\``]).toEqual([
      0,
      '```text\n60 repositories: the templates declare exactly what is there\n```',
    ]);
  }
  expect(PAGE).toContain(`\`\`\`text\n${ended.compare.written}\`\`\``);
});

test('a difference and what is not compared are reported as the page shows', () => {
  expect(ended.difference.exitCode).toBe(1);
  expect(withoutShown(ended.difference.complained, blockOf('text', `444455556666 eu-west-1 ${STANDARDIZED}: `))).toEqual([]);
  expect(ended.notCompared.exitCode).toBe(2);
  expect(withoutShown(ended.notCompared.complained, blockOf('text', '--compare: '))).toEqual([]);
});

test('the standard changes exactly these lines of the template', () => {
  const [before, after] = [template.before, template.after].map((one) =>
    JSON.stringify(one, undefined, 1)
      .split('\n')
      .map((line) => line.trim()),
  );
  const shown = lines(blockOf('diff', '-          "ScanOnPush"')[0]);
  const marked = (mark: string) => shown.filter((line) => line.startsWith(mark)).map((line) => line.slice(1).trim());
  expect(marked('-')).not.toEqual([]);
  // what is added to a list or an object moves a comma
  const isOnlyIn = (one: readonly string[], other: readonly string[]) => one.filter((line) => !other.includes(line));
  expect(isOnlyIn(before, after).sort()).toEqual(marked('-').sort());
  expect(marked('+')).toEqual(expect.arrayContaining(isOnlyIn(after, before)));
  expect(after).toEqual(expect.arrayContaining(marked('+')));
});

test('the report after the adoption differs as the page shows', () => {
  expect(ended.collectAfter).toMatchObject({ exitCode: 0, complained: '' });
  const [before, after] = [ended.before, ended.after].map(({ written }) => written.split('\n'));
  expect(after).toHaveLength(before.length);
  const differing = before.flatMap((line, index) => (line === after[index] ? [] : [`-${line}`, `+${after[index]}`]));
  expect(blockOf('diff', '-rules:')[0].split('\n')).toEqual(differing);
});
