import { spawnSync } from 'child_process';
import { closeSync, copyFileSync, mkdtempSync, openSync, readFileSync, rmSync, statSync, truncateSync, writeSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';

const bin = join(__dirname, '../../bin/cdk-secure-repository');
const images = readFileSync(join(__dirname, '../../examples/images/myapp.json'), 'utf8');
const manifests = join(__dirname, '../../examples/images/myapp.manifests.json');
const policy = JSON.stringify({
  rules: [
    {
      rulePriority: 1,
      selection: { tagStatus: 'untagged', countType: 'sinceImagePushed', countNumber: 14, countUnit: 'days' },
      action: { type: 'expire' },
    },
  ],
});
const template = JSON.stringify({
  Resources: { Repo: { Type: 'AWS::ECR::Repository', Properties: { LifecyclePolicy: { LifecyclePolicyText: policy } } } },
});

/** Runs a line of the shell, in which `cdk-secure-repository` is the built command. */
function shell(line: string, input = '') {
  const { stdout, stderr, status } = spawnSync('bash', ['-c', `set -o pipefail; cdk-secure-repository() { "${bin}" "$@"; }; ${line}`], {
    input,
    encoding: 'utf8',
    env: { ...process.env, TEMPLATE: template, POLICY: policy, MANIFESTS: manifests },
  });
  return { stdout, stderr, status };
}

test('images are piped into a preview of a template', () => {
  const { stdout, stderr, status } = shell(
    'cdk-secure-repository preview --template <(echo "$TEMPLATE") --manifests "$MANIFESTS" --now 2026-11-23T12:00:00Z',
    images,
  );
  expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
  expect(stdout).toMatch(/^rule 1: expire untagged images 14 days after the push\n {2}expires /);
  expect(stdout).toMatch(/\nACTION +RULE/);
  expect(stdout).toMatch(/\nexpires at least 2 and at most 3 of 53 images, .+\n$/);
});

test('a failed gate is exit code 1, after the whole table', () => {
  const { stdout, stderr, status } = shell(
    `cdk-secure-repository preview --policy <(echo "$POLICY") --manifests "$MANIFESTS" --now 2026-11-23T12:00:00Z --in-use <(grep -o 'sha256:[0-9a-f]*' <<< "$(cat)") --images ${join(__dirname, '../../examples/images/myapp.json')}`,
    images,
  );
  expect(status).toBe(1);
  expect(stdout).toMatch(/\nexpires at least 2 and at most 3 of 53 images, .+\n$/);
  expect(stderr).toMatch(/, line \d+: sha256:\w+ expires: rule 1 /);
});

test('wrong usage is exit code 2', () => {
  expect(shell('cdk-secure-repository preview --polcy x')).toMatchObject({
    status: 2,
    stdout: '',
    stderr: expect.stringMatching(/^--polcy: the command does not have this option\. .+ \[cdk-secure-repository:command-usage\]\n/),
  });
});

test('a reader that stops early is not an error', () => {
  const { stderr } = shell('cdk-secure-repository preview --policy <(echo "$POLICY") | head -1', images);
  expect(stderr).toBe('');
});

test('output that cannot be written is not a success', () => {
  expect(shell('cdk-secure-repository preview --policy <(echo "$POLICY") > /dev/full', images)).toMatchObject({
    status: 2,
    stderr: expect.stringMatching(/^standard output: ENOSPC/),
  });
});

describe('an inventory of 200 MB', () => {
  const directory = mkdtempSync(join(tmpdir(), 'large-inventory-'));
  const large = join(directory, 'images.json');
  const cut = join(directory, 'cut.json');
  const IMAGES = 800_000;

  beforeAll(() => {
    const descriptor = openSync(large, 'w');
    writeSync(descriptor, '{"imageDetails": [\n');
    for (let begin = 0; begin < IMAGES; begin += 10_000) {
      const details = Array.from({ length: 10_000 }, (_, index) => detail(begin + index));
      writeSync(descriptor, `${begin === 0 ? '' : ',\n'}${details.join(',\n')}`);
    }
    writeSync(descriptor, '\n]}\n');
    closeSync(descriptor);
    copyFileSync(large, cut);
    truncateSync(cut, 200_000_000);
  });
  afterAll(() => rmSync(directory, { recursive: true }));

  function detail(number: number): string {
    return JSON.stringify({
      registryId: '111122223333',
      repositoryName: 'myapp',
      imageDigest: `sha256:${number.toString(16).padStart(64, '0')}`,
      imageTags: number % 2 === 0 ? [`main-${number}`] : [],
      imageSizeInBytes: 100_000_000,
      imagePushedAt: '2026-01-31T12:00:00+00:00',
      imageManifestMediaType: 'application/vnd.oci.image.manifest.v1+json',
    });
  }

  test('is previewed, with a word on what takes so long', () => {
    expect(statSync(large).size).toBeGreaterThan(200_000_000);
    const { stdout, stderr, status } = shell(
      `cdk-secure-repository preview --policy <(echo "$POLICY") --now 2026-11-23T12:00:00Z < ${large} | tail -1`,
    );
    expect(status).toBe(0);
    expect(stdout).toMatch(/^expires 400000 of 800000 images, 36\.4 TB, /);
    expect(stderr).toBe(
      [50, 100, 150, 200].map((megabytes) => `standard input: ${megabytes} MB read\n`).join('') + 'evaluating 800000 images\n',
    );
  });

  test('that was cut off is an error with its place', () => {
    const { stderr, status } = shell(`cdk-secure-repository preview --policy <(echo "$POLICY") --images ${cut}`);
    expect(status).toBe(2);
    expect(stderr).toMatch(
      /cut\.json: the text from line 1 on is not valid JSON \(.+ at position 200000000( \(.+\))?\)\. Pass the output of aws ecr describe-images --output json\. \[cdk-secure-repository:image-inventory\]\n/,
    );
  });
});

/** The modules that are loaded after a command line has run, without the project's own path. */
function loadedBy(...args: string[]): string[] {
  const script = `
    const terminal = { argv: ['node', 'cdk-secure-repository', ...${JSON.stringify(args)}], env: {}, stdin: [], stdout: { write() {} }, stderr: { write() {} } };
    require(${JSON.stringify(join(bin, '../../lib/cli/main'))}).run(terminal).then(() => console.log(Object.keys(require.cache).join('\\n')));`;
  const { stdout } = spawnSync(process.execPath, ['-e', script], { encoding: 'utf8' });
  return stdout.trim().split('\n');
}

describe('of modules', () => {
  const data = (name: string) => join(__dirname, '../data/command-inputs', name);
  const inventory = join(__dirname, '../../examples/images/myapp.json');
  const parser = expect.stringMatching(/lib.cli.template-yaml\.js$/);

  const sdk = expect.stringMatching(/lib.cli.collect.aws-clients\.js$/);

  test.each([
    [['--help']],
    [['preview', '--help']],
    [['validate', '--help']],
    [['collect', '--help']],
    [['collect', '--print-iam-policy']],
    [['report', '--help']],
    [['validate', '--policy', data('policy-as-json-string.json')]],
    [['validate', '--template', data('fn-sub.template.json')]],
  ])('%j loads neither the parser of YAML nor the AWS SDK nor anything of another package', (args) => {
    const modules = loadedBy(...args);
    expect(modules).toContainEqual(expect.stringMatching(/lib.cli.main\.js$/));
    expect(modules).not.toContainEqual(parser);
    expect(modules).not.toContainEqual(sdk);
    expect(modules).not.toContainEqual(expect.stringContaining('node_modules'));
  });

  test.each([
    [[], []],
    [
      ['--html', '/dev/null'],
      ['html-page', 'preview-page'],
    ],
  ])('a preview with the options %j loads of the page %j', (options, expected) => {
    const modules = loadedBy('preview', '--policy', data('policy-as-json-string.json'), '--images', inventory, ...options);
    expect(modules).toContainEqual(expect.stringMatching(/lib.lifecycle.lifecycle-preview\.js$/));
    expect(modules.flatMap((path) => /lib.cli.(\w+-page)\.js$/.exec(path)?.[1] ?? []).sort()).toEqual(expected);
  });

  test('a collection loads the AWS SDK, from the package itself', () => {
    const folder = mkdtempSync(join(tmpdir(), 'collected-'));
    const modules = loadedBy('collect', '--out', join(folder, 'inventory'), '--region', 'eu-west-1', '--profile', 'no-such-profile');
    rmSync(folder, { recursive: true });
    expect(modules).toContainEqual(sdk);
    expect(modules).not.toContainEqual(expect.stringContaining('node_modules'));
  });

  test('a template in YAML loads the parser, from the package itself', () => {
    const modules = loadedBy('validate', '--template', data('template.yaml'));
    expect(modules).toContainEqual(parser);
    expect(modules).not.toContainEqual(expect.stringContaining('node_modules'));
  });
});

test('the AWS SDK comes with the names, versions and licences of its packages, and without its warning about Node.js', () => {
  const clients = readFileSync(join(bin, '../../lib/cli/collect/aws-clients.js'), 'utf8');
  const notices = [...clients.matchAll(/^This file contains (.+), under this licence:$/gm)].flatMap(([, packages]) => packages.split(', '));
  for (const service of ['ecr', 'ecs', 'lambda', 'sts']) {
    expect(notices).toContainEqual(expect.stringMatching(`^@aws-sdk/client-${service} \\d`));
  }
  expect(clients).toContain('Apache License');
  expect(clients).not.toContain('AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED');
});

test('the parser of YAML comes with its licence', () => {
  const parser = readFileSync(join(bin, '../../lib/cli/template-yaml.js'), 'utf8');
  const licence = readFileSync(join(__dirname, '../../node_modules/yaml/LICENSE'), 'utf8').trim();
  expect(parser.slice(0, 2000)).toContain(licence);
});
