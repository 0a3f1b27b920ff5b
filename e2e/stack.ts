import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AwsCli } from './aws-cli';
import { emulatedTemplate, withNumbers } from './emulated-template';
import { WORKSHOP } from './workshop';

/** A stack in the emulator's CloudFormation. */
export class DeployedStack {
  constructor(
    private readonly aws: AwsCli,
    private readonly name: string,
  ) {}

  /** Creates or updates it; the types that were taken out. */
  public async deploy(
    template: Parameters<typeof emulatedTemplate>[0],
    parameters: Readonly<Record<string, string>> = {},
  ): Promise<string[]> {
    const { template: emulated, takenOut } = emulatedTemplate(withNumbers(template, parameters));
    const file = join(WORKSHOP, `${this.name}.template.json`);
    writeFileSync(file, JSON.stringify(emulated));
    const verb = (await this.status()) ? 'update-stack' : 'create-stack';
    const body = ['--template-body', `file://${file}`, '--capabilities', 'CAPABILITY_NAMED_IAM'];
    const given = Object.entries(parameters).map(([key, value]) => `ParameterKey=${key},ParameterValue=${value}`);
    if (given.length > 0) body.push('--parameters', ...given);
    await this.aws.text('cloudformation', verb, '--stack-name', this.name, ...body);
    await this.waitUntilDone();
    return takenOut;
  }

  /** As CloudFormation calls it, such as `UPDATE_ROLLBACK_COMPLETE`; undefined when there is no such stack. */
  public async status(): Promise<string | undefined> {
    const statuses = `Stacks[?StackName=='${this.name}'].StackStatus`;
    return (await this.aws.value<string[]>(statuses, 'cloudformation', 'describe-stacks'))[0];
  }

  /** The values of its outputs, by name. */
  public async outputs(): Promise<Record<string, string>> {
    const outputs = 'Stacks[0].Outputs[].[OutputKey, OutputValue]';
    const pairs = await this.aws.value<[string, string][]>(outputs, 'cloudformation', 'describe-stacks', '--stack-name', this.name);
    return Object.fromEntries(pairs);
  }

  /** The reasons that the last events give. */
  public reasons(): Promise<string[]> {
    const reasons = 'StackEvents[?ResourceStatusReason].ResourceStatusReason';
    return this.aws.value(reasons, 'cloudformation', 'describe-stack-events', '--stack-name', this.name);
  }

  public async delete(): Promise<void> {
    await this.aws.text('cloudformation', 'delete-stack', '--stack-name', this.name);
    await this.waitUntilDone();
  }

  private async waitUntilDone(): Promise<void> {
    // each look takes half a second
    for (let left = 60; left > 0; left--) {
      if (!(await this.status())?.endsWith('_IN_PROGRESS')) return;
    }
    throw new Error(`the stack ${this.name} is still ${await this.status()} after 60 looks`);
  }
}
