import { readOptions } from './arguments';
import { CommandError } from './command-error';
import { Input } from './input';
import { acceptedDocument, allPolicies, GivenPolicy, POLICY_OPTIONS } from './policy-input';
import { Printer } from './printer';
import { Terminal } from './terminal';
import { Warnings } from './warnings';
import { policyInWords } from '../lifecycle/core/describe';
import { printable } from '../private/printable';

export const VALIDATE_HELP = `Checks lifecycle policies as ECR does, and describes them in words.

usage: cdk-secure-repository validate (--policy FILE | --template FILE [--resource ID]) [--strict]

  --policy FILE    the policy: its JSON, or what aws ecr get-lifecycle-policy prints
  --template FILE  a CloudFormation template in JSON or YAML, such as cdk.out/App.template.json, or
                   what terraform show -json prints of a plan or a state: the policies of all its
                   repositories and creation templates; may be given several times
  --resource ID    only this one of the template, by logical ID, construct path, name of the
                   repository, prefix of the creation template or address in Terraform
  --strict         exit with 3 if there are warnings

FILE may be - for standard input.

example:
  npx cdk-secure-repository validate --template cdk.out/App.template.json
`;

/** Writes each policy in words, and throws with all faults of all policies. */
export async function validate(args: readonly string[], terminal: Terminal<Printer>): Promise<number> {
  const options = readOptions(args, { ...POLICY_OPTIONS, strict: { type: 'boolean', default: false } });
  const warnings = new Warnings(terminal);
  const problems = (await allPolicies(options, new Input(terminal))).flatMap((read) => {
    try {
      validateOne(read(), terminal, warnings);
      return [];
    } catch (error) {
      if (error instanceof CommandError) return [error];
      throw error;
    }
  });
  if (problems.length > 0) throw CommandError.all(problems);
  return warnings.exitCode(options.strict);
}

function validateOne(policy: GivenPolicy, { stdout }: Terminal<Printer>, warnings: Warnings): void {
  const { place } = policy;
  const document = acceptedDocument(policy);
  if (document === undefined) {
    stdout.write(`${place}: there is no lifecycle policy\n`);
    return;
  }
  const rules = policyInWords(document).map((words) => `  ${printable(words)}\n`);
  stdout.write(`${place}: ECR accepts the policy\n${rules.join('')}`);
  warnings.addOfPolicy(policy, document);
}
