import { join } from 'path';
import { run } from '../../src/cli/main';
import { FakeTerminal } from '../fixtures/fake-terminal';

/** Files as people have them, in the form in which other tools write them. */
const data = (name: string) => join(__dirname, '../data/command-inputs', name);

async function ran(...args: string[]) {
  const terminal = new FakeTerminal(args, '[]');
  const exitCode = await run(terminal);
  return { exitCode, written: terminal.written, complained: terminal.complained };
}

const WORDS = '  1. expire untagged images 7 days after the push\n';

test('a template in YAML, with a name that CloudFormation makes', async () => {
  expect(await ran('validate', '--template', data('template.yaml'))).toEqual({
    exitCode: 0,
    written: `${data('template.yaml')}, Repo: ECR accepts the policy\n  1. keep the 10 newest of the images, expire the others\n`,
    complained: '',
  });
});

test('a policy as a JSON string, as --query lifecyclePolicyText prints it', async () => {
  const path = data('policy-as-json-string.json');
  expect(await ran('validate', '--policy', path)).toEqual({
    exitCode: 0,
    written: `${path}: ECR accepts the policy\n${WORDS}`,
    complained: '',
  });
});

test('a policy in Fn::Sub without variables', async () => {
  const path = data('fn-sub.template.json');
  expect(await ran('validate', '--template', path)).toMatchObject({ exitCode: 0, written: `${path}, R: ECR accepts the policy\n${WORDS}` });
});

test('repository creation templates', async () => {
  const path = data('creation-template.template.json');
  expect(await ran('validate', '--template', path)).toEqual({
    exitCode: 1,
    written: `${path}, T: ECR accepts the policy\n${WORDS}`,
    complained: expect.stringContaining(`${path}, Empty: the policy has no rules, but must have at least one`),
  });
  expect((await ran('preview', '--template', path, '--resource', 'T')).exitCode).toBe(0);
});

test.each(['--template', '--policy'])('a plan of Terraform, with its modules, passed with %s', async (option) => {
  const path = data('terraform-plan.json');
  const cart = `${path}, module.cart.aws_ecr_lifecycle_policy.this[0]`;
  expect(await ran('validate', option, path)).toEqual({
    exitCode: 2,
    written:
      `${path}, aws_ecr_lifecycle_policy.main: ECR accepts the policy\n${WORDS}` +
      `${cart}: ECR accepts the policy\n${WORDS}  2. keep the 20 newest of the images, expire the others\n` +
      `${path}, module.cart.aws_ecr_repository_creation_template.this: ECR accepts the policy\n${WORDS}` +
      `${path}, module.cart.aws_ecr_repository_creation_template.none: there is no lifecycle policy\n`,
    complained: expect.stringMatching(
      /this\[0\]: warning: the rules are not in the order of rulePriority, .+\. Sort the rules\. \[cdk-secure-repository:lifecycle-unsorted-rules\]\n.+late.aws_ecr_lifecycle_policy.this: the policy is known only after the apply\. Pass a plan in which it is known, or the state after the apply\. \[cdk-secure-repository:command-input\]\n/,
    ),
  });
});

test('a state of Terraform, previewed by the name of a repository', async () => {
  const path = data('terraform-state.json');
  expect(await ran('preview', '--template', path, '--resource', 'shop', '--images', data('powershell-utf16.images.json'))).toMatchObject({
    exitCode: 0,
    written: expect.stringContaining('expires 2 of 3 images'),
    complained: `${path}, aws_ecr_lifecycle_policy.main: warning: the policy belongs to shop, but the images belong to ecr-repo. Pass the images of shop. [cdk-secure-repository:lifecycle-other-repository]\n`,
  });
});

test.each([
  ['in UTF-16, as PowerShell redirects them', 'powershell-utf16.images.json'],
  ['with the dates of boto3', 'boto3.images.json'],
])('images %s', async (_, name) => {
  expect(
    await ran('preview', '--policy', data('policy-as-json-string.json'), '--images', data(name), '--now', '2026-11-01T00:00:00Z'),
  ).toMatchObject({
    exitCode: 0,
    written: expect.stringContaining('expires 2 of 3 images'),
    complained: '',
  });
});

test('the output of list-images is an error with the command to run instead', async () => {
  const path = data('list-images.json');
  expect(await ran('preview', '--policy', data('policy-as-json-string.json'), '--images', path)).toMatchObject({
    exitCode: 2,
    written: '',
    complained: expect.stringContaining(
      `${path}: the text is the output of aws ecr list-images, which does not have the times on which rules depend. ` +
        'Run aws ecr describe-images --repository-name NAME --output json. [cdk-secure-repository:image-inventory]\n',
    ),
  });
});
