/** A CloudFormation template as it is deployed, and where it comes from. */
export interface DeployedTemplate {
  /** The name of the stack, or the file of a template that belongs to no app. Findings in a baseline are identified by it. */
  readonly stackName: string;
  /** The construct path of the stack, where it is known. */
  readonly stackPath?: string;
  /** The construct path of the stack of an app, or of the one around a nested stack. Two stacks can have the same name, such as in two Regions. */
  readonly appStackPath?: string;
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
  readonly Condition?: unknown;
  readonly DeletionPolicy?: unknown;
  readonly UpdateReplacePolicy?: unknown;
  readonly Metadata?: { readonly [name: string]: unknown };
}

/** The resources of a parsed template; none if the text is not a template. */
export function resourcesOf(template: unknown): DeployedTemplate['resources'] {
  const resources: unknown = typeof template === 'object' && template !== null ? Reflect.get(template, 'Resources') : undefined;
  if (typeof resources !== 'object' || resources === null) return {};
  const isWritten = ([id, resource]: [string, unknown]) => typeof resource === 'object' && resource !== null && !id.startsWith(FOR_EACH);
  return Object.entries(resources).every(isWritten)
    ? (resources as DeployedTemplate['resources'])
    : Object.fromEntries(entriesOf(resources));
}

const FOR_EACH = 'Fn::ForEach::';

function entriesOf(resources: object): [string, TemplateResource][] {
  return Object.entries(resources).flatMap(([id, resource]: [string, unknown]) => {
    if (id.startsWith(FOR_EACH) && Array.isArray(resource)) return repeated(resource);
    return typeof resource === 'object' && resource !== null ? [[id, resource as TemplateResource] as [string, TemplateResource]] : [];
  });
}

/** The resources of `Fn::ForEach`: [variable, collection, resources]. If only the deployment knows the collection, they are there once. */
function repeated([variable, collection, body]: readonly unknown[]): [string, TemplateResource][] {
  if (typeof variable !== 'string' || typeof body !== 'object' || body === null) return [];
  const items = Array.isArray(collection) && collection.every((item) => typeof item === 'string') ? (collection as string[]) : [undefined];
  return items.flatMap((item) => entriesOf(withVariable(body, variable, item) as object));
}

/** @param value the value of the variable; undefined if only the deployment knows it */
function withVariable(node: unknown, variable: string, value: string | undefined): unknown {
  const isIn = (text: string) => text.includes(`\${${variable}}`) || text.includes(`&{${variable}}`);
  const replaced = (text: string) =>
    value === undefined ? text : text.replaceAll(`\${${variable}}`, value).replaceAll(`&{${variable}}`, value.replace(/[^A-Za-z0-9]/g, ''));
  if (typeof node === 'string') return isIn(node) && value === undefined ? { Ref: variable } : replaced(node);
  if (typeof node !== 'object' || node === null) return node;
  if (Array.isArray(node)) return node.map((item) => withVariable(item, variable, value));
  if (value !== undefined && Reflect.get(node, 'Ref') === variable) return value;
  return Object.fromEntries(Object.entries(node).map(([name, member]) => [replaced(name), withVariable(member, variable, value)]));
}

/** The path that `aws-cdk-lib` writes into the metadata of a resource. */
export function pathInMetadata({ Metadata: metadata }: TemplateResource): string | undefined {
  const path = metadata?.['aws:cdk:path'];
  return typeof path === 'string' ? path : undefined;
}
