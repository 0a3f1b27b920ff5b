import { ArnFormat, Stack, Token, TokenComparison } from 'aws-cdk-lib';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct, IConstruct } from 'constructs';
import { Conditions } from './conditions';
import { IdentityGrantee, NamedGrantee, namedGrantees, PermissionSetGrantee } from './grantee';
import { PolicyPrincipal } from './policy-principal';
import { constructOfPrincipal } from '../private/cdk-internals';
import { arnText } from '../private/intrinsics';
import { SecureRepositoryError } from '../private/secure-repository-error';
import { areKnownToDiffer, isPlaceholder, isUnknown } from '../private/unknown-value';
import { partitionOfArn, partitionOfRegion, RepositoryIdentity } from '../repository/repository-identity';

/** The ARN of a role or a user; the account may be a reference. */
const IDENTITY_ARN = /^arn:[\w-]+:iam::(\d{12}|\$\{[^}]*\}):((?:role|user)\/.+)$/;

/** The policies that have to allow something. */
export interface Sides {
  /** Whether the grantee's identity policy allows it. */
  readonly identity: boolean;
  /** Whom the repository policy allows, where it must; asked only when it is written, because it needs a name that is known there. */
  readonly repository?: () => PolicyPrincipal;
}

/** The sides for a principal with an identity policy: its own in the same account, both from account to account. */
export function sidesOfIdentity(grantee: IdentityGrantee, repository: ecr.IRepository): Sides {
  const { principal, name } = grantee;
  // what a look-up has not returned yet is not compared: the templates of this run are thrown away
  if (isNotLookedUp(principal)) return { identity: true };
  const construct = constructOfPrincipal(principal);
  const isPolicy = construct instanceof iam.Policy || construct instanceof iam.ManagedPolicy;
  const owned = iam.principalIsOwnedResource(principal) || principal instanceof iam.LazyRole || isPolicy;
  const { account, partition } = RepositoryIdentity.of(repository);
  requireSameKindOfEnvironment(grantee, owned, repository);
  requireSamePartition(name, partitionOf(principal, construct), partition, repository);
  const { principalAccount = account } = principal;
  const differs = areKnownToDiffer(account, principalAccount);
  if (isSameAccount(account, principalAccount)) {
    if (owned || !isAway(principal, principalAccount)) return { identity: true };
    // its policies are in an account that this stack does not write to; in the repository's own account its policy is enough
    if (!('groupArn' in principal)) return { identity: false };
  }
  if ('groupArn' in principal) {
    if (!differs && !isAway(principal, principalAccount)) return { identity: true };
    throw new SecureRepositoryError(
      'grant-placement',
      repository,
      `${name} is a group of account ${principalAccount}, and a policy cannot name a group: grant to a role of that account`,
    );
  }
  return {
    // what is imported from another account has policies there, which only a stack of that account can write
    identity: owned || !differs || isAtHome(principal, principalAccount),
    repository: () => ({
      ...accountRoot(principalAccount),
      conditions: grantee.conditions,
      principalArns: [resourcePrincipal(grantee, repository).value],
    }),
  };
}

/** Whether two accounts are one: both known, or the account of the same deployment. */
function isSameAccount(one: string, other: string): boolean {
  return one === other || Token.compareStrings(one, other) === TokenComparison.SAME;
}

/** Where a principal is, by its ARN where that is written out, else by its stack. */
function partitionOf(principal: iam.IPrincipal, construct: IConstruct | undefined): string | undefined {
  const arn = arnsOf(principal)
    .map(partitionOfArn)
    .find((partition) => partition !== undefined);
  return arn ?? (construct && partitionOfRegion(Stack.of(construct).region));
}

/** The ARN of a role, a user or a group; reading that of a lazy role would make it real. */
function arnsOf(principal: iam.IPrincipal): string[] {
  if (principal instanceof iam.LazyRole) return [];
  const arns: unknown[] = ['roleArn', 'userArn', 'groupArn'].map((member) => Reflect.get(principal, member));
  return arns.filter((arn) => typeof arn === 'string');
}

function isNotLookedUp(principal: iam.IPrincipal): boolean {
  return [...arnsOf(principal), principal.principalAccount].some(isPlaceholder);
}

/** Whether a principal is imported in a stack of another account than its own: a policy that is attached there hits its namesake. */
function isAway(principal: iam.IPrincipal, account: string): boolean {
  return Construct.isConstruct(principal) && areKnownToDiffer(Stack.of(principal).account, account);
}

/** Whether a principal is in a stack of its own account: what is imported there has its policies within reach. */
function isAtHome(principal: iam.IPrincipal, account: string): boolean {
  return Construct.isConstruct(principal) && Token.compareStrings(Stack.of(principal).account, account) === TokenComparison.SAME;
}

/** The principal of a statement for a grantee that accepts no statements itself. */
export function sideOfNamed(grantee: NamedGrantee, repository: ecr.IRepository): PolicyPrincipal {
  const { type, value, resolved, conditions } = grantee;
  if (type !== 'AWS') return { type, value, conditions };
  const known = RepositoryIdentity.of(repository);
  requireSamePartition(grantee.name, partitionOfArn(String(value)), known.partition, repository);
  const [, account, resource] = IDENTITY_ARN.exec(arnText(resolved)) ?? [];
  if (account === undefined) return { type, value, conditions };
  const patterns = /[*?]/.test(resource);
  const isKnown = /^\d{12}$/.test(account);
  // a role or user of another account need not exist yet, which ECR would not accept as a principal
  if (isKnown && areKnownToDiffer(account, known.account)) {
    return { ...accountRoot(account), conditions, principalArns: [value], patterns };
  }
  if (!patterns) return { type, value, conditions };
  // IAM accepts no wildcard in the ARN of a principal
  const principalAccount = isKnown ? account : Stack.of(repository).splitArn(String(value), ArnFormat.NO_RESOURCE_NAME).account;
  return everyoneOf(principalAccount ?? known.account, [value], conditions);
}

/** The principals of a permission set: by their ARN alone in the own account, where naming the root would allow nobody. */
export function sideOfPermissionSet({ principal, conditions }: PermissionSetGrantee, repository: ecr.IRepository): PolicyPrincipal {
  const known = RepositoryIdentity.of(repository);
  const account = principal._accountFor(known.account);
  const arns = principal._roleArns(known.account, known.partition);
  return areKnownToDiffer(account, known.account)
    ? { ...accountRoot(account), conditions, principalArns: arns, patterns: true }
    : everyoneOf(account, arns, conditions);
}

/** Everyone whose ARN and account are these. */
function everyoneOf(account: string, arns: readonly unknown[], conditions: Conditions): PolicyPrincipal {
  return { type: 'AWS', value: '*', conditions, principalAccount: account, principalArns: arns, patterns: true };
}

/** No policy of one partition is evaluated for a principal of another. */
function requireSamePartition(name: string, partition: string | undefined, repositorys: string, repository: ecr.IRepository): void {
  if (partition === undefined || isUnknown(repositorys) || partition === repositorys) return;
  throw new SecureRepositoryError(
    'grant-placement',
    repository,
    `${name} is in the partition ${partition} and the repository in ${repositorys}, and no permission reaches from one partition into ` +
      `another: grant to a principal of ${repositorys}`,
  );
}

function accountRoot(account: string): Pick<PolicyPrincipal, 'type' | 'value'> {
  const [value] = new iam.AccountPrincipal(account).policyFragment.principalJson.AWS;
  return { type: 'AWS', value };
}

/** An identity that accepts no statements itself, as the repository policy names it. */
export function resourcePrincipal({ principal, name, conditions }: IdentityGrantee, repository: ecr.IRepository): NamedGrantee {
  let named: NamedGrantee[];
  try {
    // reading it makes a lazy role real, so it is read only when it is needed
    named = namedGrantees(principal.policyFragment.principalJson, conditions, repository);
  } catch {
    throw new SecureRepositoryError('grant-placement', repository, `the repository policy has to name ${name}. ${nameless(principal)}`);
  }
  if (named.length === 1) return { ...named[0], name };
  throw new SecureRepositoryError(
    'grant-placement',
    repository,
    `the repository policy has to name ${name}, which stands for ${named.length} principals there: grant to each of them`,
  );
}

/** What to do about a principal that has no name the repository's stack could know. */
function nameless(principal: iam.IPrincipal): string {
  if (!Construct.isConstruct(principal)) return 'A policy has no ARN that could be named there: grant to the role or user that has it';
  const property = 'userName' in principal ? 'userName' : 'roleName';
  return `Its name is generated at the deployment, and another account cannot know it: set ${property}, for which PhysicalName.GENERATE_IF_NEEDED is enough`;
}

/** An account or a Region that is a token means the place of the stack that uses it: the wrong one for the other stack. */
function requireSameKindOfEnvironment({ principal, name }: IdentityGrantee, owned: boolean, repository: ecr.IRepository): void {
  const construct = constructOfPrincipal(principal);
  if (!construct || Stack.of(construct) === Stack.of(repository)) return;
  const known = (value: string) => !Token.isUnresolved(value);
  const grantees = Stack.of(construct);
  const { account, resource } = RepositoryIdentity.of(repository);
  // a principal that is imported by a token may be anywhere, and so may what it was imported by
  const { principalAccount = grantees.account } = principal;
  const isOfStack = principalAccount === grantees.account;
  if (!owned && !isOfStack && !(known(principalAccount) && known(grantees.account))) return;
  const regionLost = resource !== undefined && !known(repository.env.region) && known(grantees.region);
  if (known(account) === known(principalAccount) && !regionLost) return;
  const [given, missing] = known(account) && !regionLost ? [repository, construct] : [construct, repository];
  throw new SecureRepositoryError(
    'grant-placement',
    repository,
    `cannot tell whether ${name} is in the same account and Region: stack ${Stack.of(given).node.path} has an environment and ` +
      `stack ${Stack.of(missing).node.path} has none: give both stacks an env`,
  );
}
