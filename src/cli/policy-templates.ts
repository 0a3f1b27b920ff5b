import { CommandError } from './command-error';
import { isObject } from '../lifecycle/core/json-text';
import { quotedAndTruncated } from '../private/format-value';
import { printable } from '../private/printable';

/** The end of the path that CDK gives the resource of a construct. */
const RESOURCE = /\/Resource$/;

/** A resource that can have a lifecycle policy: a repository, or a template from which ECR creates repositories. */
export interface PolicyResource {
  /** The file that it is in. */
  readonly place: string;
  /** Its logical ID in CloudFormation, or its address in Terraform. */
  readonly id: string;
  /** The path of its construct; none in a template that CDK did not write. */
  readonly path?: string;
  /** The name of the repository: text, or the intrinsic function in the template. */
  readonly name?: unknown;
  /** The prefix of the repositories that ECR creates from a template; none for a repository. */
  readonly prefix?: unknown;
  /** None when there is no policy, or when there is a problem. */
  readonly policyText?: string;
  /** Why the policy cannot be read, and what to do. */
  readonly problem?: string;
  /** Whether Terraform writes the policy. */
  readonly isOfTerraform?: boolean;
}

/** Returns the resource with a logical ID, an address, a construct path, a repository name or a prefix; by default, the only one. */
export function chosenResource(resources: readonly PolicyResource[], asked: string | undefined): PolicyResource {
  const candidates = asked === undefined ? usual(resources) : named(resources, asked);
  if (candidates.length === 1) return candidates[0];
  const listed = candidates.length === 0 ? resources : candidates;
  const places = [...new Set(listed.map(({ place }) => place))];
  const list = listed.map((one) => printable(`  ${places.length === 1 ? '' : `${one.place}, `}${describeResource(one)}`));
  throw CommandError.input(`${places.join(', ')}: ${problemOf(listed, asked, candidates.length)}`, list);
}

/** Without a choice, a preview is about a repository. A creation template is chosen only when there is nothing else. */
function usual(resources: readonly PolicyResource[]): readonly PolicyResource[] {
  const repositories = resources.filter(isRepository);
  return repositories.length > 0 ? repositories : resources;
}

/** Two resources may have the same name, which may also be the ID of one of them: the ID is more exact. */
function named(resources: readonly PolicyResource[], asked: string): readonly PolicyResource[] {
  const byId = resources.filter(({ id }) => id === asked);
  return byId.length > 0 ? byId : resources.filter((one) => isNamed(one, asked));
}

function isNamed({ path, name, prefix }: PolicyResource, asked: string): boolean {
  return name === asked || prefix === asked || (path !== undefined && path.replace(RESOURCE, '') === asked.replace(RESOURCE, ''));
}

function isRepository({ prefix }: PolicyResource): boolean {
  return prefix === undefined;
}

function problemOf(listed: readonly PolicyResource[], asked: string | undefined, count: number): string {
  if (asked === undefined) {
    return `there are ${count} ${listed.every(isRepository) ? 'repositories' : 'resources'}. Choose one with --resource.`;
  }
  if (count === 0) return `there is no resource ${printable(asked)}. Choose one with --resource.`;
  // an ID is unique in its file only
  const isInOneFile = new Set(listed.map(({ place }) => place)).size === 1;
  const remedy = isInOneFile ? 'Choose one by its ID, the first word of its line.' : 'Pass only the file of one of them with --template.';
  return `${count} resources match ${printable(asked)}. ${remedy}`;
}

function describeResource({ id, path, name, prefix }: PolicyResource): string {
  const more = [
    ...(path === undefined ? [] : [`path ${path.replace(RESOURCE, '')}`]),
    ...(name === undefined ? [] : [`name ${textOf(name)}`]),
    ...(prefix === undefined ? [] : [`creation template for ${textOf(prefix)}`]),
  ];
  return `${id}${more.length === 0 ? '' : ` (${more.join(', ')})`}`;
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

type Properties = Record<string, unknown>;

/** The readers of resource properties, by resource type. */
const READERS = new Map<unknown, (properties: Properties) => Omit<PolicyResource, 'place' | 'id'>>([
  ['AWS::ECR::Repository', repository],
  ['AWS::ECR::RepositoryCreationTemplate', creationTemplate],
]);

/** Whether a value is a CloudFormation template. */
export function isTemplate(value: unknown): value is { Resources: Record<string, unknown> } {
  return isObject(value) && isObject(value.Resources);
}

/** Returns the resources of a CloudFormation template that can have a lifecycle policy. */
export function templateResources(place: string, { Resources }: { Resources: Record<string, unknown> }): PolicyResource[] {
  return Object.entries(Resources).flatMap(([id, resource]) => {
    // Fn::ForEach::Name: [variable, collection, {the resources}]
    if (id.startsWith('Fn::ForEach::') && Array.isArray(resource)) {
      return resource.flatMap((part) => (isObject(part) ? templateResources(place, { Resources: part }) : []));
    }
    if (!isObject(resource)) return [];
    const properties = present(resource.Properties);
    const path = isObject(resource.Metadata) ? resource.Metadata['aws:cdk:path'] : undefined;
    const read = READERS.get(resource.Type)?.(properties);
    return read === undefined ? [] : [{ place, id, ...(typeof path === 'string' ? { path } : {}), ...read }];
  });
}

function repository({ RepositoryName, LifecyclePolicy }: Properties): Omit<PolicyResource, 'place' | 'id'> {
  const name = RepositoryName === undefined ? {} : { name: literalText(RepositoryName) };
  const member = 'LifecyclePolicyText';
  if (!isObject(LifecyclePolicy)) return { ...name, ...(LifecyclePolicy === undefined ? {} : unread(LifecyclePolicy, member)) };
  const { LifecyclePolicyText: text, RegistryId: _, ...others } = present(LifecyclePolicy);
  return { ...name, ...(Object.keys(others).length > 0 ? unread(text ?? LifecyclePolicy, member) : policy(text, member)) };
}

function creationTemplate({ Prefix, LifecyclePolicy }: Properties): Omit<PolicyResource, 'place' | 'id'> {
  return { prefix: literalText(Prefix) ?? 'an unknown prefix', ...policy(LifecyclePolicy, 'LifecyclePolicy') };
}

/** The properties without those that CloudFormation leaves out: `AWS::NoValue` is the absence of a property. */
function present(properties: unknown): Properties {
  if (!isObject(properties)) return {};
  return Object.fromEntries(Object.entries(properties).filter(([, value]) => !isObject(value) || value.Ref !== 'AWS::NoValue'));
}

function policy(value: unknown, member: string): Pick<PolicyResource, 'policyText' | 'problem'> {
  if (value === undefined) return {};
  const policyText = literalText(value);
  return typeof policyText === 'string' ? { policyText } : unread(value, member);
}

/** Only the value of an intrinsic function is unknown before the deployment. Anything else is a mistake. */
function unread(value: unknown, member: string): Pick<PolicyResource, 'problem'> {
  const [name = '', ...more] = isObject(value) ? Object.keys(value) : [];
  if (more.length === 0 && (name === 'Ref' || name.startsWith('Fn::'))) {
    return {
      problem: `the policy is ${quotedAndTruncated(value)}, whose value is known only at deployment. Pass the policy with --policy.`,
    };
  }
  const remedy = value === null ? 'Write text, or omit the property.' : 'Write the policy as text, or with Fn::ToJsonString.';
  return { problem: `the policy is ${quotedAndTruncated(value)}, but must be text in ${member}. ${remedy}` };
}

/** A variable of `Fn::Sub`, or `${!Text}`, which is `${Text}` in the end. */
const VARIABLE = /\$\{([^}]+)\}/g;

/**
 * Returns the text of `Fn::Join`, `Fn::Sub` and `Fn::ToJsonString` when everything in it is known. Any other value is returned unchanged.
 */
export function literalText(value: unknown): unknown {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (!isObject(value) || Object.keys(value).length !== 1) return value;
  return joined(value['Fn::Join']) ?? substituted(value['Fn::Sub']) ?? json(value['Fn::ToJsonString']) ?? value;
}

function joined(argument: unknown): string | undefined {
  const [delimiter, parts]: unknown[] = Array.isArray(argument) ? argument : [];
  if (typeof delimiter !== 'string' || !Array.isArray(parts)) return undefined;
  const texts = parts.map(literalText);
  return texts.every((text) => typeof text === 'string') ? texts.join(delimiter) : undefined;
}

function substituted(argument: unknown): string | undefined {
  const [text, variables]: unknown[] = Array.isArray(argument) ? argument : [argument];
  if (typeof text !== 'string') return undefined;
  const values = new Map(isObject(variables) ? Object.entries(variables).map(([name, value]) => [name, literalText(value)]) : []);
  const valueOf = (name: string) => (name.startsWith('!') ? `\${${name.slice(1)}}` : values.get(name.trim()));
  if ([...text.matchAll(VARIABLE)].some(([, name]) => typeof valueOf(name) !== 'string')) return undefined;
  return text.replace(VARIABLE, (_, name: string) => String(valueOf(name)));
}

function json(argument: unknown): string | undefined {
  return (isObject(argument) || Array.isArray(argument)) && !hasFunction(argument) ? JSON.stringify(argument) : undefined;
}

function hasFunction(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(hasFunction);
  if (!isObject(value)) return false;
  return Object.entries(value).some(([key, inner]) => key === 'Ref' || key.startsWith('Fn::') || hasFunction(inner));
}
