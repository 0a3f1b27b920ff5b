import { Stack } from 'aws-cdk-lib';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { Conditions, mergedConditions } from './conditions';
import { given } from '../private/given';
import { intrinsicText } from '../private/intrinsic-text';
import { SecureRepositoryError } from '../private/secure-repository-error';

/** The principal of a statement, resolved: each value a string or an intrinsic function. */
export type PrincipalJson = { readonly [type: string]: readonly unknown[] };

/** A principal with an identity policy: a role, a user, a group, a policy, owned or imported. */
export interface IdentityGrantee {
  readonly kind: 'identity';
  /** What a person calls it. */
  readonly name: string;
  /** What takes the statements. */
  readonly principal: iam.IPrincipal;
  /** The conditions around it, which belong into each of its statements. */
  readonly conditions: Conditions;
}

/** A principal that only a repository policy can allow: an account, an ARN, an organization, a service. */
export interface NamedGrantee {
  readonly kind: 'named';
  readonly name: string;
  /** The principal of a statement, resolved in the repository's stack. */
  readonly json: PrincipalJson;
  readonly conditions: Conditions;
}

/** An account as the principal of a statement: its root or its number, which may be a reference. */
const ACCOUNT = /^(?:arn:[^:]*(?:::Partition\})?:iam::)?(\d{12}|\$\{AWS::AccountId\})(?::root)?$/;

export type Grantee = IdentityGrantee | NamedGrantee;

/** Who is meant by a grantee: the parts of a composite principal each by itself, conditions and session tags looked through. */
export function granteesOf(grantee: iam.IGrantable, repository: ecr.IRepository): Grantee[] {
  if (!grantee?.grantPrincipal) {
    throw new SecureRepositoryError(
      repository,
      `grantee is ${given(grantee)}, expected a role, a user or another principal: pass the role that it works with`,
    );
  }
  return parts(grantee.grantPrincipal, {}, repository);
}

function parts(principal: iam.IPrincipal, around: Conditions, repository: ecr.IRepository): Grantee[] {
  if (principal instanceof iam.CompositePrincipal) {
    return principal.principals.flatMap((part) => parts(part, around, repository));
  }
  if (principal instanceof iam.PrincipalWithConditions) {
    return parts(wrappedBy(principal), mergedConditions(principal.conditions as Conditions, around), repository);
  }
  if (principal instanceof iam.SessionTagsPrincipal) return parts(wrappedBy(principal), around, repository);
  if (principal instanceof iam.UnknownPrincipal) {
    throw new SecureRepositoryError(
      repository,
      'the grantee was imported without its role, so that there is nobody to allow: import it with its role, or grant to that role',
    );
  }
  if (!(principal instanceof iam.PrincipalBase)) {
    return [{ kind: 'identity', name: nameOf(principal), principal, conditions: around }];
  }
  const { principalJson, conditions } = principal.policyFragment;
  const json = Stack.of(repository).resolve(principalJson) as PrincipalJson;
  const all = Stack.of(repository).resolve(mergedConditions(conditions as Conditions, around)) as Conditions;
  return [{ kind: 'named', name: namesOf(json, all).join(', '), json, conditions: all }];
}

/** What is inside of a wrapper; the member is protected, and there is no other way in. */
function wrappedBy(wrapper: iam.PrincipalWithConditions | iam.SessionTagsPrincipal): iam.IPrincipal {
  return (wrapper as unknown as { readonly wrapped: iam.IPrincipal }).wrapped;
}

function nameOf(principal: iam.IPrincipal): string {
  if (Construct.isConstruct(principal)) return principal.node.path;
  // the grantees of a managed or an inline policy say which policy they are: "Policy(Stack/Id)"
  const text = String(principal);
  return text === '[object Object]' ? 'a principal of the app' : text;
}

/** What a person calls the principals of a statement. */
export function namesOf(json: { readonly [type: string]: unknown }, conditions: Conditions): string[] {
  const organizations = Object.values(conditions).flatMap((condition) =>
    Object.entries(condition)
      .filter(([key]) => /^aws:principalorg(id|paths)$/i.test(key))
      .flatMap(([, value]) => [value].flat().map(intrinsicText)),
  );
  return Object.values(json).flatMap((values) =>
    [values].flat().map((value) => {
      if (value === '*') return organizations.length > 0 ? `organization ${organizations.join(', ')}` : 'everyone';
      const text = intrinsicText(value);
      const account = ACCOUNT.exec(text);
      return account ? `account ${account[1]}` : text;
    }),
  );
}
