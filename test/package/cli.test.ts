import { spawnSync } from 'child_process';
import { readFileSync } from 'fs';
import { join } from 'path';

const bin = join(__dirname, '../../bin/cdk-secure-repository');
const images = readFileSync(join(__dirname, '../../examples/images/myapp.json'), 'utf8');
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
    env: { ...process.env, TEMPLATE: template, POLICY: policy },
  });
  return { stdout, stderr, status };
}

test('images are piped into a preview of a template', () => {
  const { stdout, stderr, status } = shell(
    'cdk-secure-repository preview --template <(echo "$TEMPLATE") --now 2026-11-23T12:00:00Z',
    images,
  );
  expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
  expect(stdout).toMatch(/^ACTION +RULE/);
  expect(stdout).toMatch(/\nexpires 12 of 53 images, .+\n$/);
});

test('a failed gate is exit code 1, after the whole table', () => {
  const { stdout, stderr, status } = shell(
    `cdk-secure-repository preview --policy <(echo "$POLICY") --now 2026-11-23T12:00:00Z --in-use <(grep -o 'sha256:[0-9a-f]*' <<< "$(cat)") --images ${join(__dirname, '../../examples/images/myapp.json')}`,
    images,
  );
  expect(status).toBe(1);
  expect(stdout).toMatch(/\nexpires 12 of 53 images, .+\n$/);
  expect(stderr).toMatch(/, line \d+: sha256:\w+ expires: rule 1 /);
});

test('wrong usage is exit code 2', () => {
  expect(shell('cdk-secure-repository preview --polcy x')).toMatchObject({
    status: 2,
    stdout: '',
    stderr: expect.stringMatching(/^Unknown option '--polcy'/),
  });
});

test('a reader that stops early is no error', () => {
  const { stderr } = shell('cdk-secure-repository preview --policy <(echo "$POLICY") | head -1', images);
  expect(stderr).toBe('');
});

test('the command loads nothing of aws-cdk-lib', () => {
  const loaded = spawnSync(
    process.execPath,
    ['-e', `require(${JSON.stringify(join(bin, '../../lib/cli/main'))}); console.log(Object.keys(require.cache).join('\\n'))`],
    {
      encoding: 'utf8',
    },
  );
  expect(loaded.stdout).toContain(join('lib', 'cli', 'main.js'));
  expect(loaded.stdout).not.toContain('node_modules');
});
