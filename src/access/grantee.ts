import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { Conditions, mergedConditions, withoutConditions } from './conditions';
import { PermissionSetPrincipal } from './permission-set-principal';
import { wrappedPrincipal } from '../private/cdk-internals';
import { describeValue } from '../private/format-value';
import { intrinsicText } from '../private/intrinsics';
import { SecureRepositoryError } from '../private/secure-repository-error';
import { constructOf, resolvedToRead } from '../private/values-of-other-stacks';

/** A principal with an identity policy: a role, a user, a group, a policy, owned or imported. */
export interface IdentityGrantee {
  readonly kind: 'identity';
  /** The name in messages and in `describe()`. */
  readonly name: string;
  /** Accepts the statements. */
  readonly principal: iam.IPrincipal;
  /** The conditions around it, which are part of each of its statements. */
  readonly conditions: Conditions;
}

/** One principal that only a repository policy can allow: an account, an ARN, an organization, a service. */
export interface NamedGrantee {
  readonly kind: 'named';
  readonly name: string;
  /** The type of the principal in a statement, such as `AWS` or `Service`. */
  readonly type: string;
  /** The principal as it was given: this is what is written, so that `aws-cdk-lib` makes references of its tokens. */
  readonly value: unknown;
  /** The same, resolved in the repository's stack: this is only read. */
  readonly resolved: unknown;
  /** The conditions as they were given. */
  readonly conditions: Conditions;
}

/** A permission set of IAM Identity Center. */
export interface PermissionSetGrantee {
  readonly kind: 'permission set';
  readonly name: string;
  readonly principal: PermissionSetPrincipal;
  readonly conditions: Conditions;
}

export type Grantee = IdentityGrantee | NamedGrantee | PermissionSetGrantee;

/** An account as the principal of a statement: its root or its number, which may be a reference. */
const ACCOUNT = /^(?:arn:[^:]*(?:::Partition\})?:iam::)?(\d{12}|\$\{AWS::AccountId\})(?::root)?$/;

/** The principals that a grantee consists of: composites are split, conditions and session tags looked through. */
export function granteesOf(grantee: iam.IGrantable, repository: ecr.IRepository): Grantee[] {
  if (!grantee?.grantPrincipal) {
    throw new SecureRepositoryError(
      'grant-principal',
      repository,
      `grantee is ${describeValue(grantee)}, expected a role, a user or another principal: pass the role that it works with`,
    );
  }
  return parts(grantee.grantPrincipal, {}, repository);
}

function parts(principal: iam.IPrincipal, around: Conditions, repository: ecr.IRepository): Grantee[] {
  if (principal instanceof iam.CompositePrincipal) {
    return principal.principals.flatMap((part) => parts(part, around, repository));
  }
  if (principal instanceof iam.PrincipalWithConditions) {
    return parts(wrappedPrincipal(principal), mergedConditions(repository, principal.conditions as Conditions, around), repository);
  }
  if (principal instanceof iam.SessionTagsPrincipal) return parts(wrappedPrincipal(principal), around, repository);
  if (principal instanceof iam.UnknownPrincipal) {
    throw new SecureRepositoryError(
      'grant-principal',
      repository,
      'the grantee was imported without its role, so that there is nobody to allow: import it with its role, or grant to that role',
    );
  }
  if (principal instanceof PermissionSetPrincipal) {
    // a wrapper has the conditions of the principal, too, which the side of the repository writes
    const conditions = withoutConditions(around, principal.policyFragment.conditions as Conditions);
    return [{ kind: 'permission set', name: String(principal), principal, conditions }];
  }
  if (!(principal instanceof iam.PrincipalBase)) {
    return [{ kind: 'identity', name: nameOf(principal), principal, conditions: around }];
  }
  const { principalJson, conditions } = principal.policyFragment;
  return namedGrantees(principalJson, mergedConditions(repository, conditions as Conditions, around), repository);
}

/** The principals of a statement, one by one. */
export function namedGrantees(principalJson: object, conditions: Conditions, repository: ecr.IRepository): NamedGrantee[] {
  return Object.entries(principalJson).flatMap(([type, values]) =>
    [values].flat().map((value: unknown) => {
      const resolved = resolvedToRead(value, repository);
      return withConditions({ kind: 'named', name: '', type, value, resolved, conditions }, conditions, repository);
    }),
  );
}

/** The same principal under other conditions, which its name tells, too. */
export function withConditions(grantee: NamedGrantee, conditions: Conditions, repository: ecr.IRepository): NamedGrantee {
  const { type, value, resolved } = grantee;
  // two stacks may have resources of the same logical ID, and the text of a reference has nothing else
  const name =
    constructOf(value)?.node.path ?? namesOf({ [type]: resolved }, resolvedToRead(conditions, repository) as Conditions).join(', ');
  return { ...grantee, name, conditions };
}

function nameOf(principal: iam.IPrincipal): string {
  if (Construct.isConstruct(principal)) return principal.node.path;
  // the grantees of a managed or an inline policy describe themselves: "Policy(Stack/Id)"
  const text = String(principal);
  return text === '[object Object]' ? 'a principal of the app' : text;
}

const ORGANIZATION_KEY = /^aws:principalorg(id|paths)$/i;
const PRINCIPAL_ARN_KEY = /^aws:principalarn$/i;
const SOURCE_KEY = /^aws:source(arn|account|orgid|orgpaths)$/i;

/** The names of the principals of a resolved statement, in messages and in `describe()`. */
export function namesOf(json: { readonly [type: string]: unknown }, conditions: Conditions): string[] {
  const organizations = valuesOf(conditions, ORGANIZATION_KEY);
  const arns = valuesOf(conditions, PRINCIPAL_ARN_KEY);
  return Object.entries(json).flatMap(([type, values]) =>
    [values].flat().map((value) => {
      if (value === '*') {
        if (organizations.length > 0) return `organization ${organizations.join(', ')}`;
        return arns.length > 0 ? arns.join(', ') : 'everyone';
      }
      const text = intrinsicText(value);
      if (type === 'Service') return [text, sources(conditions)].filter((part) => part !== '').join(' for ');
      const account = ACCOUNT.exec(text);
      return account ? `account ${account[1]}` : text;
    }),
  );
}

function valuesOf(conditions: Conditions, wanted: RegExp): string[] {
  // what is excluded is not who is meant
  const positive = Object.entries(conditions).filter(([operator]) => !/not|IfExists$|^ForAllValues:|^Null$/i.test(operator));
  return positive.flatMap(([, condition]) =>
    Object.entries(condition)
      .filter(([key]) => wanted.test(key))
      .flatMap(([, value]) => [value].flat().map(intrinsicText)),
  );
}

/** On whose behalf a service calls: an account, or what is named more closely. */
function sources(conditions: Conditions): string {
  const texts = valuesOf(conditions, SOURCE_KEY).map((text) => (/^\d{12}$/.test(text) ? `account ${text}` : text));
  const accounts = texts.map((text) => text.replace(/^arn:.*:(\d{12}|\$\{AWS::AccountId\}):function:\*$/, 'account $1'));
  return [...new Set(accounts)].join(', ');
}
