/** A CloudFormation template as it is deployed, and where it comes from. */
export interface DeployedTemplate {
  /** The name of the stack, or the file of a template that belongs to no app. Findings in a baseline are identified by it. */
  readonly stackName: string;
  /** The file that holds the template. */
  readonly file: string;
  /** The account and Region of the stack: two stacks with the same text are in the same registry. Undefined for a template that belongs to no app. */
  readonly environment?: string;
  /** The account of the stack, if it is known at synthesis. */
  readonly account?: string;
  readonly resources: { readonly [logicalId: string]: TemplateResource };
  /** The path of the construct of a resource, where it is known. */
  readonly constructPathOf: (logicalId: string) => string | undefined;
  /** The line of code that created a resource, where it is known. */
  readonly sourceOf?: (logicalId: string) => SourceLine | undefined;
}

/** A line of a source file. */
export interface SourceLine {
  readonly file: string;
  readonly line: number;
}

/** What identifies a nested stack: the stack around it, and its logical ID there. */
export function nestedStackName(parent: string, logicalId: string): string {
  return `${parent}/${logicalId}`;
}

/** A resource of a template, after all overrides. */
export interface TemplateResource {
  readonly Type?: unknown;
  readonly Properties?: { readonly [name: string]: unknown };
  readonly DeletionPolicy?: unknown;
  readonly UpdateReplacePolicy?: unknown;
  readonly Metadata?: { readonly [name: string]: unknown };
}

/** The resources of a parsed template; none if the text is not a template. */
export function resourcesOf(template: unknown): DeployedTemplate['resources'] {
  const resources: unknown = typeof template === 'object' && template !== null ? Reflect.get(template, 'Resources') : undefined;
  if (typeof resources !== 'object' || resources === null) return {};
  return Object.fromEntries(
    Object.entries(resources).filter((entry): entry is [string, TemplateResource] => typeof entry[1] === 'object' && entry[1] !== null),
  );
}

/** The path that `aws-cdk-lib` writes into the metadata of a resource. */
export function pathInMetadata({ Metadata: metadata }: TemplateResource): string | undefined {
  const path = metadata?.['aws:cdk:path'];
  return typeof path === 'string' ? path : undefined;
}
