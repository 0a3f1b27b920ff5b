import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct, IConstruct } from 'constructs';
import { Conditions, mergedConditions, withoutConditions } from './conditions';
import { PermissionSetPrincipal } from './permission-set-principal';
import { wrappedPrincipal } from '../private/cdk-internals';
import { describeValue, quoted } from '../private/format-value';
import { intrinsicText, withTokensAs } from '../private/intrinsics';
import { SecureRepositoryError } from '../private/secure-repository-error';
import { isUnknown, withPlaceholdersAs } from '../private/unknown-value';
import { constructOf, resolvedToRead } from '../private/values-of-other-stacks';

/** A principal with an identity policy: a role, user, group or policy, owned or imported. */
export interface IdentityGrantee {
  readonly kind: 'identity';
  /** The name in messages and in `describe()`. */
  readonly name: string;
  /** The principal that the statements are added to. */
  readonly principal: iam.IPrincipal;
  /** The conditions around the principal, which are part of each of its statements. */
  readonly conditions: Conditions;
}

/** A principal that only a resource policy can allow: an account, an ARN, an organization or a service. */
export interface ResourcePolicyGrantee {
  readonly kind: 'resource policy';
  readonly name: string;
  /** The type of the principal in a statement, such as `AWS` or `Service`. */
  readonly type: string;
  /** The principal as passed. This value is written, so that `aws-cdk-lib` turns its tokens into references. */
  readonly value: unknown;
  /** The principal, resolved in the stack of the repository. This value is only read. */
  readonly resolved: unknown;
  /** The conditions as passed. */
  readonly conditions: Conditions;
}

/** A permission set of IAM Identity Center. */
export interface PermissionSetGrantee {
  readonly kind: 'permission set';
  readonly name: string;
  readonly principal: PermissionSetPrincipal;
  readonly conditions: Conditions;
}

export type Grantee = IdentityGrantee | ResourcePolicyGrantee | PermissionSetGrantee;

/** An account as the principal of a statement: its root or its ID, either of which may be a reference. */
const ACCOUNT = /^(?:arn:[^:]*(?:::Partition\})?:iam::)?(\d{12}|\$\{AWS::AccountId\})(?::root)?$/;

/** Returns the principals that a grantee consists of. Composites are split; conditions and session tags are unwrapped. */
export function granteesOf(grantee: iam.IGrantable, repository: ecr.IRepository): Grantee[] {
  if (!grantee?.grantPrincipal) {
    throw new SecureRepositoryError(
      'grant-principal',
      repository,
      `grantee is ${describeValue(grantee)}, but must be a role, a user or another principal. Pass the construct or its role.`,
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
      'the grantee was imported without its role, so there is no principal to allow. Import it with its role, or grant to that role.',
    );
  }
  if (principal instanceof PermissionSetPrincipal) {
    // a wrapper repeats the conditions of the principal, which the repository policy contains anyway
    const conditions = withoutConditions(around, principal.policyFragment.conditions as Conditions);
    return [{ kind: 'permission set', name: String(principal), principal, conditions }];
  }
  if (!(principal instanceof iam.PrincipalBase)) {
    return [{ kind: 'identity', name: nameOf(principal), principal, conditions: around }];
  }
  const { principalJson, conditions } = principal.policyFragment;
  return resourcePolicyGrantees(principalJson, mergedConditions(repository, conditions as Conditions, around), repository);
}

/** Returns the principals of a statement separately. */
export function resourcePolicyGrantees(
  principalJson: object,
  conditions: Conditions,
  repository: ecr.IRepository,
): ResourcePolicyGrantee[] {
  return Object.entries(principalJson).flatMap(([type, values]) =>
    [values].flat().map((value: unknown) => {
      const resolved = resolvedToRead(value, repository);
      return withConditions({ kind: 'resource policy', name: '', type, value, resolved, conditions }, conditions, repository);
    }),
  );
}

/** Returns the principal with other conditions, which its name reflects. */
export function withConditions(grantee: ResourcePolicyGrantee, conditions: Conditions, repository: ecr.IRepository): ResourcePolicyGrantee {
  const { type, value, resolved } = grantee;
  // two stacks may have resources with the same logical ID, and the text of a reference contains nothing else
  const name =
    constructOf(value)?.node.path ?? namesOf({ [type]: resolved }, resolvedToRead(conditions, repository) as Conditions).join(', ');
  return { ...grantee, name, conditions };
}

function nameOf(principal: iam.IPrincipal): string {
  if (Construct.isConstruct(principal)) return principal.node.path;
  // the principals of a managed or inline policy have a description: "Policy(Stack/Id)"
  const text = String(principal);
  return text === '[object Object]' ? 'a principal of the app' : text;
}

const ORGANIZATION_KEY = /^aws:principalorg(id|paths)$/i;
const PRINCIPAL_ARN_KEY = /^aws:principalarn$/i;
const SOURCE_KEY = /^aws:source(arn|account|orgid|orgpaths)$/i;

/** Returns the names of the principals of a resolved statement, for messages and `describe()`. */
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
  // a negated condition excludes principals instead of naming them
  const positive = Object.entries(conditions).filter(([operator]) => !/not|IfExists$|^ForAllValues:|^Null$/i.test(operator));
  return positive.flatMap(([, condition]) =>
    Object.entries(condition)
      .filter(([key]) => wanted.test(key))
      .flatMap(([, value]) => [value].flat().map(intrinsicText)),
  );
}

/** Returns the sources that a service calls for: accounts, or resources where the conditions name them. */
function sources(conditions: Conditions): string {
  const texts = valuesOf(conditions, SOURCE_KEY).map((text) => (/^\d{12}$/.test(text) ? `account ${text}` : text));
  const accounts = texts.map((text) => text.replace(/^arn:.*:(\d{12}|\$\{AWS::AccountId\}):function:\*$/, 'account $1'));
  return [...new Set(accounts)].join(', ');
}

/** @see https://docs.aws.amazon.com/organizations/latest/APIReference/API_Organization.html */
const ORGANIZATION = /^o-[a-z0-9]{10,32}$/;
/** @see https://docs.aws.amazon.com/organizations/latest/APIReference/API_OrganizationalUnit.html */
const ORGANIZATIONAL_UNIT = /^(o-[a-z0-9]{10,32}\/r-[a-z0-9]{4,32}(?:\/ou-[a-z0-9]{4,32}-[a-z0-9]{8,32})+)(?:\/\*?)?$/;

/** @throws unless the account is 12 digits or not known yet */
export function checkAccount(place: IConstruct, account: string): void {
  if (isUnverifiable(account) || /^\d{12}$/.test(account)) return;
  throw new SecureRepositoryError(
    'principal-id',
    place,
    `account is ${quoted(account)}, but must be a 12-digit account ID. Pass all 12 digits as text.`,
  );
}

/** @throws unless the ID has the form of an organization ID or is not known yet */
export function checkOrganization(place: IConstruct, id: string): void {
  if (isUnverifiable(id) || ORGANIZATION.test(id)) return;
  throw new SecureRepositoryError(
    'principal-id',
    place,
    `organization is ${quoted(id)}, but must be "o-" and 10 to 32 lowercase letters or digits. Pass the Id that ` +
      '`aws organizations describe-organization` prints.',
  );
}

/** Returns the pattern that matches the path of each principal in an organizational unit and in the units below it. */
export function organizationPath(place: IConstruct, path: string): string {
  if (isUnknown(path) && isUnverifiable(path.replace(/\/\*$/, ''))) return path;
  const unit = ORGANIZATIONAL_UNIT.exec(path)?.[1];
  if (unit !== undefined) return `${unit}/*`;
  throw new SecureRepositoryError(
    'principal-id',
    place,
    `path is ${quoted(path)}, but must consist of the organization, the root and at least one organizational unit, such as ` +
      '"o-a1b2c3d4e5/r-ab12/ou-ab12-11111111". For the whole organization, use grantPullToOrganization.',
  );
}

/** Whether a value is unknown before the deployment, wholly or in part. A wildcard beside the unknown part would match others, so it is checked. */
function isUnverifiable(value: string): boolean {
  return isUnknown(value) && !/[*?]/.test(withTokensAs(withPlaceholdersAs(value, ''), ''));
}
