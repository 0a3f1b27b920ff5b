import { Policy } from './policy';

/** The actions of ECR that create a repository which nobody has created. */
export type RepositoryCreation = 'PULL_THROUGH_CACHE' | 'REPLICATION' | 'CREATE_ON_PUSH';

/** The repositories of a registry that a repository creation template is for. */
export interface CreationTemplate {
  /** The registry, as `registryOf` identifies it. */
  readonly registry: string;
  /** A prefix of names, with or without the `/` at its end, or `ROOT`. */
  readonly prefix: string;
  readonly appliedFor: readonly string[];
}

/** A repository that ECR has created, with the settings of a template. */
export interface CreatedRepository {
  readonly arn: string;
  readonly by: RepositoryCreation;
}

/** The beginning of the ARNs of a registry: partition, service, Region and account. Undefined for an ARN of another service. */
export function registryOf(arn: string): string | undefined {
  return /^arn:[\w-]+:ecr:[\w-]+:\d{12}(?=:)/.exec(arn)?.[0];
}

/**
 * The policy of a repository that ECR has created: that of the template with the closest prefix. Without a template, it has none.
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/repository-creation-templates.html
 */
export function policyOfCreated(
  { arn, by }: CreatedRepository,
  templates: readonly { readonly policy: Policy; readonly template: CreationTemplate }[],
): Policy | undefined {
  const name = /:repository\/(.+)$/.exec(arn)?.[1];
  const registry = registryOf(arn);
  if (name === undefined || registry === undefined) throw new Error(`${arn} is not the ARN of a repository`);
  const [closest] = templates
    .filter(({ template }) => template.registry === registry && begins(name, template.prefix))
    .sort((a, b) => lengthOf(b.template) - lengthOf(a.template));
  if (closest === undefined) return undefined;
  if (!closest.template.appliedFor.includes(by)) {
    throw new Error(`${closest.policy.place}: it is not known what ECR does when the closest template does not apply to ${by}`);
  }
  return closest.policy;
}

/** `docker-hub` and `docker-hub/` are for `docker-hub/nginx`, and neither for `docker-hub2/nginx` nor for `docker-hub`. */
function begins(name: string, prefix: string): boolean {
  return prefix === 'ROOT' || name.startsWith(`${prefix.replace(/\/$/, '')}/`);
}

function lengthOf({ prefix }: CreationTemplate): number {
  return prefix === 'ROOT' ? 0 : prefix.replace(/\/$/, '').length;
}
