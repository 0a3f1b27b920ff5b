import { Stack, Token, TokenComparison } from 'aws-cdk-lib';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { IdentityGrantee, NamedGrantee, PrincipalJson } from './grantee';
import { KnownRepository } from './known-repository';
import { PolicyPrincipal } from './repository-policy-writer';
import { arnText } from '../private/intrinsic-text';
import { SecureRepositoryError } from '../private/secure-repository-error';

/** On which sides a permission must stand. */
export interface Sides {
  /** Whether the grantee's identity policy allows it. */
  readonly identity: boolean;
  /** Whom the repository policy allows, where it must; asked only when it is written, because it needs a name that is known there. */
  readonly repository?: () => PolicyPrincipal;
}

/** The sides for a principal with an identity policy: its own in the same account, both from account to account. */
export function sidesOfIdentity(grantee: IdentityGrantee, repository: ecr.IRepository): Sides {
  const { principal, name } = grantee;
  const owned = iam.principalIsOwnedResource(principal) || principal instanceof iam.LazyRole;
  if (owned) requireSameKindOfEnvironment(grantee, repository);
  const { account } = KnownRepository.of(repository);
  const { principalAccount = account } = principal;
  const comparison = Token.compareStrings(account, principalAccount);
  if (comparison === TokenComparison.SAME || comparison === TokenComparison.BOTH_UNRESOLVED) {
    if (owned || !isAway(principal, principalAccount)) return { identity: true };
    // its policies are in an account that this stack does not write to; in the repository's own account its policy is enough
    if (!('groupArn' in principal)) return { identity: false };
  }
  if ('groupArn' in principal) {
    throw new SecureRepositoryError(
      repository,
      `${name} is a group of account ${principalAccount}, and a policy cannot name a group: grant to a role of that account`,
    );
  }
  return {
    // what is imported from another account has policies there, which only a stack of that account can write
    identity: owned || comparison === TokenComparison.ONE_UNRESOLVED || isAtHome(principal, principalAccount),
    repository: () => {
      const [arn] = resourcePrincipal(grantee, repository).AWS ?? [];
      return { ...accountRoot(repository, principalAccount), conditions: grantee.conditions, principalArn: arn };
    },
  };
}

/** Whether a principal is imported in a stack of another account than its own: a policy that is attached there hits its namesake. */
function isAway(principal: iam.IPrincipal, account: string): boolean {
  return Construct.isConstruct(principal) && Token.compareStrings(Stack.of(principal).account, account) === TokenComparison.DIFFERENT;
}

/** Whether a principal stands in a stack of its own account: what is imported there has its policies within reach. */
function isAtHome(principal: iam.IPrincipal, account: string): boolean {
  return Construct.isConstruct(principal) && Token.compareStrings(Stack.of(principal).account, account) === TokenComparison.SAME;
}

/** An identity that takes no statements itself, as the repository policy names it. */
export function asNamed(grantee: IdentityGrantee, repository: ecr.IRepository): NamedGrantee {
  const { name, conditions } = grantee;
  return { kind: 'named', name, json: resourcePrincipal(grantee, repository), conditions };
}

/** The side for a principal that has no identity policy here. */
export function sideOfNamed({ json, conditions }: NamedGrantee, repository: ecr.IRepository): PolicyPrincipal {
  const [arn] = json.AWS ?? [];
  const account = arn === undefined ? undefined : /^arn:[^:]+:iam::(\d{12}):(?:role|user)\//.exec(arnText(arn))?.[1];
  // a role or user of another account need not exist yet, which ECR would not take as a principal
  if (account === undefined) return { json, conditions };
  const foreign = Token.compareStrings(account, KnownRepository.of(repository).account) === TokenComparison.DIFFERENT;
  return foreign ? { ...accountRoot(repository, account), conditions, principalArn: arn } : { json, conditions };
}

function accountRoot(repository: ecr.IRepository, account: string): { readonly json: PrincipalJson } {
  return { json: Stack.of(repository).resolve(new iam.AccountPrincipal(account).policyFragment.principalJson) };
}

/** The grantee as the principal of a statement; reading it makes a lazy role real, so it is read only when it is needed. */
function resourcePrincipal({ principal, name }: IdentityGrantee, repository: ecr.IRepository): PrincipalJson {
  try {
    const { principalJson } = principal.policyFragment;
    return namedElsewhere(principalJson, repository) ?? Stack.of(repository).resolve(principalJson);
  } catch {
    throw new SecureRepositoryError(
      repository,
      `${name} must be named in the repository policy, and has no name that is known there: give the role or user a physical name, ` +
        'PhysicalName.GENERATE_IF_NEEDED will do; instead of to a policy, grant to the role or user that has it',
    );
  }
}

/**
 * The principal by its physical name, as the account of an imported repository has to name it; undefined where it is at home, or
 * has none: then the reference is all that is known.
 */
function namedElsewhere(principalJson: object, repository: ecr.IRepository): PrincipalJson | undefined {
  const { resource, account } = KnownRepository.of(repository);
  if (resource || Token.isUnresolved(account) || account === Stack.of(repository).account) return undefined;
  const { region } = Stack.of(repository);
  try {
    return new Stack(undefined, undefined, { env: { account, region } }).resolve(principalJson);
  } catch {
    return undefined;
  }
}

/** An account or a Region that is a token means the place of the stack that uses it: the wrong one for the other stack. */
function requireSameKindOfEnvironment({ principal, name }: IdentityGrantee, repository: ecr.IRepository): void {
  if (!Construct.isConstruct(principal) || Stack.of(principal) === Stack.of(repository)) return;
  const known = (value: string) => !Token.isUnresolved(value);
  const grantees = Stack.of(principal);
  const { account } = KnownRepository.of(repository);
  const regionLost = KnownRepository.of(repository).resource && !known(repository.env.region) && known(grantees.region);
  if (known(account) === known(principal.principalAccount ?? grantees.account) && !regionLost) return;
  const [given, missing] = known(account) && !regionLost ? [repository, principal] : [principal, repository];
  throw new SecureRepositoryError(
    repository,
    `cannot tell whether ${name} is in the same account and Region: stack ${Stack.of(given).node.path} has an environment and ` +
      `stack ${Stack.of(missing).node.path} has none: give both stacks an env`,
  );
}
