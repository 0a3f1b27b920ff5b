import { Duration, Resource, Stack, Token } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { checkOidcProvider, newOidcProvider } from './oidc-provider';
import { PublisherProps } from './publisher-props';
import { checkCharacters, tokenPrincipal, TrustedTokens, warnOfLongTrustPolicy } from './trust-policy';
import { RepositoryAccess } from '../access/repository-access';
import { nameInNestedStack } from '../private/cdk-internals';
import { warningFinding } from '../private/finding';
import { FindingName } from '../private/finding-names';
import { describeValue } from '../private/format-value';
import { checkOptions, InputType } from '../private/input-type';
import { checkAtSynthesis } from '../private/report-findings';
import { SecureRepositoryError } from '../private/secure-repository-error';
import { areKnownToDiffer } from '../private/unknown-value';
import { checkIsRepository, RepositoryIdentity } from '../repository/repository-identity';

/** The role of a publisher, and the provider that it trusts, which is created unless one is passed. */
export class PublisherRole implements iam.IGrantable {
  public readonly role: iam.Role;
  public readonly oidcProvider: iam.IOIDCProviderRef;
  private isGrantee = false;

  /**
   * @param scope the publisher
   * @param system the name of the CI system
   */
  constructor(scope: Construct, props: PublisherProps, trusted: TrustedTokens, system: string) {
    const { issuer, audience } = trusted;
    checkCharacters(scope, trusted);
    if (props.oidcProvider !== undefined) checkOidcProvider(scope, issuer, audience, props.oidcProvider);
    this.oidcProvider = props.oidcProvider ?? newOidcProvider(scope, issuer, audience);
    // the reference to a provider is shorter than its ARN
    warnOfLongTrustPolicy(scope, tokenPrincipal(`arn:aws:iam::000000000000:oidc-provider/${issuer}`, trusted));
    this.role = new iam.Role(scope, 'Role', {
      assumedBy: tokenPrincipal(this.oidcProvider.oidcProviderRef.oidcProviderArn, trusted),
      roleName: props.roleName,
      description: `Pushes images from ${system}`,
      maxSessionDuration: props.maxSessionDuration ?? Duration.hours(1),
      permissionsBoundary: props.permissionsBoundary,
    });
    nameInNestedStack(this.role.node.defaultChild);
    for (const repository of props.repositories) {
      // the app manages the policies of its own repositories in any case
      const externalRepositoryPolicy = props.externalRepositoryPolicy && !Resource.isOwnedResource(repository);
      const access = RepositoryAccess.of(repository, { externalRepositoryPolicy });
      if (props.pull) access.grantPullPush(this.role);
      else access.grantPush(this.role);
    }
    if (props.repositories.length === 0) this.warnWithoutGrant(scope);
  }

  /** The role, for grants to the publisher. */
  public get grantPrincipal(): iam.IPrincipal {
    this.isGrantee = true;
    return this.role;
  }

  private warnWithoutGrant(scope: Construct): void {
    checkAtSynthesis(scope, () => {
      const { defaultChild, children } = this.role.node;
      return !this.isGrantee && children.every((child) => child === defaultChild) ? [WITHOUT_GRANT] : [];
    });
  }
}

const WITHOUT_GRANT = warningFinding(
  'publisher-without-grant',
  'repositories is empty, and nothing was granted to the publisher, so its pipelines can do nothing. Pass the repositories that the pipelines push to, or grant to ' +
    "the publisher, as in registry.grantCreateOnPush(publisher, 'team-a/').",
);

/**
 * Checks the properties that all publishers have, one by one.
 * @param types the types of the other properties
 */
export function checkPublisherProps(
  place: Construct,
  finding: FindingName,
  props: PublisherProps,
  types: { readonly [member: string]: InputType },
): void {
  checkOptions(place, 'props', props, {
    pull: 'flag',
    externalRepositoryPolicy: 'flag',
    roleName: 'text',
    maxSessionDuration: 'duration',
    permissionsBoundary: 'object',
    ...types,
  });
  const { repositories, permissionsBoundary } = props;
  if (permissionsBoundary !== undefined && typeof permissionsBoundary.managedPolicyArn !== 'string') {
    const example = "iam.ManagedPolicy.fromManagedPolicyName(this, 'Boundary', 'my-boundary')";
    throw new SecureRepositoryError(
      finding,
      place,
      `permissionsBoundary is ${describeValue(permissionsBoundary)}, but must be a managed policy. Use ${example}, for example.`,
    );
  }
  if (!Array.isArray(repositories)) {
    throw new SecureRepositoryError(
      finding,
      place,
      `repositories is ${describeValue(repositories)}, but must be a list. Pass the repositories that the pipelines push to.`,
    );
  }
  repositories.forEach((repository, index) => checkIsRepository(place, `repositories[${index}] is`, repository));
  checkRoleIsNamed(place, props);
}

/** The policy of a repository that is imported from another account has to name the role before the role is deployed. */
function checkRoleIsNamed(place: Construct, { repositories, roleName, externalRepositoryPolicy }: PublisherProps): void {
  if (externalRepositoryPolicy || (roleName !== undefined && !Token.isUnresolved(roleName))) return;
  const { account } = Stack.of(place);
  const foreign = repositories.find(
    (repository) => !Resource.isOwnedResource(repository) && areKnownToDiffer(RepositoryIdentity.of(repository).account, account),
  );
  if (!foreign) return;
  throw new SecureRepositoryError(
    'publisher-role-name',
    place,
    `roleName is ${roleName === undefined ? 'undefined' : 'a token'}, but the policy of ${foreign.node.path}, which is imported from ` +
      `account ${RepositoryIdentity.of(foreign).account}, must name the role. Set roleName to a literal name.`,
  );
}
