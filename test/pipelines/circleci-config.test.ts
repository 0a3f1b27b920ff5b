import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { StubbedPrograms } from '../fixtures/stubbed-programs';

/** What this test reads of the configuration. */
interface Config {
  readonly jobs: {
    readonly publish: {
      readonly environment: { readonly [name: string]: string };
      readonly steps: readonly (string | { readonly run: { readonly command: string } })[];
    };
  };
  readonly workflows: { readonly publish: { readonly jobs: readonly unknown[] } };
}

const TEXT = readFileSync(join(__dirname, '../../examples/circleci/config.yml'), 'utf8');
const CONFIG = parse(TEXT) as Config;
const { publish } = CONFIG.jobs;

/** The clients of a shell pipe run at the same time, so that each line is one write. */
const CLIENTS = {
  aws: 'echo "$(cat "$AWS_WEB_IDENTITY_TOKEN_FILE")" >> calls.txt; echo PASSWORD',
  docker: 'cat >> calls.txt',
};

/** Runs the commands of the job with clients that only record how they are called, in the shell that CircleCI uses. */
function run(environment: { readonly [name: string]: string }): string[] {
  const clients = new StubbedPrograms(CLIENTS);
  const env = { ...environment, AWS_WEB_IDENTITY_TOKEN_FILE: join(clients.folder, 'token') };
  const commands = publish.steps.flatMap((step) => (typeof step === 'string' ? [] : [step.run.command]));
  const ended = commands.map((command) => clients.bash(['-eo', 'pipefail', '-c', command], env));
  expect(ended.map(({ status, errors }) => [status, errors])).toEqual(commands.map(() => [0, '']));
  return ended[ended.length - 1].calls;
}

test('the job exchanges the token with the branch, and pushes one image, whose tag is the short SHA', () => {
  const image = '111122223333.dkr.ecr.eu-west-1.amazonaws.com/my-app:0123456';
  const called = run({
    CIRCLE_OIDC_TOKEN: 'token-without-branch',
    CIRCLE_OIDC_TOKEN_V2: 'token-with-branch',
    CIRCLE_SHA1: '0123456789abcdef0123456789abcdef01234567',
    ECR_REPOSITORY_URI: '111122223333.dkr.ecr.eu-west-1.amazonaws.com/my-app',
  });
  expect(called.sort()).toEqual(
    [
      'aws ecr get-login-password',
      'token-with-branch',
      'docker login --username AWS --password-stdin 111122223333.dkr.ecr.eu-west-1.amazonaws.com',
      'PASSWORD',
      `docker build --tag ${image} .`,
      `docker push ${image}`,
    ].sort(),
  );
});

test('the AWS CLI finds the token and the role in the environment', () => {
  expect(Object.keys(publish.environment)).toEqual(['AWS_WEB_IDENTITY_TOKEN_FILE']);
  for (const variable of ['AWS_ROLE_ARN', 'AWS_DEFAULT_REGION', 'ECR_REPOSITORY_URI']) expect(TEXT).toContain(`#   ${variable} `);
  expect(TEXT).not.toContain('AWS_SECRET_ACCESS_KEY');
});

test('only the default branch publishes, and Docker runs beside the container of the job', () => {
  expect(CONFIG.workflows.publish.jobs).toEqual([{ publish: { filters: { branches: { only: 'main' } } } }]);
  expect(publish.steps.slice(0, 2)).toEqual(['checkout', 'setup_remote_docker']);
});

test('no text looks like a parameter, which CircleCI would replace', () => {
  expect(TEXT).not.toContain('<<');
});
