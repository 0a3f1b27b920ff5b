import { mkdtempSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { run } from '../../src/cli/main';
import { quotedAndTruncated } from '../../src/private/format-value';
import { FakeTerminal } from '../fixtures/fake-terminal';

const directory = mkdtempSync(join(tmpdir(), 'policy-input-'));
afterAll(() => rmSync(directory, { recursive: true }));

function file(name: string, content: unknown): string {
  const path = join(directory, name);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

async function ran(...args: string[]) {
  return ranWith('[]', ...args);
}

async function ranWith(input: string, ...args: string[]) {
  const terminal = new FakeTerminal(args, input);
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
/** The end of a message: the ID of its finding, and the end of the line. */
const id = (name: string) => ` [cdk-secure-repository:${name}]\n`;
const words = '  1. expire untagged images 14 days after the push\n';
const repository = (LifecyclePolicyText: unknown, path?: string, RepositoryName?: unknown) => ({
  Type: 'AWS::ECR::Repository',
  Properties: { LifecyclePolicy: { LifecyclePolicyText }, RepositoryName },
  ...(path === undefined ? {} : { Metadata: { 'aws:cdk:path': `${path}/Resource` } }),
});

describe('a policy in a file', () => {
  test.each([
    ['its JSON', document],
    ['its JSON as a string', text],
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

  test('that is not JSON is unreadable', async () => {
    const path = file('cut.json', text.slice(0, -1));
    expect(await ran('validate', '--policy', path)).toMatchObject({
      exitCode: 2,
      complained: expect.stringContaining(`${path}: the text is not valid JSON (`),
    });
  });

  test('is not a template in YAML', async () => {
    const path = file('template.yaml', 'Resources: {}');
    expect(await ran('validate', '--policy', path)).toMatchObject({
      exitCode: 2,
      complained: expect.stringMatching(
        new RegExp(
          `^${path}: the text is not valid JSON \\(.+\\)\\. Pass a lifecycle policy as JSON, or a template with --template\\. \\[cdk-secure-repository:command-input\\]\n`,
        ),
      ),
    });
  });

  test('cannot control the terminal with a pattern', async () => {
    const path = file('hostile.json', {
      rules: [
        { ...rule, selection: { tagStatus: 'tagged', tagPatternList: ['\u001b[2J'], countType: 'imageCountMoreThan', countNumber: 1 } },
      ],
    });
    expect((await ran('validate', '--policy', path)).written).toContain('images tagged ?[2J,');
  });

  test('whose inner text is not valid JSON is at fault', async () => {
    const path = file('inner.json', { lifecyclePolicyText: '{' });
    expect(await ran('validate', '--policy', path)).toMatchObject({
      exitCode: 1,
      complained: expect.stringContaining(`${path}: the text is not valid JSON (`),
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

  test('is chosen from several templates, also by the name of the repository', async () => {
    const other = file('other.template.json', { Resources: { Repo: repository(text, undefined, 'other'), Shop1A2B: repository(text) } });
    const templates = ['--template', several, '--template', other];
    expect((await ran('validate', ...templates)).written).toBe(
      `${several}, Shop1A2B: ECR accepts the policy\n${words}` +
        `${several}, Cart3C4D: ECR accepts the policy\n${words}` +
        `${several}, Bare: there is no lifecycle policy\n` +
        `${other}, Repo: ECR accepts the policy\n${words}` +
        `${other}, Shop1A2B: ECR accepts the policy\n${words}`,
    );
    expect((await ran('validate', ...templates, '--resource', 'other')).written).toBe(`${other}, Repo: ECR accepts the policy\n${words}`);
    expect((await ran('validate', ...templates, '--resource', 'shop')).written).toBe(
      `${several}, Shop1A2B: ECR accepts the policy\n${words}`,
    );
    expect(await ran('preview', ...templates, '--resource', 'Shop1A2B')).toMatchObject({
      exitCode: 2,
      complained: expect.stringContaining(
        `${several}, ${other}: 2 resources match Shop1A2B. Pass only the file of one of them with --template.${id('command-input')}` +
          `  ${several}, Shop1A2B (path App/Shop, name shop)\n`,
      ),
    });
  });

  test('passed twice is one', async () => {
    const one = file('twice.template.json', { Resources: { Repo: repository(text) } });
    expect((await ran('preview', '--template', one, '--template', one)).exitCode).toBe(0);
  });

  test('has a way to each of two resources with one name, of which one is the ID of the other', async () => {
    const same = {
      One: repository(text, undefined, 'Two'),
      Two: repository(text, undefined, 'name'),
      Three: repository(text, undefined, 'name'),
    };
    const path = file('same.template.json', { Resources: same });
    for (const name of Object.keys(same)) {
      expect((await ran('validate', '--template', path, '--resource', name)).written).toBe(
        `${path}, ${name}: ECR accepts the policy\n${words}`,
      );
    }
    expect((await ran('validate', '--template', path, '--resource', 'name')).complained).toContain(
      `${path}: 2 resources match name. Choose one by its ID, the first word of its line.${id('command-input')}  Two (name name)\n  Three (name name)\n`,
    );
  });

  test('with repositories and a creation template asks for one of the repositories', async () => {
    const creation = { Type: 'AWS::ECR::RepositoryCreationTemplate', Properties: { Prefix: 'ROOT' } };
    const path = file('three.template.json', { Resources: { Creation: creation, One: repository(text), Two: repository(text) } });
    expect((await ran('preview', '--template', path)).complained).toMatch(
      /: there are 2 repositories\. Choose one with --resource\. \[cdk-secure-repository:command-input\]\n {2}One\n {2}Two\ncdk-secure-repository /,
    );
  });

  test.each([
    ['in flow style', `{Resources: {Repo: ${JSON.stringify(repository(text))}}}`],
    ['with a comment', `{ # all\n"Resources": {"Repo": ${JSON.stringify(repository(text))},},}`],
  ])('in YAML may look like JSON: %s', async (_, content) => {
    const path = file('flow.yaml', content);
    expect((await ran('validate', '--template', path)).written).toBe(`${path}, Repo: ECR accepts the policy\n${words}`);
  });

  test.each([
    [
      'cut.template.json',
      '{"Resources": {',
      /: the text is not valid JSON \([^:]+\)\. Correct the template\. \[cdk-secure-repository:command-input\]\ncdk-/,
    ],
    [
      'cut.template.yaml',
      'Resources:\n  A: 1\n  A: 2\n',
      /cut\.template\.yaml, line 3: Map keys must be unique\. Correct the YAML\. \[cdk-secure-repository:command-input\]\ncdk-/,
    ],
  ])('%s that cannot be read is an error with the problem alone', async (name, content, problem) => {
    expect((await ran('validate', '--template', file(name, content))).complained).toMatch(problem);
  });

  test('without a repository is nothing beside another with one', async () => {
    const none = file('none.template.json', { Resources: { Bucket: { Type: 'AWS::S3::Bucket' } } });
    expect((await ran('validate', '--template', none, '--template', several, '--resource', 'shop')).exitCode).toBe(0);
  });

  test('is previewed with its only repository, beside a creation template', async () => {
    const creation = { Type: 'AWS::ECR::RepositoryCreationTemplate', Properties: { Prefix: 'x/', LifecyclePolicy: { 'Fn::Sub': text } } };
    const both = file('both.template.json', { Resources: { Creation: creation, Repo: repository(text, undefined, 'r') } });
    expect((await ran('preview', '--template', both)).exitCode).toBe(0);
    expect((await ran('validate', '--template', both)).written).toContain(`${both}, Creation: ECR accepts the policy\n${words}`);
    expect((await ran('preview', '--template', both, '--resource', 'x')).complained).toContain('  Creation (creation template for x/)\n');
    expect((await ran('validate', '--template', both, '--resource', 'x/')).written).toBe(
      `${both}, Creation: ECR accepts the policy\n${words}`,
    );
    const odd = file('creation.template.json', { Resources: { Odd: { ...creation, Properties: { LifecyclePolicy: { Ref: 'P' } } } } });
    expect(await ran('preview', '--template', odd)).toMatchObject({
      exitCode: 2,
      complained: expect.stringContaining(
        'Odd: the policy is {"Ref":"P"}, whose value is known only at deployment. Pass the policy with --policy.',
      ),
    });
  });

  test('in a loop of Fn::ForEach is looked into', async () => {
    const loop = { 'Fn::ForEach::Repositories': ['Name', ['a', 'b'], { 'Repo${Name}': repository(text) }] };
    const path = file('loop.template.json', { Transform: 'AWS::LanguageExtensions', Resources: loop });
    expect((await ran('validate', '--template', path)).written).toBe(`${path}, Repo\${Name}: ECR accepts the policy\n${words}`);
  });

  test.each([
    ['validate', '--policy', text],
    ['validate', '--template', JSON.stringify({ Resources: { Repo: repository(text) } })],
    ['validate', '--template', `Resources: {Repo: ${JSON.stringify(repository(text))}}`],
  ])('or a policy comes from standard input: %s %s', async (command, option, input) => {
    expect(await ranWith(input, command, option, '-')).toMatchObject({
      exitCode: 0,
      written: expect.stringMatching(/^standard input.*: ECR accepts/),
    });
  });

  test('and images cannot both come from standard input', async () => {
    expect(await ranWith(text, 'preview', '--policy', '-')).toMatchObject({
      exitCode: 2,
      complained: expect.stringContaining(
        `--images: standard input is already the value of --policy. Pass one of the two as a file.${id('command-usage')}`,
      ),
    });
  });

  test('is previewed with its only repository', async () => {
    const one = file('one.template.json', { Resources: { Repo: repository(text) } });
    expect((await ran('preview', '--template', one)).written).toContain('rule 1: expire untagged images 14 days after the push');
  });

  const list =
    `Choose one with --resource.${id('command-input')}` +
    '  Shop1A2B (path App/Shop, name shop)\n' +
    '  Cart3C4D (path App/Cart, name {"Fn::Join":["",["cart-",{"Ref":"AWS::Region"}]]})\n' +
    '  Bare\n';
  test.each([
    [['preview', '--template', several], `${several}: there are 3 repositories. ${list}`],
    [['preview', '--template', several, '--resource', 'Shop'], `${several}: there is no resource Shop. ${list}`],
    [['validate', '--template', several, '--resource', 'Shop'], `${several}: there is no resource Shop. ${list}`],
  ])('%j asks for one repository', async (args, problem) => {
    expect(await ran(...args)).toMatchObject({ exitCode: 2, written: '', complained: expect.stringContaining(problem) });
  });

  test.each([['preview'], ['validate']])('without a repository is nothing to %s', async (command) => {
    const path = file('empty.template.json', { Resources: { Bucket: { Type: 'AWS::S3::Bucket' }, Odd: null } });
    expect(await ran(command, '--template', path)).toMatchObject({
      exitCode: 2,
      complained: expect.stringContaining(
        `${path}: the file has no resource of the type AWS::ECR::Repository or AWS::ECR::RepositoryCreationTemplate. If the resource is in a nested stack, pass the template of that stack.${id('command-input')}`,
      ),
    });
  });

  test.each([[[]], [{}], [{ Resources: [] }]])('%j is none', async (content) => {
    const path = file('odd.json', content);
    expect(await ran('validate', '--template', path)).toMatchObject({
      exitCode: 2,
      complained: expect.stringContaining(
        `${path}: the file has no Resources object, so it is neither a CloudFormation template nor the output of terraform show -json. Pass a policy with --policy.${id('command-input')}`,
      ),
    });
  });

  const unread = (policy: unknown, remedy: string) => `the policy is ${quotedAndTruncated(policy)}, ${remedy}${id('command-input')}`;
  const unknown = 'whose value is known only at deployment. Pass the policy with --policy.';
  const asText = 'but must be text in LifecyclePolicyText. Write the policy as text, or with Fn::ToJsonString.';

  test.each([
    [{ Ref: 'Policy' }, unknown],
    [{ 'Fn::Join': ['', ['{', { Ref: 'Rules' }, '}']] }, unknown],
    [{ 'Fn::Join': [{ Ref: 'Delimiter' }, []] }, unknown],
    [document, asText],
    [null, 'but must be text in LifecyclePolicyText. Write text, or omit the property.'],
  ])('whose policy text is %j cannot be checked', async (policyText, remedy) => {
    const path = file('token.template.json', { Resources: { Repo: repository(policyText) } });
    expect(await ran('validate', '--template', path)).toMatchObject({
      exitCode: 2,
      complained: expect.stringContaining(`${path}, Repo: ${unread(policyText, remedy)}`),
    });
  });

  test.each([[{ Ref: 'AWS::NoValue' }], [{ LifecyclePolicyText: { Ref: 'AWS::NoValue' } }], [{ RegistryId: '111122223333' }]])(
    'whose policy is %j has none',
    async (LifecyclePolicy) => {
      const noName = { Type: 'AWS::ECR::Repository', Properties: { LifecyclePolicy, RepositoryName: { Ref: 'AWS::NoValue' } } };
      const creation = {
        Type: 'AWS::ECR::RepositoryCreationTemplate',
        Properties: { Prefix: 'a', LifecyclePolicy: { Ref: 'AWS::NoValue' } },
      };
      const path = file('no-value.template.json', { Resources: { Repo: noName, Creation: creation } });
      expect(await ran('validate', '--template', path)).toEqual({
        exitCode: 0,
        written: `${path}, Repo: there is no lifecycle policy\n${path}, Creation: there is no lifecycle policy\n`,
        complained: '',
      });
    },
  );

  test.each([
    [{ 'Fn::If': ['Production', { LifecyclePolicyText: text }, { Ref: 'AWS::NoValue' }] }, unknown],
    [{ Ref: 'Policy' }, unknown],
    [{ lifecyclePolicyText: text }, asText],
    [['a'], asText],
    [text, asText],
    [null, 'but must be text in LifecyclePolicyText. Write text, or omit the property.'],
  ])('whose policy is %j is not one without a policy', async (LifecyclePolicy, remedy) => {
    const path = file('odd.template.json', { Resources: { Repo: { Type: 'AWS::ECR::Repository', Properties: { LifecyclePolicy } } } });
    expect(await ran('preview', '--template', path)).toMatchObject({
      exitCode: 2,
      written: '',
      complained: expect.stringContaining(`${path}, Repo: ${unread(LifecyclePolicy, remedy)}`),
    });
  });
});

test.each([
  [[], `--policy: the policy is missing. Use either --policy FILE or --template FILE.${id('command-usage')}`],
  [
    ['--policy', 'a', '--template', 'b'],
    `--policy: --template is also present. Use either --policy FILE or --template FILE.${id('command-usage')}`,
  ],
  [
    ['--policy', file('only.json', document), '--resource', 'b'],
    `only.json is not a template, so there is no resource in it. Use --template FILE.${id('command-usage')}`,
  ],
  [
    ['--policy', join(directory, 'missing')],
    `--policy ${join(directory, 'missing')}: the file cannot be read (ENOENT: no such file or directory). Pass another file.${id('command-input')}`,
  ],
  [
    ['--template', directory],
    `--template ${directory}: the file cannot be read (EISDIR: illegal operation on a directory). Pass another file.${id('command-input')}`,
  ],
  [
    ['--policy', 'a', '--policy', 'b'],
    `--policy: the option is accepted once, but is present several times. Remove all but one.${id('command-usage')}`,
  ],
])('%j is wrong usage', async (args, problem) => {
  expect(await ran('validate', ...args)).toMatchObject({ exitCode: 2, complained: expect.stringContaining(problem) });
});

test('all errors of all repositories are reported, and the accepted policies as well', async () => {
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
      `${path}, One, rule 1: action.type is "delete", but must be "expire" or "transition". ` +
      'Use {"type": "expire"} or {"type": "transition", "targetStorageClass": "archive"}. ' +
      'If ECR has added it since this release, set node.defaultChild.lifecyclePolicy instead, which is not checked.' +
      id('lifecycle-action') +
      `${path}, Three: the policy has no rules, but must have at least one. Add a rule, or omit the policy (LifecyclePolicy.none() in an AWS CDK app).${id('lifecycle-policy')}`,
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
      /^.+, One: the policy is .+, whose value is known only at deployment\. .+\n.+, Three: the policy has no rules, .+\n.+, Four: the text is not valid JSON .+\n.+--help describes the options\n$/,
    ),
  });
});

test('the text is measured as ECR receives it', async () => {
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
      `the text of the policy has ${indented.length} characters, but must have at most 30720. Remove white space, `,
    ),
  });
  expect(await ran('validate', '--policy', file('minimal.json', JSON.stringify({ rules })))).toMatchObject({ exitCode: 0 });
  expect(await ran('validate', '--template', file('indented.template.json', { Resources: { Repo: repository(indented) } }))).toMatchObject({
    exitCode: 1,
  });
});

test('a policy that is rarely intended is a warning', async () => {
  const aged = { ...rule, selection: { ...rule.selection, tagStatus: 'any' } };
  const path = file('aged.json', { rules: [aged] });
  expect(await ran('validate', '--policy', path)).toMatchObject({
    exitCode: 0,
    complained: expect.stringContaining(`${path}: warning: lifecycle rule 1 expires every tagged image that no earlier rule identifies`),
  });
});

describe('with --strict, validate', () => {
  const warned = file('warned.json', { rules: [{ ...rule, selection: { ...rule.selection, tagStatus: 'any' } }] });

  test.each([
    ['ends with 3 when there are warnings', warned, 3],
    ['ends with 0 when there are none', file('fine.json', document), 0],
    ['ends with 1 when a policy is at fault', file('fault.json', { rules: [] }), 1],
  ])('%s', async (_, path, exitCode) => {
    expect((await ran('validate', '--policy', path, '--strict')).exitCode).toBe(exitCode);
  });

  test('ends with 0 without the option', async () => {
    expect(await ran('validate', '--policy', warned)).toMatchObject({ exitCode: 0, complained: expect.stringContaining(': warning: ') });
  });
});

describe('rules that are not in the order in which ECR returns them', () => {
  const unordered = JSON.stringify({ rules: [{ ...rule, rulePriority: 2, selection: { ...rule.selection, tagStatus: 'any' } }, rule] });
  const warning =
    'the rules are not in the order of rulePriority, in which ECR returns them, so Terraform may show a change in every plan. Sort the rules.';

  test('are a warning of a resource of Terraform', async () => {
    const resources = [{ type: 'aws_ecr_lifecycle_policy', address: 'a.b', values: { policy: unordered, repository: 'x' } }];
    const path = file('unordered.tfplan.json', { format_version: '1.2', planned_values: { root_module: { resources } } });
    const { complained, exitCode } = await ran('validate', '--template', path, '--strict');
    expect([complained, exitCode]).toEqual([
      expect.stringContaining(`${path}, a.b: warning: ${warning}${id('lifecycle-unsorted-rules')}`),
      3,
    ]);
    const previewed = await ran('preview', '--template', path, '--strict');
    expect([previewed.complained, previewed.exitCode]).toEqual([
      expect.stringContaining(`${path}, a.b: warning: ${warning}${id('lifecycle-unsorted-rules')}`),
      3,
    ]);
  });

  test('are a note elsewhere, because Terraform may read the file', async () => {
    const path = file('unordered.json', unordered);
    expect((await ran('validate', '--policy', path)).complained).toContain(`${path}: note: ${warning}\n`);
  });
});

test('a state file of Terraform is an error with the command to run', async () => {
  const path = file('terraform.tfstate', { version: 4, terraform_version: '1.11.4', resources: [] });
  expect(await ran('validate', '--template', path)).toMatchObject({
    exitCode: 2,
    complained: expect.stringContaining(
      `${path}: the file has neither planned_values nor values. Pass the output of terraform show -json for a plan or a state.${id('command-input')}`,
    ),
  });
});

test.each([[null], [{ resources: 1, child_modules: [null] }], [{ resources: [null, { type: 'aws_ecr_repository' }] }]])(
  'a plan of Terraform with the root module %j has no lifecycle policy',
  async (module) => {
    const path = file('odd.tfplan.json', { format_version: '1.2', planned_values: { root_module: module } });
    expect(await ran('validate', '--template', path)).toMatchObject({
      exitCode: 2,
      complained: expect.stringContaining(
        `${path}: the file has no resource of the type aws_ecr_lifecycle_policy or aws_ecr_repository_creation_template. Pass the plan or the state that contains the lifecycle policy.${id('command-input')}`,
      ),
    });
  },
);
