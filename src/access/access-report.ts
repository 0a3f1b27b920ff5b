import { Stack } from 'aws-cdk-lib';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as iam from 'aws-cdk-lib/aws-iam';
import { describeActions } from './actions';
import { Conditions } from './conditions';
import { namesOf } from './grantee';
import { RenderedStatement } from './statement-check';
import { valueIdentity } from '../private/values-of-other-stacks';

/** A permission on a repository, as `RepositoryAccess.describe` returns it. */
export interface AccessEntry {
  /**
   * The principal: the path of a construct, an ARN, a service with the account or the resource that it acts for,
   * "account 111122223333", "permission set NAME", "organization o-…" or "everyone".
   */
  readonly grantee: string;
  /** The access level, such as "pull", "push", "pull and push" or "read". Actions that are not in a level are listed. */
  readonly level: string;
  /** The IAM actions in alphabetical order, without the login (`ecr:GetAuthorizationToken`) and signing (`signer:SignPayload`). */
  readonly actions: string[];
  /**
   * The type of the policy that contains the permission: "identity policy", "repository policy", "registry policy", or several joined by "and". It is "managed
   * externally" if the app does not write the policy, "unattached policy" or "policy of an unused role" if the policy is not in a template
   * yet, and empty for a repository that has not been looked up yet.
   */
  readonly policyType: string;
  /** "Allow" or "Deny". */
  readonly effect: string;
  /**
   * The conditions of the permission, as in an IAM policy.
   * @default - no condition
   */
  readonly conditions?: { [operator: string]: unknown };
}

export type PolicyType =
  'identity policy' | 'repository policy' | 'registry policy' | 'managed externally' | 'unattached policy' | 'policy of an unused role';

/** A permission that a grant has written. */
export interface AppliedPermission {
  readonly grantee: string;
  readonly actions: readonly string[];
  /** Returns the policies at the time of the description, because a policy can be attached later. */
  readonly policyTypes: () => readonly PolicyType[];
  readonly conditions: Conditions;
}

interface Permission {
  readonly grantee: string;
  readonly actions: readonly string[];
  readonly policyTypes: readonly PolicyType[];
  readonly effect: string;
  readonly conditions: Conditions;
}

const REPORTS = new WeakMap<ecr.IRepository, AccessReport>();

/** The permissions that grants have written for one repository. */
export class AccessReport {
  public static of(repository: ecr.IRepository): AccessReport {
    let report = REPORTS.get(repository);
    if (!report) REPORTS.set(repository, (report = new AccessReport(repository)));
    return report;
  }

  private readonly grants: AppliedPermission[] = [];

  private constructor(private readonly repository: ecr.IRepository) {}

  public add(permission: AppliedPermission): void {
    this.grants.push(permission);
  }

  /**
   * Describes the permissions: one entry for each grantee and set of conditions, in alphabetical order.
   * @param statements the statements in the repository policy that are not those of grants
   */
  public describe(statements: readonly RenderedStatement[]): AccessEntry[] {
    const granted = this.grants.map((grant) => ({ ...grant, policyTypes: grant.policyTypes(), effect: iam.Effect.ALLOW }));
    const merged = new Map<string, Permission>();
    for (const permission of [...granted, ...statements.flatMap(permissionsOf)]) {
      const { grantee, effect, conditions } = permission;
      const key = JSON.stringify([grantee, effect, valueIdentity(conditions, this.repository)]);
      const earlier = merged.get(key);
      merged.set(key, {
        ...permission,
        actions: sortedUnion(earlier?.actions, permission.actions),
        policyTypes: sortedUnion(earlier?.policyTypes, permission.policyTypes),
      });
    }
    return [...merged.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, permission]) => this.entry(permission));
  }

  private entry({ grantee, actions, policyTypes, effect, conditions }: Permission): AccessEntry {
    return {
      grantee,
      level: describeActions(actions),
      actions: [...actions],
      policyType: policyTypes.join(' and '),
      effect,
      ...(Object.keys(conditions).length > 0 && { conditions: Stack.of(this.repository).resolve(conditions) as Conditions }),
    };
  }
}

/** Returns the permissions of a statement, one for each principal. */
function permissionsOf(statement: RenderedStatement): Permission[] {
  const {
    Principal: principal = {},
    NotPrincipal: notPrincipal = {},
    Condition: conditions = {},
    Action: action = [],
    NotAction: notAction = [],
  } = statement;
  const included = namesOf(byType(principal), conditions);
  const excluded = namesOf(byType(notPrincipal), {}).map((name) => `everyone except ${name}`);
  return [...included, ...excluded].map((grantee) => ({
    grantee,
    actions: [[action].flat(), [notAction].flat().map((one) => `everything except ${String(one)}`)].flat().map(String),
    policyTypes: ['repository policy'],
    effect: statement.Effect,
    conditions,
  }));
}

function byType(principal: unknown): { readonly [type: string]: unknown } {
  return typeof principal === 'object' && principal !== null ? { ...principal } : { AWS: principal };
}

function sortedUnion<T>(first: readonly T[] = [], second: readonly T[]): T[] {
  return [...new Set([...first, ...second])].sort();
}
