import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AwsCli } from './aws-cli';
import { emulatedTemplate } from './emulated-template';
import { WORKSHOP } from './workshop';

/** A stack in the emulator's CloudFormation. */
export class DeployedStack {
  constructor(
    private readonly aws: AwsCli,
    private readonly name: string,
  ) {}

  /** Creates or updates it; the types that were taken out. */
  public deploy(template: Parameters<typeof emulatedTemplate>[0]): string[] {
    const { template: emulated, takenOut } = emulatedTemplate(template);
    const file = join(WORKSHOP, `${this.name}.template.json`);
    writeFileSync(file, JSON.stringify(emulated));
    const verb = this.status ? 'update-stack' : 'create-stack';
    const body = ['--template-body', `file://${file}`, '--capabilities', 'CAPABILITY_NAMED_IAM'];
    this.aws.text('cloudformation', verb, '--stack-name', this.name, ...body);
    this.waitUntilDone();
    return takenOut;
  }

  /** As CloudFormation calls it, such as `UPDATE_ROLLBACK_COMPLETE`; undefined when there is no such stack. */
  public get status(): string | undefined {
    const statuses = `Stacks[?StackName=='${this.name}'].StackStatus`;
    return this.aws.value<string[]>(statuses, 'cloudformation', 'describe-stacks')[0];
  }

  /** The reasons that the last events give. */
  public get reasons(): string[] {
    const reasons = 'StackEvents[?ResourceStatusReason].ResourceStatusReason';
    return this.aws.value(reasons, 'cloudformation', 'describe-stack-events', '--stack-name', this.name);
  }

  public delete(): void {
    this.aws.text('cloudformation', 'delete-stack', '--stack-name', this.name);
    this.waitUntilDone();
  }

  private waitUntilDone(): void {
    // each look takes half a second
    for (let left = 60; left > 0; left--) {
      if (!this.status?.endsWith('_IN_PROGRESS')) return;
    }
    throw new Error(`the stack ${this.name} is still ${this.status} after 60 looks`);
  }
}
