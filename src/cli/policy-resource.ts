import { CommandError } from './command-error';
import { printable } from '../private/printable';

/** What CDK puts behind the path of a construct for the resource in it. */
const RESOURCE = /\/Resource$/;

/** A resource that has a lifecycle policy, or could have one: a repository, or a template from which ECR creates repositories. */
export interface PolicyResource {
  /** The file that it is in. */
  readonly place: string;
  /** Its logical ID in CloudFormation, or its address in Terraform. */
  readonly id: string;
  /** The path of the construct that made it; none in a template that CDK did not write. */
  readonly path?: string;
  /** The name of the repository, a text or an intrinsic function; none when CloudFormation makes one. */
  readonly name?: unknown;
  /** The beginning of the names of the repositories that are created from it; only of a creation template. */
  readonly prefix?: unknown;
  /** The lifecycle policy, when its text is known. */
  readonly policyText?: string;
  /** Why the text is not known; none where it is, and where there is no policy. */
  readonly problem?: string;
  /** Whether Terraform puts the policy. */
  readonly isOfTerraform?: boolean;
}

/** The resource with a logical ID, an address, a construct path, a name of a repository or a prefix; or the only one. */
export function chosenResource(resources: readonly PolicyResource[], asked: string | undefined): PolicyResource {
  const candidates = asked === undefined ? usual(resources) : named(resources, asked);
  if (candidates.length === 1) return candidates[0];
  const listed = candidates.length === 0 ? resources : candidates;
  const places = [...new Set(listed.map(({ place }) => place))];
  const list = listed.map((one) => printable(`  ${places.length === 1 ? '' : `${one.place}, `}${inWords(one)}`));
  throw CommandError.unusable([`${places.join(', ')}: ${problemOf(listed, asked, candidates.length)}`, ...list].join('\n'));
}

/** A policy for repositories of the future is not what a preview without a choice is about, unless there is nothing else. */
function usual(resources: readonly PolicyResource[]): readonly PolicyResource[] {
  const repositories = resources.filter(isRepository);
  return repositories.length > 0 ? repositories : resources;
}

/** Two resources may have one name, and one of them that name as its ID: the ID is the more exact one. */
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
    return `there are ${count} ${listed.every(isRepository) ? 'repositories' : 'resources'}. Choose one with --resource`;
  }
  if (count === 0) return `there is no resource ${printable(asked)}. Choose one with --resource`;
  // an ID is unique in its file only
  const isInOneFile = new Set(listed.map(({ place }) => place)).size === 1;
  const remedy = isInOneFile ? 'Choose one by its ID, the first word of its line' : 'Give only the file of one of them with --template';
  return `there are ${count} resources ${printable(asked)}. ${remedy}`;
}

function inWords({ id, path, name, prefix }: PolicyResource): string {
  const more = [
    ...(path === undefined ? [] : [`path ${path.replace(RESOURCE, '')}`]),
    ...(name === undefined ? [] : [`name ${valueInWords(name)}`]),
    ...(prefix === undefined ? [] : [`creation template for ${valueInWords(prefix)}`]),
  ];
  return `${id}${more.length === 0 ? '' : ` (${more.join(', ')})`}`;
}

function valueInWords(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
