import { command } from './command';
import { CommandError } from './command-error';
import { Input } from './input';
import { flag, Values } from './options';
import { acceptedDocument, allPolicies, PolicyInput, POLICY_OPTIONS } from './policy-input';
import { Printer, Terminal } from './terminal';
import { Warnings } from './warnings';
import { describePolicy } from '../lifecycle/core/describe';
import { printable } from '../private/printable';

const OPTIONS = {
  ...POLICY_OPTIONS,
  strict: flag('exit with 3 if there are warnings'),
};

export const VALIDATE = command({
  summary: 'checks policies as ECR does, and describes them',
  title: 'Checks lifecycle policies as ECR does, and describes them.',
  usage: 'validate (--policy FILE | --template FILE [--resource ID]) [--strict]',
  options: OPTIONS,
  notes: ['Without --resource, the policies of all repositories and creation templates are checked.', 'FILE may be - for standard input.'],
  example: 'npx cdk-secure-repository validate --template cdk.out/App.template.json',
  run: validate,
});

/** Describes each policy, and throws one error for all faults of all policies. */
async function validate(options: Values<typeof OPTIONS>, terminal: Terminal<Printer>): Promise<number> {
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

function validateOne(policy: PolicyInput, { stdout }: Terminal<Printer>, warnings: Warnings): void {
  const { place } = policy;
  const document = acceptedDocument(policy);
  if (document === undefined) {
    stdout.write(`${place}: there is no lifecycle policy\n`);
    return;
  }
  const rules = describePolicy(document).map((rule) => `  ${printable(rule)}\n`);
  stdout.write(`${place}: ECR accepts the policy\n${rules.join('')}`);
  warnings.addOfPolicy(policy, document);
}
