import { GivenPolicy } from './policy-input';
import { Printer } from './printer';
import { Terminal } from './terminal';
import { PolicyDocument } from '../lifecycle/core/document';
import { warningsOfText } from '../lifecycle/core/warnings';

/** @see https://github.com/hashicorp/terraform-provider-aws/issues/22639 */
const UNORDERED =
  'the rules are not in the order of rulePriority, in which ECR returns them, so Terraform may show a change in every plan. Sort the rules';

/** What is worth a second look: written to standard error, and counted, because `--strict` asks whether there are any. */
export class Warnings {
  private count = 0;

  constructor(private readonly terminal: Terminal<Printer>) {}

  public add(place: string, messages: readonly string[]): void {
    for (const message of messages) this.terminal.stderr.write(`${place}: warning: ${message}\n`);
    this.count += messages.length;
  }

  /** Adds the warnings of a policy alone, which are the same in every command. */
  public addOfPolicy({ place, isOfTerraform }: GivenPolicy, document: PolicyDocument): void {
    this.add(
      place,
      warningsOfText(document).map(({ message }) => message),
    );
    if (isInOrder(document)) return;
    if (isOfTerraform) this.add(place, [UNORDERED]);
    else this.terminal.stderr.write(`${place}: note: ${UNORDERED}\n`);
  }

  /** The exit code of a command that has done what was asked. */
  public exitCode(isStrict: boolean): number {
    return isStrict && this.count > 0 ? 3 : 0;
  }
}

function isInOrder({ rules }: PolicyDocument): boolean {
  return rules.every(({ rulePriority }, index) => index === 0 || rules[index - 1].rulePriority < rulePriority);
}
