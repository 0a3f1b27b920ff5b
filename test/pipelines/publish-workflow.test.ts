import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { WorkflowStep } from '../../e2e/workflow-step';
import { GitHubPublisher, GitHubSubject, RepositoryAccess, SecureRepository } from '../../src/index';

const LINES = readFileSync(join(__dirname, '../../examples/github/publish.yml'), 'utf8').split('\n');
const STEPS = LINES.filter((line) => !line.trimStart().startsWith('#')).join('\n');
const COMMENTS = LINES.filter((line) => line.trimStart().startsWith('#')).join('\n');

/** The IAM actions that the lines call by the AWS CLI. */
function called(lines: string): string[] {
  // the waiter polls with the call of the same name as the one after it
  const names = Array.from(lines.matchAll(/aws ecr (?!wait )([a-z-]+)/g), ([, command]) => command);
  const commands = names.map((name) => (name === 'get-login-password' ? 'get-authorization-token' : name));
  return commands.map((command) => `ecr:${command.replace(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase())}`);
}

function allowed(grant?: (access: RepositoryAccess, publisher: GitHubPublisher) => void): string[] {
  const stack = new Stack(new App(), 'Shop', { env: { account: '111122223333', region: 'eu-west-1' } });
  const repository = new SecureRepository(stack, 'Api', { repositoryName: 'shop/api' });
  const publisher = new GitHubPublisher(stack, 'Publisher', {
    repositories: [repository],
    subjects: [GitHubSubject.branch('my-org@123456/my-app@456789', 'main'), GitHubSubject.tag('my-org@123456/my-app@456789', 'v*')],
  });
  grant?.(RepositoryAccess.of(repository), publisher);
  const policies = Object.values(Template.fromStack(stack).findResources('AWS::IAM::Policy'));
  return policies.flatMap(({ Properties }) => Properties.PolicyDocument.Statement.flatMap(({ Action }: { Action: string }) => Action));
}

test('the publisher may make every call of the workflow', () => {
  expect(new Set(called(STEPS))).toEqual(new Set(['ecr:GetAuthorizationToken', 'ecr:BatchGetImage', 'ecr:PutImage']));
  expect(allowed()).toEqual(expect.arrayContaining(called(STEPS)));
});

test('the gate on findings needs the one grant that its comment names', () => {
  expect(COMMENTS).toContain('access.grantReadFindings(publisher)');
  expect(called(COMMENTS)).toEqual(['ecr:DescribeImageScanFindings']);
  expect(allowed()).not.toContain('ecr:DescribeImageScanFindings');
  expect(allowed((access, publisher) => access.grantReadFindings(publisher))).toContain('ecr:DescribeImageScanFindings');
});

test('the job may ask for a token, and for nothing else', () => {
  expect(STEPS).toMatch(/^permissions:\n {2}contents: read\n {2}id-token: write\n\n/m);
});

test('every action is pinned by its version', () => {
  const actions = Array.from(STEPS.matchAll(/uses: (.*)/g), ([, action]) => action);
  expect(actions).toHaveLength(4);
  for (const action of actions) expect(action).toMatch(/^[\w-]+\/[\w-]+@v\d+$/);
});

describe('the step that logs in', () => {
  const directory = mkdtempSync(join(tmpdir(), 'publish-workflow-login-'));
  afterAll(() => rmSync(directory, { recursive: true }));

  function program(name: string, script: string): void {
    writeFileSync(join(directory, name), `#!/bin/sh\n${script}\n`);
    chmodSync(join(directory, name), 0o755);
  }

  /** What the step gives to Docker, and to the steps after it. */
  async function login(registry: string): Promise<{ readonly docker: string; readonly output: string }> {
    const endpoint = 'https://111122223333.dkr.ecr.eu-west-1.amazonaws.com';
    program('aws', `case "$*" in *get-authorization-token*) echo ${endpoint} ;; *get-login-password*) echo secret ;; esac`);
    program('docker', 'echo "$* $(cat)" > "$LOG"');
    const [LOG, GITHUB_OUTPUT] = ['docker.log', 'output'].map((name) => join(directory, name));
    writeFileSync(GITHUB_OUTPUT, '');
    const PATH = [directory, process.env.PATH].join(delimiter);
    const step = new WorkflowStep('Log in', 'http://127.0.0.1:1');
    expect(await step.complaint({ PATH, LOG, GITHUB_OUTPUT, REGISTRY: registry })).toBe('');
    return { docker: readFileSync(LOG, 'utf8').trim(), output: readFileSync(GITHUB_OUTPUT, 'utf8').trim() };
  }

  test.each([
    ['', '111122223333.dkr.ecr.eu-west-1.amazonaws.com'],
    ['111122223333.dkr-ecr.eu-west-1.on.aws', '111122223333.dkr-ecr.eu-west-1.on.aws'],
  ])('with ECR_REGISTRY "%s", logs in to %s and names the image there', async (variable, host) => {
    expect(await login(variable)).toEqual({ docker: `login --username AWS --password-stdin ${host} secret`, output: `registry=${host}` });
    expect(STEPS).toContain('tags: ${{ steps.login.outputs.registry }}/${{ vars.ECR_REPOSITORY }}:');
  });

  test('fails when the token is denied', async () => {
    program('aws', 'echo AccessDeniedException >&2; exit 254');
    const PATH = [directory, process.env.PATH].join(delimiter);
    expect(await new WorkflowStep('Log in', 'http://127.0.0.1:1').complaint({ PATH, REGISTRY: '' })).toBe('254 AccessDeniedException');
  });
});

describe('the step that names the image', () => {
  const directory = mkdtempSync(join(tmpdir(), 'publish-workflow-'));
  afterAll(() => rmSync(directory, { recursive: true }));

  /** The error that the step prints when the AWS CLI is such a script. */
  function complaint(aws: string): Promise<string> {
    writeFileSync(join(directory, 'aws'), `#!/bin/sh\n${aws}\n`);
    chmodSync(join(directory, 'aws'), 0o755);
    const PATH = [directory, process.env.PATH].join(delimiter);
    const step = new WorkflowStep('Name the image', 'http://127.0.0.1:1');
    return step.complaint({ PATH, REPOSITORY: 'shop/api', TAG: '3f2a1bc', NAME: 'v1.4.0' });
  }

  /** An AWS CLI that knows the image of the commit, and what the version leads to; a put-image is refused with what it was given. */
  const knowing = (named: string) => `case "$*" in
    *put-image*) echo "$*" >&2; exit 3 ;;
    *imageTag=v1.4.0*) echo ${named} ;;
    *imageDigest*) echo sha256:1111 ;;
    *imageManifestMediaType*) echo application/vnd.oci.image.index.v1+json ;;
    *imageManifest*) echo '{"schemaVersion": 2}' ;;
  esac`;

  test('fails when the image cannot be looked for', async () => {
    expect(await complaint('echo AccessDeniedException >&2; exit 254')).toBe('254 AccessDeniedException');
  });

  test('fails when only the name cannot be looked for', async () => {
    expect(await complaint('case "$*" in *imageTag=v1.4.0*) exit 254 ;; esac; echo sha256:1111')).toBe('254');
  });

  test('fails when there is no image of the commit', async () => {
    expect(await complaint('echo None')).toBe('1 no image of shop/api has the tag 3f2a1bc');
  });

  test.each(['None', 'sha256:2222'])('gives the image the name that leads to %s, with its manifest as it is', async (named) => {
    expect(await complaint(knowing(named))).toBe(
      '3 ecr put-image --repository-name shop/api --image-tag v1.4.0 --image-manifest {"schemaVersion": 2} ' +
        '--image-manifest-media-type application/vnd.oci.image.index.v1+json',
    );
  });

  test('does nothing when the image has the name already', async () => {
    expect(await complaint(knowing('sha256:1111'))).toBe('');
  });
});
