import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, aws_iam as iam, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { WorkflowStep } from '../../e2e/workflow-step';
import { SecureRepository } from '../../src/index';
import { StubbedPrograms } from '../fixtures/stubbed-programs';

const STEPS = readFileSync(join(__dirname, '../../examples/github/review.yml'), 'utf8').replaceAll(/^ *#.*\n/gm, '');
const [REVIEW, FORK] = STEPS.split(/^ {2}fork:$/m);

test('the role of docs/pipelines/github.md may make every call of the workflow, and writes nothing', () => {
  const stack = new Stack(new App(), 'Shop');
  const { access } = new SecureRepository(stack, 'Api', { repositoryName: 'shop/api' });
  const reviewer = new iam.Role(stack, 'Reviewer', { assumedBy: new iam.AccountRootPrincipal() });
  access.grantRead(reviewer);
  access.grantPreviewLifecycle(reviewer);
  const policies = Object.values(Template.fromStack(stack).findResources('AWS::IAM::Policy'));
  const allowed = policies.flatMap(({ Properties }) =>
    Properties.PolicyDocument.Statement.flatMap(({ Action }: { Action: string }) => Action),
  );
  const calls = Array.from(STEPS.matchAll(/aws ecr ([a-z-]+)/g), ([, command]) =>
    command.replace(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase()),
  );
  expect(calls).toEqual(['DescribeImages', 'GetLifecyclePolicy']);
  expect(allowed).toEqual(expect.arrayContaining(calls.map((call) => `ecr:${call}`)));
  for (const action of allowed) expect(action).toMatch(/^ecr:(Describe|Get|List|StartLifecyclePolicyPreview)/);
});

test('only the job of a branch of the repository may ask for the token', () => {
  expect(STEPS).toMatch(/^permissions:\n {2}contents: read\n\n/m);
  expect(REVIEW).toContain('    if: github.event.pull_request.head.repo.full_name == github.repository\n');
  expect(REVIEW).toContain('    permissions:\n      contents: read\n      id-token: write\n');
  expect(FORK).toContain('    if: github.event.pull_request.head.repo.full_name != github.repository\n');
  expect(FORK).toContain('    permissions: {}\n');
  expect(FORK).not.toContain('uses:');
});

test('the template is synthesized before the job has credentials', () => {
  expect(REVIEW.indexOf('cdk synth')).toBeGreaterThan(0);
  expect(REVIEW.indexOf('cdk synth')).toBeLessThan(REVIEW.indexOf('configure-aws-credentials'));
});

test('every action is pinned by its version', () => {
  const actions = Array.from(STEPS.matchAll(/uses: (.*)/g), ([, action]) => action);
  expect(actions).toHaveLength(4);
  for (const action of actions) expect(action).toMatch(/^[\w-]+\/[\w-]+@v\d+$/);
});

const programs: StubbedPrograms[] = [];
afterAll(() => programs.forEach(({ folder }) => rmSync(folder, { recursive: true })));

/** Runs a step with programs in place of the AWS CLI and npx, in a folder with files. */
function runStep(name: string, stubs: Record<string, string>, files: Record<string, unknown> = {}) {
  const stubbed = new StubbedPrograms(stubs);
  programs.push(stubbed);
  const path = (file: string) => join(stubbed.folder, file);
  for (const [file, content] of Object.entries(files)) writeFileSync(path(file), JSON.stringify(content));
  const ended = stubbed.bash(['-e', '-c', new WorkflowStep(name, '', 'review.yml').lines], {
    REPOSITORY: 'shop/api',
    TEMPLATE: 'cdk.out/Shop.template.json',
    GITHUB_STEP_SUMMARY: path('summary.md'),
  });
  return { ...ended, read: (file: string) => (existsSync(path(file)) ? readFileSync(path(file), 'utf8').trim() : undefined) };
}

describe('the step that reads', () => {
  const read = (policy: string) =>
    runStep('Read the images and the present policy', {
      aws: `case "$*" in *get-lifecycle-policy*) ${policy} ;; *) echo '{"imageDetails": []}' ;; esac`,
    });

  test('keeps the images, archived ones included, and the present policy', () => {
    const { status, read: file, calls } = read(`echo '{"lifecyclePolicyText": "{}"}'`);
    expect(status).toBe(0);
    expect(calls[0]).toBe('aws ecr describe-images --repository-name shop/api --filter imageStatus=ANY --output json');
    expect([file('images.json'), file('present.json')]).toEqual(['{"imageDetails": []}', '{"lifecyclePolicyText": "{}"}']);
  });

  test('takes a repository without a policy as one without a policy', () => {
    const { status, read: file } = read('echo "An error occurred (LifecyclePolicyNotFoundException)" >&2; exit 254');
    expect(status).toBe(0);
    expect(file('present.json')).toBe('{"lifecyclePolicyText": null}');
  });

  test('fails when the policy cannot be read', () => {
    const { status, errors } = read('echo AccessDeniedException >&2; exit 254');
    expect(status).toBe(1);
    expect(errors).toContain('AccessDeniedException');
  });
});

describe('the step that previews', () => {
  const rule = (countNumber: number) => JSON.stringify({ rules: [{ rulePriority: 1, countNumber }] });
  /** @param proposed the policy of the template, as the preview quotes it; none for no policy */
  const previewed = (proposed: object, present: object) =>
    runStep(
      'Preview the policy',
      {
        npx: `case "$*" in *json*) case "$*" in *"--format json") echo '${JSON.stringify(proposed)}' ;; *) echo '### Preview' ;; esac ;; esac`,
      },
      { 'present.json': present },
    );

  test('writes a changed policy into the summary, with both files', () => {
    const { status, read: file, calls } = previewed({ lifecyclePolicyText: rule(5) }, { lifecyclePolicyText: rule(10) });
    expect(status).toBe(0);
    expect(file('summary.md')).toBe('### Preview');
    expect(calls[1]).toBe(
      'npx cdk-secure-repository preview --template cdk.out/Shop.template.json --resource shop/api --images images.json ' +
        '--present present.json --format markdown --svg storage.svg --html preview.html',
    );
  });

  test.each([
    [
      'with other spaces and another order',
      { lifecyclePolicyText: rule(5) },
      { lifecyclePolicyText: '{"rules": [{"countNumber": 5, "rulePriority": 1}]}' },
    ],
    ['none', {}, { lifecyclePolicyText: null }],
  ])('says that a policy does not change: %s', (_, proposed, present) => {
    const { status, read: file, calls } = previewed(proposed, present);
    expect({ status, calls: calls.length }).toEqual({ status: 0, calls: 1 });
    expect(file('summary.md')).toBe('The lifecycle policy of shop/api does not change.');
  });

  test('shows a policy that a repository gets, and one that it loses', () => {
    expect(previewed({ lifecyclePolicyText: rule(5) }, { lifecyclePolicyText: null }).read('summary.md')).toBe('### Preview');
    expect(previewed({}, { lifecyclePolicyText: rule(5) }).read('summary.md')).toBe('### Preview');
  });

  test('fails when the preview fails', () => {
    const { status, read: file } = runStep('Preview the policy', { npx: 'exit 2' }, { 'present.json': {} });
    expect(status).toBe(2);
    expect(file('summary.md')).toBeUndefined();
  });
});

test('a fork gets an explanation in its summary, and the run does not fail', () => {
  const { status, read, output } = runStep('Explain', {});
  expect(status).toBe(0);
  expect(read('summary.md')).toMatch(
    /comes from a fork, whose token can neither assume the role nor comment\.\nA maintainer can push the branch/,
  );
  expect(output).toMatch(/^::notice title=No lifecycle preview::/);
});
