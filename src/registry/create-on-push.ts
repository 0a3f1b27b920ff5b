import { Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { RegistryPolicy } from './registry-policy';
import { RepositoryCreation } from './repository-creation';
import { checkPrefix } from './repository-prefix';
import { RepositoryAccess } from '../access/repository-access';
import { Finding, warningFinding } from '../private/finding';
import { quoted } from '../private/format-value';
import { checkType } from '../private/input-type';
import { isIntrinsic } from '../private/intrinsics';
import { checkAtSynthesis } from '../private/report-findings';
import { SecureRepositoryError } from '../private/secure-repository-error';
import { isUnknown } from '../private/unknown-value';
import { compareEnvironments, RegistrySettings } from '../repository/registry-settings';

/** A template of the registry as it is deployed. */
interface Template {
  readonly path: string;
  /** The namespace without a slash at its end, which is empty for the root, or an intrinsic function. */
  readonly namespace: unknown;
  /** The events for which it applies. */
  readonly appliedFor: readonly unknown[];
}

/** The grants for principals that push to repositories that do not exist yet. */
export class CreateOnPush {
  private readonly access = new Map<string, RepositoryAccess>();
  private readonly granted = new Set<string>();
  private scope?: Construct;

  constructor(
    private readonly registry: Construct,
    private readonly policy: RegistryPolicy,
  ) {}

  /** Allows pushing to and creating the repositories below a prefix. */
  public grant(grantee: iam.IGrantable, prefix: string): iam.Grant {
    const namespace = namespaceOf(this.registry, prefix);
    const access = this.accessBelow(namespace);
    const grant = access.grantPush(grantee).combine(access.grant(grantee, 'ecr:CreateRepository'));
    // a grant that is refused needs no template
    if (!this.granted.has(namespace)) {
      this.granted.add(namespace);
      checkAtSynthesis(this.registry, () => templateFindings(namespace, templatesOf(this.registry)));
    }
    return grant;
  }

  private accessBelow(namespace: string): RepositoryAccess {
    let access = this.access.get(namespace);
    if (!access) {
      this.scope ??= new Construct(this.registry, 'CreateOnPush');
      // the ID of a construct can contain neither tokens nor slashes
      const id = isUnknown(namespace) ? `Prefix${this.access.size}` : namespace.replaceAll('/', ':');
      access = RepositoryAccess.of(this.policy.repositoriesBelow(this.scope, id, namespace));
      this.access.set(namespace, access);
    }
    return access;
  }
}

/** Returns the namespace without a slash at its end. */
function namespaceOf(registry: Construct, prefix: string): string {
  checkType(registry, 'prefix', prefix, 'text');
  if (/^(\/*|ROOT\/?)$/.test(prefix)) {
    throw new SecureRepositoryError(
      'repository-prefix',
      registry,
      `prefix is ${quoted(prefix)}, but must be a namespace, because a grant for the root would be for every repository of the account. Pass a namespace such as "team-a".`,
    );
  }
  const namespace = prefix.replace(/\/$/, '');
  checkPrefix(registry, namespace, { shortest: 1, longest: 256 });
  return namespace;
}

/** The templates that the app deploys to the account and Region of a registry, also those of L1s. */
function templatesOf(registry: Construct): Template[] {
  const templates = RegistrySettings.of(registry).all.filter(({ type }) => type === 'AWS::ECR::RepositoryCreationTemplate');
  return templates
    .filter(({ resource }) => compareEnvironments(resource.stack, Stack.of(registry)) === 'same')
    .map(({ resource, identity, rendered }) => ({
      path: resource.node.path,
      namespace: identity === 'ROOT' ? '' : identity,
      appliedFor: [rendered.Properties.AppliedFor].flat(),
    }));
}

/** A template whose namespace and events are known at synthesis. */
interface KnownTemplate extends Template {
  readonly namespace: string;
}

function isKnown(template: Template): template is KnownTemplate {
  const { namespace, appliedFor } = template;
  return typeof namespace === 'string' && !isUnknown(namespace) && !appliedFor.some(isIntrinsic);
}

function createsOnPush({ appliedFor }: Template): boolean {
  return appliedFor.includes(RepositoryCreation.CREATE_ON_PUSH);
}

/** Returns a warning if the templates of the app do not create repositories for pushes below a namespace. Amazon ECR uses the template with the longest prefix. */
function templateFindings(namespace: string, templates: readonly Template[]): Finding[] {
  if (isUnknown(namespace) || !templates.every(isKnown)) return [];
  const covering = templates
    .filter((template) => template.namespace === '' || `${namespace}/`.startsWith(`${template.namespace}/`))
    .sort((one, other) => other.namespace.length - one.namespace.length);
  const [closest] = covering;
  if (closest && createsOnPush(closest)) return [];
  const subject = quoted(`${namespace}/`);
  const action = `Add RepositoryCreation.CREATE_ON_PUSH to the createdBy of a template with the prefix ${quoted(namespace)}`;
  const further = covering.find(createsOnPush);
  return [
    warningFinding(
      'create-on-push-template',
      closest && further
        ? `${closest.path} is the closest template for ${subject}, but is not for CREATE_ON_PUSH, and it is not documented whether Amazon ECR ` +
            `uses ${further.path} instead. ${action}.`
        : `no template of this app creates repositories for pushes below ${subject}, and Amazon ECR creates a repository for a push only from a template. ` +
            `${action}, or acknowledge this warning if the template is managed elsewhere.`,
      namespace,
    ),
  ];
}
