import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { dirname, join, relative } from 'path';
import { App, DefaultStackSynthesizer, LegacyStackSynthesizer, NestedStack, Stack, Stage, Validations } from 'aws-cdk-lib';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import { RepositoryRules, SecureRepository } from '../../src';
import { run } from '../../src/cli/main';
import { FakeTerminal } from '../fixtures/fake-terminal';
import { reportOf } from '../fixtures/rules/report';

async function ran(...args: string[]): Promise<{ exitCode: number; written: string; complained: string }> {
  const terminal = new FakeTerminal(['rules', ...args]);
  const exitCode = await run(terminal);
  return { exitCode, written: terminal.written, complained: terminal.complained };
}

/** As the AWS CDK CLI runs an app. */
const CLI = { 'aws:cdk:enable-path-metadata': true, 'aws:cdk:enable-asset-metadata': true };
const NO_FAILURE = { '@aws-cdk/core:failSynthOnValidationErrors': false };

function newApp(context: object = CLI): App {
  return new App({ outdir: mkdtempSync(join(tmpdir(), 'assembly-')), context: { ...context, ...NO_FAILURE }, analyticsReporting: false });
}

/** Plain repositories in a stack, a nested stack, and a stack of a Stage. */
function withPlainRepositories(app: App): App {
  const stack = new Stack(app, 'Shop', { env: { account: '111122223333', region: 'eu-west-1' } });
  new ecr.Repository(stack, 'Plain');
  new ecr.Repository(new NestedStack(stack, 'Nested'), 'Plain');
  new ecr.Repository(new Stack(new Stage(app, 'Prod'), 'Shop'), 'Plain');
  return app;
}

function file(name: string, text: string): string {
  const path = join(mkdtempSync(join(tmpdir(), 'rules-')), name);
  writeFileSync(path, text);
  return path;
}

const YAML = `
Resources:
  Images:
    Type: AWS::ECR::Repository
    DeletionPolicy: Retain
    Properties:
      ImageScanningConfiguration: { ScanOnPush: true }
      ImageTagMutability: !If [IsProd, IMMUTABLE, MUTABLE]
      RepositoryPolicyText:
        Statement: [{ Effect: Allow, Principal: "*", Action: "ecr:BatchGetImage" }]
      LifecyclePolicy:
        LifecyclePolicyText: !Ref PolicyText
`;

describe('an app', () => {
  const assembly = withPlainRepositories(newApp()).synth();

  test('has its stacks, nested stacks and Stages checked, with the line of code', async () => {
    const { exitCode, written } = await ran('--app', assembly.directory);
    expect(exitCode).toBe(1);
    expect(written).toMatch(
      /^Shop\/Plain\/Resource \(Shop, Plain295EB121\), .*rules-command\.test\.ts:\d+\n {2}error {4}ImageScanningConfiguration\.ScanOnPush is not set/m,
    );
    expect(written).toMatch(/^Shop\/Nested\/Plain\/Resource \(Shop\/Nested\w+, Plain295EB121\)/m);
    expect(written).toMatch(/^Prod\/Shop\/Plain\/Resource \(Prod-Shop, Plain295EB121\)/m);
    expect(written).toMatch(/\n3 resources, 9 errors, 0 warnings\.\n$/);
    expect(
      Math.max(
        ...written
          .split('\n')
          .filter((line) => line.startsWith(' '))
          .map(({ length }) => length),
      ),
    ).toBeLessThanOrEqual(100);
  });

  test('without errors exits with 0', async () => {
    const app = newApp();
    new SecureRepository(new Stack(app, 'Shop'), 'Secure');
    expect(await ran('--app', app.synth().directory)).toEqual({
      exitCode: 0,
      written: '1 resource, 0 errors, 0 warnings.\n',
      complained: '',
    });
  });

  test('that the CLI has not run has no metadata, and its nested stacks are checked all the same', async () => {
    const { written } = await ran('--app', withPlainRepositories(newApp({})).synth().directory);
    expect(written).toMatch(/\n3 resources, 9 errors, 0 warnings\.\n$/);
  });

  test('as SARIF points to lines of code, relative to the working folder', async () => {
    const { exitCode, written } = await ran('--app', assembly.directory, '--format', 'sarif');
    expect(exitCode).toBe(1);
    const [{ results }] = (JSON.parse(written) as { runs: { results: { locations: object[]; message: { text: string } }[] }[] }).runs;
    expect(results).toHaveLength(9);
    expect(results[0].locations).toEqual([
      {
        physicalLocation: { artifactLocation: { uri: relative(process.cwd(), __filename) }, region: { startLine: expect.any(Number) } },
        logicalLocations: [{ fullyQualifiedName: 'Shop/Plain/Resource', kind: 'resource' }],
      },
    ]);
  });

  test('as SARIF points to a file of the working folder if the code is elsewhere', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'repository-'));
    const inside = join(folder, 'ecr-baseline.json');
    writeFileSync(inside, '{"findings":[]}');
    const outside = file('ecr-baseline.json', '{"findings":[]}');
    const cwd = jest.spyOn(process, 'cwd').mockReturnValue(folder);
    const files: string[] = [];
    for (const baseline of [[], ['--baseline', outside], ['--baseline', inside]]) {
      const { written } = await ran('--app', assembly.directory, '--format', 'sarif', ...baseline);
      files.push(...[...written.matchAll(/"uri": "(.*)"/g)].map(([, uri]) => uri));
    }
    cwd.mockRestore();
    expect(files).toEqual([...Array<string>(18).fill('cdk.json'), ...Array<string>(9).fill('ecr-baseline.json')]);
  });

  test('as JSON has the findings, and what only the deployment knows', async () => {
    const { written } = await ran('--app', assembly.directory, '--format', 'json');
    expect(JSON.parse(written)).toMatchObject({ resources: 3, known: 0, findings: expect.any(Array), knownAtDeploymentOnly: [] });
  });

  test('as Markdown is a table', async () => {
    const { written } = await ran('--app', assembly.directory, '--format', 'markdown');
    expect(written).toMatch(/^### ECR repository rules\n\n\| severity \| rule \| resource \| problem \| remedy \|\n/);
    expect(written.split('\n').filter((line) => line.startsWith('| error |'))).toHaveLength(9);
  });
});

describe('a baseline', () => {
  test('that the command writes makes the same app succeed, on the command line and in the plugin', async () => {
    const baseline = join(mkdtempSync(join(tmpdir(), 'baseline-')), 'ecr-baseline.json');
    const { directory } = withPlainRepositories(newApp()).synth();
    expect(await ran('--app', directory, '--write-baseline', baseline)).toMatchObject({
      exitCode: 0,
      complained: `${baseline}: 9 findings were written\n`,
    });
    expect(await ran('--app', directory, '--baseline', baseline)).toMatchObject({
      exitCode: 0,
      written: '3 resources, 0 errors, 0 warnings. 9 findings in the baseline.\n',
    });

    const app = newApp();
    Validations.of(app).addPlugins(new RepositoryRules({ baseline }));
    expect(reportOf(withPlainRepositories(app))).toMatchObject({ succeeded: true, violations: [] });
  });

  test.each([
    ['the default synthesizer', () => new DefaultStackSynthesizer()],
    ['another prefix in the bucket', () => new DefaultStackSynthesizer({ bucketPrefix: 'shop/' })],
    ['the legacy synthesizer', () => new LegacyStackSynthesizer()],
  ])('of an app that the CLI has not run identifies nested stacks as the plugin does, with %s', async (_, synthesizer) => {
    const nested = (app: App) => {
      const outer = new NestedStack(new Stack(app, 'Shop', { synthesizer: synthesizer() }), 'Outer');
      new ecr.Repository(new NestedStack(outer, 'Inner'), 'Plain');
      new ecr.Repository(new NestedStack(outer, 'Other'), 'Plain', { imageScanOnPush: true });
      return app;
    };
    const baseline = join(mkdtempSync(join(tmpdir(), 'baseline-')), 'ecr-baseline.json');
    const { complained } = await ran('--app', nested(newApp({})).synth().directory, '--write-baseline', baseline);
    expect(complained).toBe(`${baseline}: 5 findings were written\n`);
    const { findings } = JSON.parse(readFileSync(baseline, 'utf8')) as { findings: { stack: string }[] };
    expect(findings[0].stack).toMatch(/^Shop\/Outer\w+\/Inner\w+$/);

    const app = newApp({});
    Validations.of(app).addPlugins(new RepositoryRules({ baseline }));
    expect(reportOf(nested(app))).toMatchObject({ succeeded: true, violations: [] });
  });

  test('of stacks with one name has the path of each', async () => {
    const app = newApp();
    for (const region of ['eu-west-1', 'us-east-1']) {
      const stack = new Stack(app, `Shop-${region}`, { stackName: 'Shop', env: { account: '111122223333', region } });
      new ecr.Repository(stack, 'Plain', { imageScanOnPush: region === 'us-east-1' });
    }
    const baseline = join(mkdtempSync(join(tmpdir(), 'baseline-')), 'ecr-baseline.json');
    const { directory } = app.synth();
    await ran('--app', directory, '--write-baseline', baseline);
    const { findings } = JSON.parse(readFileSync(baseline, 'utf8')) as { findings: object[] };
    expect(findings).toHaveLength(5);
    expect(findings).toContainEqual({ stack: 'Shop', path: 'Shop-eu-west-1', logicalId: 'Plain295EB121', rule: 'scanned-on-push' });
    expect(await ran('--app', directory, '--baseline', baseline)).toMatchObject({ exitCode: 0 });
  });

  test('is not overwritten', async () => {
    const baseline = file('ecr-baseline.json', '{}');
    const { directory } = withPlainRepositories(newApp()).synth();
    const { exitCode, complained } = await ran('--app', directory, '--write-baseline', baseline);
    expect([exitCode, readFileSync(baseline, 'utf8')]).toEqual([2, '{}']);
    expect(complained).toContain('Pass a new file; a baseline that exists is not overwritten.');
  });

  test('with an entry that is no longer found exits with 1 and names the entry', async () => {
    const baseline = file('ecr-baseline.json', '{"findings":[{"stack":"Shop","logicalId":"Old","rule":"not-public"}]}');
    const app = newApp();
    new SecureRepository(new Stack(app, 'Shop'), 'Secure');
    const { exitCode, complained } = await ran('--app', app.synth().directory, '--baseline', baseline);
    expect(exitCode).toBe(1);
    expect(complained).toContain(
      'ecr-baseline.json: not-public of Old in Shop is no longer found. Remove the entry, so that the finding cannot return unnoticed. [cdk-secure-repository:rule-baseline]',
    );
  });
});

test('the template of a nested stack of an earlier synthesis is not checked', async () => {
  const app = newApp({});
  new SecureRepository(new Stack(app, 'Shop'), 'Secure');
  const { directory } = app.synth();
  writeFileSync(join(directory, 'ShopOld.nested.template.json'), '{"Resources":{"Old":{"Type":"AWS::ECR::Repository"}}}');
  expect(await ran('--app', directory)).toMatchObject({ exitCode: 0, written: '1 resource, 0 errors, 0 warnings.\n' });
});

describe('an assembly that contradicts itself', () => {
  const repositories = { Images: { Type: 'AWS::ECR::Repository' } };
  const nestedIn = (path: string) => ({ Nested: { Type: 'AWS::CloudFormation::Stack', Metadata: { 'aws:asset:path': path } } });
  /** The answer of the command to the files of an assembly with one stack. */
  const answer = async (files: { readonly [name: string]: object }, stack: object = {}, artifacts: object = {}) => {
    const directory = mkdtempSync(join(tmpdir(), 'assembly-'));
    const properties = { templateFile: 'Shop.template.json', ...stack };
    const shop = { type: 'aws:cloudformation:stack', environment: 'aws://111122223333/eu-west-1', properties };
    const manifest = { version: '54.0.0', artifacts: { Shop: shop, ...artifacts } };
    for (const [name, content] of Object.entries({ 'manifest.json': manifest, ...files })) {
      writeFileSync(join(directory, name), JSON.stringify(content));
    }
    const { exitCode, complained } = await ran('--app', directory);
    expect(exitCode).toBe(2);
    return complained.replaceAll(directory, '');
  };

  test.each([
    ['itself', { Resources: nestedIn('Nested.nested.template.json') }, 'Nested.nested.template.json'],
    ['the template of the stack around it', { Resources: nestedIn('Other.nested.template.json') }, 'Nested.nested.template.json'],
  ])('with a nested stack whose template contains %s', async (_, nested, repeated) => {
    const complained = await answer({
      'Shop.template.json': { Resources: nestedIn('Nested.nested.template.json') },
      'Nested.nested.template.json': nested,
      'Other.nested.template.json': { Resources: nestedIn('Nested.nested.template.json') },
    });
    expect(complained).toContain(
      `the nested stack Nested has the template ${repeated}, which is that of a stack around it. Run cdk synth again. [cdk-secure-repository:rule-input]`,
    );
  });

  test.each([
    ['a nested stack', { 'Shop.template.json': { Resources: nestedIn('../Old.nested.template.json') } }, {}, '../Old.nested.template.json'],
    ['a stack', {}, { templateFile: '../../etc/passwd' }, '../../etc/passwd'],
    ['a stack with an absolute path', {}, { templateFile: '/etc/passwd' }, '/etc/passwd'],
  ])('with %s whose template is outside of its folder', async (_, files, stack, path) => {
    expect(await answer(files, stack)).toContain(
      `the file is outside of the cloud assembly, which names it as "${path}". Run cdk synth, and pass its output folder, such as cdk.out.`,
    );
  });

  test('with a Stage that contains itself', async () => {
    const stage = { type: 'cdk:cloud-assembly', properties: { directoryName: '.' } };
    expect(await answer({ 'Shop.template.json': { Resources: repositories } }, {}, { Prod: stage })).toContain(
      '/manifest.json: the Stage Prod is in the folder of the assembly around it. Run cdk synth again.',
    );
  });
});

test('the manifest of other software is not an app without repositories', async () => {
  const { exitCode, complained } = await ran('--app', dirname(file('manifest.json', '{"name":"web"}')));
  expect(exitCode).toBe(2);
  expect(complained).toContain(
    'manifest.json: the manifest has no version, so it is not of a cloud assembly. Pass the output folder of cdk synth',
  );
});

test.each(['', 'text', '{"planned_values":{}}', '\u0000\u0001'])('%j is not a template without repositories', async (text) => {
  const { exitCode, complained } = await ran('--template', file('input', text));
  expect(exitCode).toBe(2);
  expect(complained).toMatch(/input(: there is no object Resources, so it is not a CloudFormation template\. Pass a template|, line)/);
});

describe('a template', () => {
  test('in YAML is checked in every variant of its conditions, and what only the deployment knows is counted', async () => {
    const { exitCode, written } = await ran('--template', file('images.yaml', YAML), '--extra', 'retained');
    expect(exitCode).toBe(1);
    const rules = [...written.replace(/\s+/g, ' ').matchAll(/\[cdk-secure-repository::([\w-]+)\]/g)].map(([, rule]) => rule);
    expect(rules).toEqual(['immutable-tags', 'not-public', 'retained']);
    expect(written).toMatch(
      /1 resource, 3 errors, 0 warnings\. 1 property not checked, because the values are known only at deployment\.\n$/,
    );
  });

  test('of 1 MB, the most that CloudFormation accepts, is checked to its end', async () => {
    const resources = Array.from({ length: 8_000 }, (_, n) => [
      `Images${n}`,
      { Type: 'AWS::ECR::Repository', Properties: { Tags: [{ Key: 'n', Value: `${n}` }] } },
    ]);
    const text = JSON.stringify({ Resources: { ...Object.fromEntries(resources), Last: { Type: 'AWS::ECR::Repository' } } });
    expect(text.length / 1024 / 1024).toBeGreaterThan(0.7);
    const { exitCode, written } = await ran('--template', file('large.json', text), '--format', 'json');
    const { resources: count, findings } = JSON.parse(written) as { resources: number; findings: { logicalId: string }[] };
    expect({ exitCode, count, last: findings.at(-1)?.logicalId }).toEqual({ exitCode: 1, count: 8_001, last: 'Last' });
  });

  test('without repositories exits with 0', async () => {
    expect(await ran('--template', file('queue.json', '{"Resources":{"Queue":{"Type":"AWS::SQS::Queue"}}}'))).toMatchObject({
      exitCode: 0,
    });
  });

  test('with a policy that removes every tagged image is a warning, which --strict asks for', async () => {
    const app = newApp();
    const policy = {
      rules: [
        {
          rulePriority: 1,
          selection: { tagStatus: 'any', countType: 'sinceImagePushed', countUnit: 'days', countNumber: 30 },
          action: { type: 'expire' },
        },
      ],
    };
    const repository = new SecureRepository(new Stack(app, 'Shop'), 'Secure');
    (repository.node.defaultChild as ecr.CfnRepository).lifecyclePolicy = { lifecyclePolicyText: JSON.stringify(policy) };
    const { directory } = app.synth();
    expect(await ran('--app', directory)).toMatchObject({
      exitCode: 0,
      written: expect.stringMatching(/warning {2}LifecyclePolicy\.LifecyclePolicyText has a rule that removes/),
    });
    expect(await ran('--app', directory, '--strict')).toMatchObject({ exitCode: 3 });
  });
});

test('the rules as text for Guard need no template, and name the rules that Guard cannot express', async () => {
  const { exitCode, written } = await ran('--format', 'guard', '--extra', 'required-tags=owner,team', '--extra', 'name-matches=^[a-z/]+$');
  expect(exitCode).toBe(0);
  expect(written).toContain(
    '# Not expressed in Guard: tagged-images-kept, repository-policy, not-public, service-source, no-login-in-repository-policy\n',
  );
  for (const key of ['owner', 'team']) {
    expect(written).toContain(
      `    some Properties.Tags[*].Key == '${key}'\n      or some Properties.Tags[*].Key[ keys == /^(Ref|Fn::.+)$/ ] !empty\n`,
    );
  }
  expect(written).toContain('    Properties.RepositoryName == /^[a-z\\/]+$/\n');
});

test.each([
  [[], 'the templates are missing. Use either --app DIR or --template FILE. [cdk-secure-repository:command-usage]'],
  [['--app', 'a', '--template', 'b'], '--app and --template cannot be combined. Use either --app DIR or --template FILE.'],
  [['--app', '/nowhere'], '/nowhere/manifest.json: the file of the cloud assembly cannot be read (ENOENT'],
  [['--app', 'src', '--extra', 'retain'], '--extra: "retain" is not a rule. Use one of no-mutable-tags, customer-key, '],
  [['--app', 'src', '--extra', 'name-matches=['], 'RepositoryRule.nameMatches(pattern): "[" is not a regular expression'],
  [['--app', 'src', '--extra', 'required-tags'], 'the keys are [], but must be at least one tag key.'],
  [['--app', 'src', '--extra', 'retained', '--extra', 'retained'], '--extra: the rule retained is passed twice. Remove one of the two.'],
  [['--app', 'src', '--format', 'xml'], '--format: "xml" is not accepted. Use table, json, markdown, sarif or guard.'],
  [['--template', '/nowhere.json'], '--template /nowhere.json: the file cannot be read'],
])('%j is answered with what to change', async (args, message) => {
  const { exitCode, complained } = await ran(...args);
  expect(exitCode).toBe(2);
  expect(complained).toContain(message);
});

test('a baseline that is not there is input that cannot be used', async () => {
  const { directory } = withPlainRepositories(newApp()).synth();
  expect(await ran('--app', directory, '--baseline', '/nowhere.json')).toMatchObject({ exitCode: 2 });
  expect(existsSync('/nowhere.json')).toBe(false);
});
