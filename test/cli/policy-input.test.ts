import { mkdtempSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { run } from '../../src/cli/main';
import { FakeTerminal } from '../support/fake-terminal';

const directory = mkdtempSync(join(tmpdir(), 'policy-input-'));
afterAll(() => rmSync(directory, { recursive: true }));

function file(name: string, content: unknown): string {
  const path = join(directory, name);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

async function ran(...args: string[]) {
  const terminal = new FakeTerminal(args, '[]');
  const exitCode = await run(terminal);
  return { exitCode, written: terminal.written, complained: terminal.complained };
}

const rule = {
  rulePriority: 1,
  selection: { tagStatus: 'untagged', countType: 'sinceImagePushed', countNumber: 14, countUnit: 'days' },
  action: { type: 'expire' },
};
const document = { rules: [rule] };
const text = JSON.stringify(document);
const words = '  1. expire untagged images 14 days after the push\n';
const repository = (LifecyclePolicyText: unknown, path?: string, RepositoryName?: unknown) => ({
  Type: 'AWS::ECR::Repository',
  Properties: { LifecyclePolicy: { LifecyclePolicyText }, RepositoryName },
  ...(path === undefined ? {} : { Metadata: { 'aws:cdk:path': `${path}/Resource` } }),
});

describe('a policy in a file', () => {
  test.each([
    ['its JSON', document],
    ['what get-lifecycle-policy prints', { registryId: '111122223333', repositoryName: 'myapp', lifecyclePolicyText: text }],
    ['JSON behind a byte order mark', `\uFEFF${text}`],
  ])('is %s', async (_, content) => {
    const path = file('policy.json', content);
    expect(await ran('validate', '--policy', path)).toEqual({
      exitCode: 0,
      written: `${path}: ECR accepts the policy\n${words}`,
      complained: '',
    });
  });

  test('that is no JSON is unreadable', async () => {
    const path = file('cut.json', text.slice(0, -1));
    expect(await ran('validate', '--policy', path)).toMatchObject({
      exitCode: 2,
      complained: expect.stringContaining(`${path}: the text is no JSON: `),
    });
  });

  test.each([
    ['--policy', 'a lifecycle policy as JSON, as ECR keeps it'],
    ['--template', 'a CloudFormation template as JSON, as CDK writes it to cdk.out'],
  ])('or a template in YAML is told what %s expects', async (option, expected) => {
    const path = file('template.yaml', 'Resources: {}');
    expect(await ran('validate', option, path)).toMatchObject({
      exitCode: 2,
      complained: expect.stringMatching(new RegExp(`^${path}: the text is no JSON: .+, expected ${expected}\n`)),
    });
  });

  test('cannot write to the terminal with a pattern', async () => {
    const path = file('hostile.json', {
      rules: [
        { ...rule, selection: { tagStatus: 'tagged', tagPatternList: ['\u001b[2J'], countType: 'imageCountMoreThan', countNumber: 1 } },
      ],
    });
    expect((await ran('validate', '--policy', path)).written).toContain('images tagged ?[2J,');
  });

  test('whose inner text is no JSON is at fault', async () => {
    const path = file('inner.json', { lifecyclePolicyText: '{' });
    expect(await ran('validate', '--policy', path)).toMatchObject({
      exitCode: 1,
      complained: expect.stringContaining(`${path}: the text is no JSON (`),
    });
  });
});

describe('a template', () => {
  const several = file('several.template.json', {
    Resources: {
      Bucket: { Type: 'AWS::S3::Bucket' },
      Shop1A2B: repository(text, 'App/Shop', 'shop'),
      Cart3C4D: repository({ 'Fn::Join': ['', [text.slice(0, 50), text.slice(50)]] }, 'App/Cart', {
        'Fn::Join': ['', ['cart-', { Ref: 'AWS::Region' }]],
      }),
      Bare: { Type: 'AWS::ECR::Repository', Properties: {} },
    },
  });

  test('is validated with all its repositories', async () => {
    expect(await ran('validate', '--template', several)).toEqual({
      exitCode: 0,
      written:
        `${several}, Shop1A2B: ECR accepts the policy\n${words}` +
        `${several}, Cart3C4D: ECR accepts the policy\n${words}` +
        `${several}, Bare: there is no lifecycle policy\n`,
      complained: '',
    });
  });

  test.each([['Cart3C4D'], ['App/Cart'], ['App/Cart/Resource']])('is validated with the repository %s alone', async (resource) => {
    expect((await ran('validate', '--template', several, '--resource', resource)).written).toBe(
      `${several}, Cart3C4D: ECR accepts the policy\n${words}`,
    );
  });

  test('is previewed with its only repository', async () => {
    const one = file('one.template.json', { Resources: { Repo: repository(text) } });
    expect((await ran('preview', '--template', one)).written).toContain('rule 1: expire untagged images 14 days after the push');
  });

  const list =
    'choose one with --resource:\n' +
    '  Shop1A2B (path App/Shop, name shop)\n' +
    '  Cart3C4D (path App/Cart, name {"Fn::Join":["",["cart-",{"Ref":"AWS::Region"}]]})\n' +
    '  Bare\n';
  test.each([
    [['preview', '--template', several], `${several}: there are 3 repositories, ${list}`],
    [['preview', '--template', several, '--resource', 'Shop'], `${several}: there is no repository Shop, ${list}`],
    [['validate', '--template', several, '--resource', 'Shop'], `${several}: there is no repository Shop, ${list}`],
  ])('%j asks for one repository', async (args, problem) => {
    expect(await ran(...args)).toMatchObject({ exitCode: 2, written: '', complained: expect.stringContaining(problem) });
  });

  test.each([['preview'], ['validate']])('without a repository is nothing to %s', async (command) => {
    const path = file('empty.template.json', { Resources: { Bucket: { Type: 'AWS::S3::Bucket' }, Odd: null } });
    expect(await ran(command, '--template', path)).toMatchObject({
      exitCode: 2,
      complained: expect.stringContaining(
        `${path}: there is no resource of the type AWS::ECR::Repository, expected one: a nested stack has a template of its own beside this one\n`,
      ),
    });
  });

  test.each([[[]], [{}], [{ Resources: [] }]])('%j is none', async (content) => {
    const path = file('odd.json', content);
    expect(await ran('validate', '--template', path)).toMatchObject({
      exitCode: 2,
      complained: expect.stringContaining(`${path}: there is no object Resources, expected a CloudFormation template as JSON\n`),
    });
  });

  const unknown = (policy: unknown) =>
    `its policy is ${JSON.stringify(policy)}, expected LifecyclePolicyText with a text: what CloudFormation puts there at deployment cannot be known here\n`;

  test.each([
    [{ Ref: 'Policy' }],
    [{ 'Fn::Join': ['', ['{', { Ref: 'Rules' }, '}']] }],
    [{ 'Fn::Join': [{ Ref: 'Delimiter' }, []] }],
    [document],
  ])('whose policy text is %j cannot be checked', async (policyText) => {
    const path = file('token.template.json', { Resources: { Repo: repository(policyText) } });
    expect(await ran('validate', '--template', path)).toMatchObject({
      exitCode: 2,
      complained: expect.stringContaining(`${path}, Repo: ${unknown(policyText)}`),
    });
  });

  test.each([
    [{ 'Fn::If': ['Production', { LifecyclePolicyText: text }, { Ref: 'AWS::NoValue' }] }],
    [{ lifecyclePolicyText: text }],
    [['a']],
  ])('whose policy is %j is not taken for one without a policy', async (LifecyclePolicy) => {
    const path = file('odd.template.json', { Resources: { Repo: { Type: 'AWS::ECR::Repository', Properties: { LifecyclePolicy } } } });
    expect(await ran('preview', '--template', path)).toMatchObject({
      exitCode: 2,
      written: '',
      complained: expect.stringContaining(`${path}, Repo: ${unknown(LifecyclePolicy)}`),
    });
  });
});

test.each([
  [[], 'expected either --policy FILE or --template FILE\n'],
  [['--policy', 'a', '--template', 'b'], 'expected either --policy FILE or --template FILE\n'],
  [['--policy', 'a', '--resource', 'b'], '--resource chooses from a template, expected --template FILE\n'],
  [['--policy', join(directory, 'missing')], `--policy ${join(directory, 'missing')}: ENOENT: no such file or directory\n`],
  [['--template', directory], `--template ${directory}: EISDIR: illegal operation on a directory\n`],
  [['--policy', 'a', '--policy', 'b'], '--policy is given several times, expected once\n'],
])('%j is wrong usage', async (args, problem) => {
  expect(await ran('validate', ...args)).toMatchObject({ exitCode: 2, complained: expect.stringContaining(problem) });
});

test('all faults of all repositories are said, and what is accepted, too', async () => {
  const path = file('faults.template.json', {
    Resources: {
      One: repository(JSON.stringify({ rules: [{ ...rule, action: { type: 'delete' } }] })),
      Two: repository(text),
      Three: repository('{"rules": []}'),
    },
  });
  expect(await ran('validate', '--template', path)).toEqual({
    exitCode: 1,
    written: `${path}, Two: ECR accepts the policy\n${words}`,
    complained:
      `${path}, One: rule 1: action.type is "delete", expected "expire" or "transition": ` +
      'write {"type": "expire"}, or {"type": "transition", "targetStorageClass": "archive"}; ' +
      'what is newer than this version goes into the template with node.defaultChild.lifecyclePolicy, unchecked\n' +
      `${path}, Three: the policy: it has no rules, expected at least one: write a rule, or no policy at all (LifecyclePolicy.none())\n`,
  });
});

test('a policy that cannot be read does not hide the others, and is the worse of two problems', async () => {
  const path = file('unreadable.template.json', {
    Resources: {
      One: repository({ Ref: 'Policy' }),
      Two: repository(text),
      Three: repository('{"rules": []}'),
      Four: repository('{'),
    },
  });
  expect(await ran('validate', '--template', path)).toEqual({
    exitCode: 2,
    written: `${path}, Two: ECR accepts the policy\n${words}`,
    complained: expect.stringMatching(
      /^.+, One: its policy is .+, expected LifecyclePolicyText .+\n.+, Three: the policy: it has no rules, .+\n.+, Four: the text is no JSON .+\n.+--help says how to use it\n$/,
    ),
  });
});

test('the text is measured as ECR is given it', async () => {
  const rules = Array.from({ length: 50 }, (_, index) => ({
    ...rule,
    rulePriority: index + 1,
    selection: { tagStatus: 'tagged', tagPatternList: [`v${index}-*`], countType: 'imageCountMoreThan', countNumber: 1 },
    description: 'x'.repeat(400),
  }));
  const indented = JSON.stringify({ rules }, undefined, 4);
  expect(JSON.stringify({ rules }).length).toBeLessThan(30_720);
  expect(await ran('validate', '--policy', file('indented.json', indented))).toMatchObject({
    exitCode: 1,
    complained: expect.stringContaining(
      `the policy: its text has ${indented.length} characters, expected at most 30720: leave out white space, `,
    ),
  });
  expect(await ran('validate', '--policy', file('minimal.json', JSON.stringify({ rules })))).toMatchObject({ exitCode: 0 });
  expect(await ran('validate', '--template', file('indented.template.json', { Resources: { Repo: repository(indented) } }))).toMatchObject({
    exitCode: 1,
  });
});

test('what is seldom meant is a warning', async () => {
  const aged = { ...rule, selection: { ...rule.selection, tagStatus: 'any' } };
  const path = file('aged.json', { rules: [aged] });
  expect(await ran('validate', '--policy', path)).toMatchObject({
    exitCode: 0,
    complained: expect.stringContaining(`${path}: warning: lifecycle rule 1 expires every tagged image that no earlier rule identifies`),
  });
});
