import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { StubbedPrograms } from '../fixtures/stubbed-programs';

/** What this test reads of the pipeline. */
interface Pipelines {
  readonly pipelines: { readonly branches: { readonly [branch: string]: readonly { readonly step: Step }[] } };
}
interface Step {
  readonly oidc: unknown;
  readonly deployment: string;
  readonly services: readonly string[];
  readonly script: readonly string[];
}

const TEXT = readFileSync(join(__dirname, '../../examples/bitbucket/bitbucket-pipelines.yml'), 'utf8');
const { branches } = (parse(TEXT) as Pipelines).pipelines;
const [{ step }] = branches.main;

/** The clients of a shell pipe run at the same time, so that each line is one write. */
const CLIENTS = {
  aws: 'echo "$(cat "$AWS_WEB_IDENTITY_TOKEN_FILE")" >> calls.txt; echo PASSWORD',
  docker: 'cat >> calls.txt',
};

/** Runs the script of the step as one shell script, with clients that only record how they are called. */
function run(environment: { readonly [name: string]: string }): string[] {
  const clients = new StubbedPrograms(CLIENTS);
  const script = step.script.join('\n').replaceAll('/tmp/aws-id-token', join(clients.folder, 'token'));
  const { status, errors, calls } = clients.bash(['-e', '-c', script], environment);
  expect([status, errors]).toEqual([0, '']);
  return calls;
}

test('the step exchanges its token, and pushes one image, whose tag is the short SHA', () => {
  const image = '111122223333.dkr.ecr.eu-west-1.amazonaws.com/my-app:0123456';
  const called = run({
    BITBUCKET_STEP_OIDC_TOKEN: 'token-of-the-step',
    BITBUCKET_COMMIT: '0123456789abcdef0123456789abcdef01234567',
    ECR_REPOSITORY_URI: '111122223333.dkr.ecr.eu-west-1.amazonaws.com/my-app',
  });
  expect(called.sort()).toEqual(
    [
      'aws ecr get-login-password',
      'token-of-the-step',
      'docker login --username AWS --password-stdin 111122223333.dkr.ecr.eu-west-1.amazonaws.com',
      'PASSWORD',
      `docker build --tag ${image} .`,
      `docker push ${image}`,
    ].sort(),
  );
});

test('the AWS CLI finds the role in the environment', () => {
  for (const variable of ['AWS_ROLE_ARN', 'AWS_DEFAULT_REGION', 'ECR_REPOSITORY_URI']) expect(TEXT).toContain(`#   ${variable} `);
  expect(TEXT).not.toContain('AWS_SECRET_ACCESS_KEY');
});

test('only main publishes, in a deployment environment, with the default audience', () => {
  expect(Object.keys(branches)).toEqual(['main']);
  expect(branches.main).toHaveLength(1);
  // a list of audiences would replace the one that the publisher requires
  expect([step.oidc, step.deployment, step.services]).toEqual([true, 'production', ['docker']]);
});
