import { Aws, IResolvable, Lazy } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { IConstruct } from 'constructs';
import { describeValue, quoted } from '../private/format-value';
import { checkOptions, checkType } from '../private/input-type';
import { SecureRepositoryError } from '../private/secure-repository-error';
import { isUnknown } from '../private/unknown-value';
import { valueIdentity } from '../private/values-of-other-stacks';

/** Options for `PermissionSetPrincipal`. */
export interface PermissionSetPrincipalOptions {
  /**
   * The account that the permission set is provisioned to, 12 digits.
   * @default - the account of the repository
   */
  readonly account?: string;

  /**
   * Whether to match any suffix after the name instead of exactly 16 characters. AWS documents the pattern with `*`, which also matches
   * every permission set whose name begins with this name and an underscore.
   * @default false - exactly 16 characters, an observed length that AWS does not document
   */
  readonly anySuffix?: boolean;
}

interface RequiredStatement {
  readonly actions: readonly string[];
  /** The resources, by the value that is deployed. */
  readonly resources: Map<string, string>;
}

/** The statements that permission sets require, by the root of the construct tree and by the principal. */
const REQUIRED = new WeakMap<IConstruct, Map<string, Map<string, RequiredStatement>>>();

/** @see https://docs.aws.amazon.com/singlesignon/latest/APIReference/API_CreatePermissionSet.html */
const NAME = /^[\w+=,.@-]{1,32}$/;
/** The path of the roles that IAM Identity Center provisions. */
const PATH = 'role/aws-reserved/sso.amazonaws.com/';

/**
 * A permission set of IAM Identity Center as a principal. Grants apply to the users who are assigned to the permission set.
 *
 * IAM Identity Center creates the role of a permission set in each account, with a suffix that changes when the role is provisioned
 * again. Only IAM Identity Center can change the policies of that role, so grants match the role by its name in the repository policy.
 * `inlinePolicyFor` returns the permissions that the permission set itself requires: the login, and the actions on repositories of other
 * accounts.
 *
 * @example
 * declare const repository: SecureRepository;
 * const developers = new PermissionSetPrincipal('Developers');
 * repository.grantPullPush(developers);
 * new CfnOutput(this, 'PolicyOfDevelopers', { value: this.toJsonString(developers.inlinePolicyFor(this)) });
 *
 * @see https://docs.aws.amazon.com/singlesignon/latest/userguide/referencingpermissionsets.html
 */
export class PermissionSetPrincipal extends iam.PrincipalBase {
  private readonly account?: string;
  private readonly suffix: string;

  /**
   * @param permissionSetName the name of the permission set, 1 to 32 letters, digits and `_+=,.@-`
   * @param options the account, and how to match the suffix
   */
  constructor(
    private readonly permissionSetName: string,
    options: PermissionSetPrincipalOptions = {},
  ) {
    super();
    const place = `PermissionSetPrincipal(${describeValue(permissionSetName)})`;
    checkOptions(place, 'options', options, { account: 'text', anySuffix: 'flag' });
    const { account, anySuffix = false } = options;
    if (typeof permissionSetName !== 'string' || (!isUnknown(permissionSetName) && !NAME.test(permissionSetName))) {
      throw new SecureRepositoryError(
        'permission-set',
        place,
        'the name of a permission set must consist of 1 to 32 letters, digits and "_+=,.@-". Pass the name, not the ARN or the name of its role.',
      );
    }
    if (permissionSetName.startsWith('AWSReservedSSO_')) {
      throw new SecureRepositoryError(
        'permission-set',
        place,
        `the value is the name of a role, which changes when the permission set is provisioned again. Pass ${quoted(
          permissionSetName.replace(/^AWSReservedSSO_/, '').replace(/_[0-9a-f]{16}$/, ''),
        )}.`,
      );
    }
    if (account !== undefined && !isUnknown(account) && !/^\d{12}$/.test(account)) {
      throw new SecureRepositoryError(
        'permission-set',
        place,
        `account is ${quoted(account)}, but must be a 12-digit account ID. Pass all 12 digits as text.`,
      );
    }
    this.account = account;
    this.suffix = anySuffix ? '*' : '?'.repeat(16);
  }

  /**
   * Returns the inline policy that the permission set requires for the grants of the app. The policy is evaluated at synthesis, and has no
   * statements if no grant requires one.
   * @param scope any construct of the app, such as the stack that renders the policy
   */
  public inlinePolicyFor(scope: IConstruct): IResolvable {
    checkType(`${String(this)}.inlinePolicyFor`, 'scope', scope, 'construct');
    return Lazy.uncachedAny({
      produce: () => ({
        Version: '2012-10-17',
        Statement: [...this.requiredIn(scope).values()].map(({ actions, resources }) => ({
          Action: actions,
          Effect: 'Allow',
          Resource: [...resources.values()],
        })),
      }),
    });
  }

  /**
   * The principal in a policy: everyone, with conditions on the ARN and the account of the role. A statement for the root of an account
   * would have an effect only if the policy of the role also allowed the actions.
   */
  public get policyFragment(): iam.PrincipalPolicyFragment {
    return new iam.PrincipalPolicyFragment(
      { AWS: ['*'] },
      {
        ArnLike: { 'aws:PrincipalArn': this._roleArns(Aws.ACCOUNT_ID, Aws.PARTITION) },
        StringEquals: { 'aws:PrincipalAccount': this._accountFor(Aws.ACCOUNT_ID) },
      },
    );
  }

  public dedupeString(): string {
    return `PermissionSetPrincipal(${this._accountFor('')}/${this.permissionSetName}${this.suffix})`;
  }

  public toString(): string {
    const account =
      this.account === undefined ? '' : ` of ${isUnknown(this.account) ? 'an account that is not known yet' : `account ${this.account}`}`;
    return `permission set ${this.permissionSetName}${account}`;
  }

  /** @internal */
  public _accountFor(repositoryAccount: string): string {
    return this.account ?? repositoryAccount;
  }

  /**
   * Returns the ARNs of the role. Except in us-east-1 the path contains the Region. A single pattern with `*` before the name would match
   * a permission set `x_AWSReservedSSO_NAME`.
   * @internal
   */
  public _roleArns(repositoryAccount: string, partition: string): string[] {
    const start = `arn:${partition}:iam::${this._accountFor(repositoryAccount)}:${PATH}`;
    const role = `AWSReservedSSO_${this.permissionSetName}_${this.suffix}`;
    return [`${start}${role}`, `${start}*/${role}`];
  }

  /**
   * Adds permissions that the permission set requires.
   * @internal
   */
  public _require(scope: IConstruct, actions: readonly string[], resource: string): void {
    const statements = this.requiredIn(scope);
    const statement = statements.get(actions.join()) ?? { actions, resources: new Map<string, string>() };
    statements.set(actions.join(), statement);
    statement.resources.set(valueIdentity(resource, scope), resource);
  }

  /** Principals are values: equal principals require the same policy, one in each app. */
  private requiredIn({ node: { root } }: IConstruct): Map<string, RequiredStatement> {
    const ofApp = REQUIRED.get(root) ?? new Map<string, Map<string, RequiredStatement>>();
    REQUIRED.set(root, ofApp);
    const statements = ofApp.get(this.dedupeString()) ?? new Map<string, RequiredStatement>();
    ofApp.set(this.dedupeString(), statements);
    return statements;
  }
}
