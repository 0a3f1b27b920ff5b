import { ArnFormat, Stack, Token, TokenComparison } from 'aws-cdk-lib';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct, IConstruct } from 'constructs';
import { Conditions } from './conditions';
import { IdentityGrantee, PermissionSetGrantee, ResourcePolicyGrantee, resourcePolicyGrantees } from './grantee';
import { PolicyPrincipal } from './resource-policy-grantee';
import { constructOfPrincipal } from '../private/cdk-internals';
import { arnText } from '../private/intrinsics';
import { SecureRepositoryError } from '../private/secure-repository-error';
import { areKnownToDiffer, isPlaceholder, isUnknown } from '../private/unknown-value';
import { partitionOfArn, partitionOfRegion } from '../repository/partition';
import { RepositoryIdentity } from '../repository/repository-identity';

/** The ARN of a role or user. The account may be a reference. */
const IDENTITY_ARN = /^arn:[\w-]+:iam::(\d{12}|\$\{[^}]*\}):((?:role|user)\/.+)$/;

/** The policies that a permission has to be in. */
export interface PolicyPlacement {
  /** Whether the identity policy of the grantee allows the actions. */
  readonly identity: boolean;
  /** Returns the principal in the repository policy, where that policy has to allow the actions. Requires a name that is known there. */
  readonly repository?: () => PolicyPrincipal;
}

/** Returns the placement for a principal with an identity policy: that policy in the same account, both policies across accounts. */
export function placementOfIdentity(grantee: IdentityGrantee, repository: ecr.IRepository): PolicyPlacement {
  const { principal, name } = grantee;
  // placeholders of look-ups are not compared, because the templates of this run are discarded
  if (isPlaceholderOfLookUp(principal)) return { identity: true };
  const construct = constructOfPrincipal(principal);
  const isPolicy = construct instanceof iam.Policy || construct instanceof iam.ManagedPolicy;
  const owned = iam.principalIsOwnedResource(principal) || principal instanceof iam.LazyRole || isPolicy;
  const { account, partition } = RepositoryIdentity.of(repository);
  requireSameKindOfEnvironment(grantee, owned, repository);
  requireSamePartition(name, partitionOf(principal, construct), partition, repository);
  const { principalAccount = account } = principal;
  const differs = areKnownToDiffer(account, principalAccount);
  if (isSameAccount(account, principalAccount)) {
    if (owned || !isImportedOutsideItsAccount(principal, principalAccount)) return { identity: true };
    // this stack does not deploy to the account with the policies of the principal; in the account of the repository the repository policy is enough
    if (!('groupArn' in principal)) return { identity: false };
  }
  if ('groupArn' in principal) {
    if (!differs && !isImportedOutsideItsAccount(principal, principalAccount)) return { identity: true };
    throw new SecureRepositoryError(
      'grant-placement',
      repository,
      `${name} is a group of account ${principalAccount}, but a repository policy cannot name a group. Grant to a role of that account.`,
    );
  }
  return {
    // an imported principal of another account has its policies there, and only a stack of that account can write to them
    identity: owned || !differs || isImportedInItsAccount(principal, principalAccount),
    repository: () => ({
      ...accountRoot(principalAccount),
      conditions: grantee.conditions,
      principalArns: [asResourcePolicyGrantee(grantee, repository).value],
    }),
  };
}

/** Whether two accounts are the same: both known, or both the account of the same deployment. */
function isSameAccount(one: string, other: string): boolean {
  return one === other || Token.compareStrings(one, other) === TokenComparison.SAME;
}

/** The partition of a principal: that of its ARN where it is literal, else that of its stack. */
function partitionOf(principal: iam.IPrincipal, construct: IConstruct | undefined): string | undefined {
  const arn = arnsOf(principal)
    .map(partitionOfArn)
    .find((partition) => partition !== undefined);
  return arn ?? (construct && partitionOfRegion(Stack.of(construct).region));
}

/** The ARN of a role, user or group. Reading the ARN of a lazy role would create the role. */
function arnsOf(principal: iam.IPrincipal): string[] {
  if (principal instanceof iam.LazyRole) return [];
  const arns: unknown[] = ['roleArn', 'userArn', 'groupArn'].map((member) => Reflect.get(principal, member));
  return arns.filter((arn) => typeof arn === 'string');
}

function isPlaceholderOfLookUp(principal: iam.IPrincipal): boolean {
  return [...arnsOf(principal), principal.principalAccount].some(isPlaceholder);
}

/** Whether a principal is imported in a stack of another account: a policy attached there would change a principal of the same name. */
function isImportedOutsideItsAccount(principal: iam.IPrincipal, account: string): boolean {
  return Construct.isConstruct(principal) && areKnownToDiffer(Stack.of(principal).account, account);
}

/** Whether a principal is in a stack of its own account, which can attach policies to it. */
function isImportedInItsAccount(principal: iam.IPrincipal, account: string): boolean {
  return Construct.isConstruct(principal) && Token.compareStrings(Stack.of(principal).account, account) === TokenComparison.SAME;
}

/** Returns the principal of a repository policy statement for a grantee without an identity policy. */
export function principalOf(grantee: ResourcePolicyGrantee, repository: ecr.IRepository): PolicyPrincipal {
  const { type, value, resolved, conditions } = grantee;
  if (type !== 'AWS') return { type, value, conditions };
  const known = RepositoryIdentity.of(repository);
  requireSamePartition(grantee.name, partitionOfArn(String(value)), known.partition, repository);
  const [, account, resource] = IDENTITY_ARN.exec(arnText(resolved)) ?? [];
  if (account === undefined) return { type, value, conditions };
  const patterns = /[*?]/.test(resource);
  const isKnown = /^\d{12}$/.test(account);
  // ECR rejects a role or user of another account that does not exist yet as a principal, but accepts its ARN in a condition
  if (isKnown && areKnownToDiffer(account, known.account)) {
    return { ...accountRoot(account), conditions, principalArns: [value], patterns };
  }
  if (!patterns) return { type, value, conditions };
  // IAM accepts no wildcard in the ARN of a principal
  const principalAccount = isKnown ? account : Stack.of(repository).splitArn(String(value), ArnFormat.NO_RESOURCE_NAME).account;
  return everyoneOf(principalAccount ?? known.account, [value], conditions);
}

/**
 * Returns the principal of a repository policy statement for a permission set. In the account of the repository it is everyone with the
 * ARN, because the root of that account would allow no principal.
 */
export function principalOfPermissionSet({ principal, conditions }: PermissionSetGrantee, repository: ecr.IRepository): PolicyPrincipal {
  const known = RepositoryIdentity.of(repository);
  const account = principal._accountFor(known.account);
  const arns = principal._roleArns(known.account, known.partition);
  return areKnownToDiffer(account, known.account)
    ? { ...accountRoot(account), conditions, principalArns: arns, patterns: true }
    : everyoneOf(account, arns, conditions);
}

/** Everyone with one of the ARNs in the account. */
function everyoneOf(account: string, arns: readonly unknown[], conditions: Conditions): PolicyPrincipal {
  return { type: 'AWS', value: '*', conditions, principalAccount: account, principalArns: arns, patterns: true };
}

/** AWS evaluates no policy across partitions. */
function requireSamePartition(name: string, partition: string | undefined, required: string, repository: ecr.IRepository): void {
  if (partition === undefined || isUnknown(required) || partition === required) return;
  throw new SecureRepositoryError(
    'grant-partition',
    repository,
    `${name} is in the partition ${partition}, but the repository is in ${required}, and no permission applies across partitions. Grant to ` +
      `a principal of ${required}.`,
  );
}

function accountRoot(account: string): Pick<PolicyPrincipal, 'type' | 'value'> {
  const [value] = new iam.AccountPrincipal(account).policyFragment.principalJson.AWS;
  return { type: 'AWS', value };
}

/** Returns the principal of an identity that accepts no statements, for the repository policy. */
export function asResourcePolicyGrantee(
  { principal, name, conditions }: IdentityGrantee,
  repository: ecr.IRepository,
): ResourcePolicyGrantee {
  let grantees: ResourcePolicyGrantee[];
  try {
    // reading the policy fragment of a lazy role creates the role, so this happens only where it is needed
    grantees = resourcePolicyGrantees(principal.policyFragment.principalJson, conditions, repository);
  } catch {
    throw new SecureRepositoryError('principal-name', repository, `the repository policy must name ${name}, ${namelessness(principal)}`);
  }
  if (grantees.length === 1) return { ...grantees[0], name };
  throw new SecureRepositoryError(
    'grant-placement',
    repository,
    `the repository policy must name ${name}, but the grantee consists of ${grantees.length} principals. Grant to each principal separately.`,
  );
}

/** Why a principal has no name that is known in the stack of the repository, and what to do. */
function namelessness(principal: iam.IPrincipal): string {
  if (!Construct.isConstruct(principal)) {
    return 'but a policy is not a principal. Grant to the role or user that the policy is attached to.';
  }
  const property = 'userName' in principal ? 'userName' : 'roleName';
  return (
    'but its name is generated at deployment, so another account cannot know it. ' +
    `Set ${property} (PhysicalName.GENERATE_IF_NEEDED is enough).`
  );
}

/** A token for an account or Region resolves to that of the stack that uses it, which is wrong in the other stack. */
function requireSameKindOfEnvironment({ principal, name }: IdentityGrantee, owned: boolean, repository: ecr.IRepository): void {
  const construct = constructOfPrincipal(principal);
  if (!construct || Stack.of(construct) === Stack.of(repository)) return;
  const known = (value: string) => !Token.isUnresolved(value);
  const grantees = Stack.of(construct);
  const { account, resource } = RepositoryIdentity.of(repository);
  // a principal that is imported by a token may be in any account
  const { principalAccount = grantees.account } = principal;
  const isOfStack = principalAccount === grantees.account;
  if (!owned && !isOfStack && !(known(principalAccount) && known(grantees.account))) return;
  const regionLost = resource !== undefined && !known(repository.env.region) && known(grantees.region);
  if (known(account) === known(principalAccount) && !regionLost) return;
  const [complete, missing] = known(account) && !regionLost ? [repository, construct] : [construct, repository];
  throw new SecureRepositoryError(
    'grant-environment',
    repository,
    `it is unknown whether ${name} is in the account and Region of the repository, because stack ${Stack.of(complete).node.path} has an ` +
      `environment, but stack ${Stack.of(missing).node.path} has none. Set env on both stacks.`,
  );
}
