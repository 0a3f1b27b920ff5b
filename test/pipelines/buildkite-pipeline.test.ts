import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { StubbedPrograms } from '../fixtures/stubbed-programs';

/** What this test reads of the pipeline. */
interface Pipeline {
  readonly env: { readonly [name: string]: string };
  readonly steps: readonly { readonly if: string; readonly command: string }[];
}

const TEXT = readFileSync(join(__dirname, '../../examples/buildkite/pipeline.yml'), 'utf8');
const { env, steps } = parse(TEXT) as Pipeline;
const [step] = steps;

/** The clients of a shell pipe run at the same time, so that each line is one write. */
const CLIENTS = {
  'buildkite-agent': 'echo token-of-the-job',
  aws: 'echo "$(cat "$AWS_WEB_IDENTITY_TOKEN_FILE")" >> calls.txt; echo PASSWORD',
  docker: 'cat >> calls.txt',
  git: 'echo 0123456',
};

test('the job exchanges its token, pushes one image, whose tag is the short SHA, and logs out', () => {
  const clients = new StubbedPrograms(CLIENTS);
  // the agent writes one dollar sign for two when it uploads the pipeline, and runs the command with -e
  const { status, errors, calls } = clients.bash(['-e', '-c', step.command.replaceAll('$$', '$')], env);
  expect([status, errors]).toEqual([0, '']);
  const image = '111122223333.dkr.ecr.eu-west-1.amazonaws.com/my-app:0123456';
  expect([...calls].sort()).toEqual(
    [
      'buildkite-agent oidc request-token --audience sts.amazonaws.com --claim pipeline_id',
      'aws ecr get-login-password',
      'token-of-the-job',
      'docker login --username AWS --password-stdin 111122223333.dkr.ecr.eu-west-1.amazonaws.com',
      'PASSWORD',
      'git rev-parse --short HEAD',
      `docker build --tag ${image} .`,
      `docker push ${image}`,
      'docker logout 111122223333.dkr.ecr.eu-west-1.amazonaws.com',
    ].sort(),
  );
  expect(calls.at(-1)).toBe('docker logout 111122223333.dkr.ecr.eu-west-1.amazonaws.com');
});

test('only the default branch publishes, and no pull request and no tag', () => {
  expect(step.if).toBe('build.branch == pipeline.default_branch && build.tag == null && build.pull_request.id == null');
});
