import { CommandError } from './command-error';
import { isObject } from '../lifecycle/core/fault';

/** What CDK puts behind the path of a construct for the resource in it. */
const RESOURCE = /\/Resource$/;

/** A repository of a CloudFormation template. */
export interface TemplateRepository {
  readonly logicalId: string;
  /** The path of the construct that made it; none in a template that CDK did not write. */
  readonly path?: string;
  /** The name as the template has it, a text or an intrinsic function; none when CloudFormation makes one. */
  readonly name?: unknown;
  /** The lifecycle policy as the template has it, a text or what stands in its place; none when there is none. */
  readonly policyText?: unknown;
}

/** The repositories of a template. */
export function repositoriesOf(path: string, template: unknown): TemplateRepository[] {
  if (!isObject(template) || !isObject(template.Resources)) {
    throw CommandError.unusable(`${path}: there is no object Resources, expected a CloudFormation template as JSON`);
  }
  return Object.entries(template.Resources).flatMap(([logicalId, resource]) => {
    if (!isObject(resource) || resource.Type !== 'AWS::ECR::Repository') return [];
    const properties = isObject(resource.Properties) ? resource.Properties : {};
    const policyText = policyTextOf(properties.LifecyclePolicy);
    const metadata = isObject(resource.Metadata) ? resource.Metadata['aws:cdk:path'] : undefined;
    return [
      {
        logicalId,
        ...(typeof metadata === 'string' ? { path: metadata.replace(RESOURCE, '') } : {}),
        ...(properties.RepositoryName === undefined ? {} : { name: literal(properties.RepositoryName) }),
        ...(policyText === undefined ? {} : { policyText }),
      },
    ];
  });
}

/** The repository with a logical ID or a construct path, or the only one. */
export function chosenRepository(path: string, repositories: TemplateRepository[], resource: string | undefined): TemplateRepository {
  const asked = resource?.replace(RESOURCE, '');
  const candidates = repositories.filter((one) => asked === undefined || one.logicalId === asked || one.path === asked);
  if (candidates.length === 1) return candidates[0];
  if (repositories.length === 0) {
    throw CommandError.unusable(
      `${path}: there is no resource of the type AWS::ECR::Repository, expected one: a nested stack has a template of its own beside this one`,
    );
  }
  const problem = resource === undefined ? `there are ${repositories.length} repositories` : `there is no repository ${resource}`;
  throw CommandError.unusable([`${path}: ${problem}, choose one with --resource:`, ...repositories.map(repositoryInWords)].join('\n'));
}

function repositoryInWords({ logicalId, path, name }: TemplateRepository): string {
  const more = [...(path === undefined ? [] : [`path ${path}`]), ...(name === undefined ? [] : [`name ${inWords(name)}`])];
  return `  ${logicalId}${more.length === 0 ? '' : ` (${more.join(', ')})`}`;
}

function inWords(name: unknown): string {
  return typeof name === 'string' ? name : JSON.stringify(name);
}

/** The text, where the template has it; otherwise what stands in its place. */
function policyTextOf(policy: unknown): unknown {
  return isObject(policy) && policy.LifecyclePolicyText !== undefined ? literal(policy.LifecyclePolicyText) : policy;
}

/** A text that `Fn::Join` joins from literal parts, as CDK sometimes writes it; anything else as it is. */
function literal(value: unknown): unknown {
  if (!isObject(value) || !Array.isArray(value['Fn::Join'])) return value;
  const [delimiter, parts] = value['Fn::Join'];
  return typeof delimiter === 'string' && Array.isArray(parts) && parts.every((part) => typeof part === 'string')
    ? parts.join(delimiter)
    : value;
}
