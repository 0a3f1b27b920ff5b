import { readOptions } from './arguments';
import { CommandError } from './command-error';
import { acceptedDocument, allPolicies, GivenPolicy, POLICY_OPTIONS } from './policy-input';
import { Terminal } from './terminal';
import { writeWarnings } from './warnings';
import { policyInWords } from '../lifecycle/core/policy-text';
import { printable } from '../lifecycle/core/printable';

export const VALIDATE_HELP = `Checks lifecycle policies as ECR checks them, and says them in words.

usage: cdk-secure-repository validate (--policy FILE | --template FILE [--resource ID])

  --policy FILE    the policy: its JSON, or what aws ecr get-lifecycle-policy prints
  --template FILE  a CloudFormation template, such as cdk.out/App.template.json:
                   the policies of all its repositories
  --resource ID    one repository in the template, by logical ID or construct path

example:
  npx cdk-secure-repository validate --template cdk.out/App.template.json

exit codes: 0 fine, 1 a policy is at fault, 2 wrong usage or unreadable input
`;

/** Writes each policy in words, and throws with all faults of all policies. */
export function validate(args: readonly string[], terminal: Terminal): void {
  const problems = allPolicies(readOptions(args, POLICY_OPTIONS)).flatMap((read) => {
    try {
      validateOne(read(), terminal);
      return [];
    } catch (error) {
      if (error instanceof CommandError) return [error];
      throw error;
    }
  });
  if (problems.length > 0) throw CommandError.all(problems);
}

function validateOne(policy: GivenPolicy, terminal: Terminal): void {
  const document = acceptedDocument(policy);
  if (document === undefined) {
    terminal.stdout.write(`${policy.place}: there is no lifecycle policy\n`);
    return;
  }
  const rules = policyInWords(document).map((words) => `  ${printable(words)}\n`);
  terminal.stdout.write(`${policy.place}: ECR accepts the policy\n${rules.join('')}`);
  writeWarnings(policy.place, document, terminal);
}
