import { CommandError } from './command-error';
import { printable } from '../lifecycle/core/printable';

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

/** The resource with a logical ID, an address, a construct path or a name of a repository; or the only one. */
export function chosenResource(resources: readonly PolicyResource[], asked: string | undefined): PolicyResource {
  const repositories = resources.filter(({ prefix }) => prefix === undefined);
  // a policy for repositories of the future is not what a preview without a choice is about, unless there is nothing else
  const candidates =
    asked === undefined ? (repositories.length > 0 ? repositories : resources) : resources.filter((one) => isNamed(one, asked));
  if (candidates.length === 1) return candidates[0];
  const places = [...new Set(resources.map(({ place }) => place))];
  const kind = repositories.length > 0 ? 'repositories' : 'resources';
  const problem =
    asked === undefined
      ? `there are ${candidates.length} ${kind}`
      : candidates.length === 0
        ? `there is no resource ${printable(asked)}`
        : `there are ${candidates.length} resources ${printable(asked)}`;
  const list = resources.map((one) => printable(`  ${places.length === 1 ? '' : `${one.place}, `}${inWords(one)}`));
  throw CommandError.unusable([`${places.join(', ')}: ${problem}, choose one with --resource:`, ...list].join('\n'));
}

function isNamed({ id, path, name }: PolicyResource, asked: string): boolean {
  return id === asked || name === asked || (path !== undefined && path.replace(RESOURCE, '') === asked.replace(RESOURCE, ''));
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
