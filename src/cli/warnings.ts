import { PolicyInput } from './policy-input';
import { Printer, Terminal } from './terminal';
import { PolicyDocument } from '../lifecycle/core/document';
import { jsonPolicyWarnings } from '../lifecycle/core/warnings';
import { Finding, warningFinding, withId } from '../private/finding';

/** Prints warnings to standard error, and counts them for `--strict`. */
export class Warnings {
  private count = 0;

  constructor(private readonly terminal: Terminal<Printer>) {}

  public add(place: string, findings: readonly Finding[]): void {
    for (const finding of findings) this.terminal.stderr.writeLines(`${place}: warning: ${withId(finding)}`);
    this.count += findings.length;
  }

  /** Prints a remark that is not a warning. */
  public note(place: string, message: string): void {
    this.terminal.stderr.writeLines(`${place}: note: ${message}`);
  }

  /** Adds the warnings about a policy without images, which are the same in every command. */
  public addOfPolicy({ place, isOfTerraform }: PolicyInput, document: PolicyDocument): void {
    this.add(place, jsonPolicyWarnings(document));
    if (isInOrder(document)) return;
    if (isOfTerraform) this.add(place, [UNSORTED]);
    else this.note(place, UNSORTED.message);
  }

  /** The exit code of a command that succeeded. */
  public exitCode(isStrict: boolean): number {
    return isStrict && this.count > 0 ? 3 : 0;
  }
}

/** @see https://github.com/hashicorp/terraform-provider-aws/issues/22639 */
const UNSORTED = warningFinding(
  'lifecycle-unsorted-rules',
  'the rules are not in the order of rulePriority, in which ECR returns them, so Terraform may show a change in every plan. Sort the rules.',
);

function isInOrder({ rules }: PolicyDocument): boolean {
  return rules.every(({ rulePriority }, index) => index === 0 || rules[index - 1].rulePriority < rulePriority);
}
