import { App } from 'aws-cdk-lib';
import { assetTemplate } from './asset-template';
import { DeployedResource, DeployedStack } from './deployed-stack';
import { Environment } from './environment';
import { Json, Template } from './template';

/** A template that is to be deployed. */
export interface StackToDeploy {
  readonly name: string;
  readonly template: Template;
  readonly environment: Environment;
  /** The template that lies under a URL: how nested stacks find theirs. */
  readonly templateAt?: (url: string) => Template;
}

export interface DeploymentOptions {
  /** Where environment-agnostic stacks are deployed. */
  readonly environment?: Environment;
  /** The values of parameters in the Systems Manager. */
  readonly ssm?: Readonly<Record<string, string>>;
}

/** Stacks deployed one after the other: what a later one imports, an earlier one must have exported. */
export class Deployment {
  /** Synthesizes the app and deploys its stacks, those of its Stages included, in the order of their dependencies. */
  public static of(app: App, options: DeploymentOptions = {}): Deployment {
    const stacks = app.synth().stacksRecursively.map((stack) => ({
      name: stack.stackName,
      template: stack.template as Template,
      environment: {
        account: stack.environment.account === 'unknown-account' ? options.environment!.account : stack.environment.account,
        region: stack.environment.region === 'unknown-region' ? options.environment!.region : stack.environment.region,
      },
      templateAt: (url: string) => assetTemplate(stack, url),
    }));
    return new Deployment(stacks, options);
  }

  public readonly stacks: readonly DeployedStack[];

  constructor(stacks: readonly StackToDeploy[], options: DeploymentOptions = {}) {
    const exported = new Map<string, Json>();
    this.stacks = stacks.map(({ name, template, environment, templateAt = noTemplateAt }) => {
      const inThisEnvironment = (exportName: string) => `${environment.account}/${environment.region}/${exportName}`;
      const stack = new DeployedStack(name, environment, template, {
        importValue: (exportName) => exported.get(inThisEnvironment(exportName)),
        stackOutput: (stackName, output) => this.stackOutput(stackName, output),
        crossRegionExport: (exportName) => this.crossRegionExport(exportName),
        ssm: (parameter) => options.ssm?.[parameter],
        templateAt,
      });
      stack.exports().forEach((value, exportName) => exported.set(inThisEnvironment(exportName), value));
      return stack;
    });
  }

  private stackOutput(stackName: string, output: string): Json {
    const named = this.stacks.map((stack) => stack.named(stackName)).find((found) => found !== undefined);
    const value = named?.output(output);
    if (value === undefined) throw new Error(`no stack ${stackName} has the output ${output}`);
    return value;
  }

  private crossRegionExport(name: string): Json {
    const value = this.stacks.map((stack) => stack.crossRegionExport(name)).find((found) => found !== undefined);
    if (value === undefined) throw new Error(`no stack carries ${name} into another Region`);
    return value;
  }

  public resources(): DeployedResource[] {
    return this.stacks.flatMap((stack) => stack.resources());
  }
}

function noTemplateAt(url: string): never {
  throw new Error(`no template lies at ${url}`);
}
