import { Stack } from 'aws-cdk-lib';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as iam from 'aws-cdk-lib/aws-iam';
import { AccessEntry } from './access-entry';
import { levelInWords } from './access-level';
import { Conditions } from './conditions';
import { namesOf } from './grantee';
import { RenderedStatement } from './statement-check';
import { valueIdentity } from '../private/values-of-other-stacks';

export type Place = 'identity policy' | 'repository policy' | 'managed externally' | 'unattached policy' | 'policy of an unused role';

/** A permission that a grant has written. */
export interface AppliedPermission {
  readonly grantee: string;
  readonly actions: readonly string[];
  /** Where it is; asked at the time of the description, because a policy may be attached later. */
  readonly places: () => readonly Place[];
  readonly conditions: Conditions;
}

interface Permission {
  readonly grantee: string;
  readonly actions: readonly string[];
  readonly places: readonly Place[];
  readonly effect: string;
  readonly conditions: Conditions;
}

const RECORDS = new WeakMap<ecr.IRepository, AccessRecord>();

/** What grants have allowed on one repository. */
export class AccessRecord {
  public static of(repository: ecr.IRepository): AccessRecord {
    let record = RECORDS.get(repository);
    if (!record) RECORDS.set(repository, (record = new AccessRecord(repository)));
    return record;
  }

  private readonly grants: AppliedPermission[] = [];

  private constructor(private readonly repository: ecr.IRepository) {}

  public add(permission: AppliedPermission): void {
    this.grants.push(permission);
  }

  /**
   * Describes the permissions: an entry for each grantee and set of conditions, in alphabetical order.
   * @param statements what is in the repository policy besides the grants
   */
  public describe(statements: readonly RenderedStatement[]): AccessEntry[] {
    const granted = this.grants.map((grant) => ({ ...grant, places: grant.places(), effect: iam.Effect.ALLOW }));
    const merged = new Map<string, Permission>();
    for (const permission of [...granted, ...statements.flatMap(permissionsOf)]) {
      const { grantee, effect, conditions } = permission;
      const key = JSON.stringify([grantee, effect, valueIdentity(conditions, this.repository)]);
      const earlier = merged.get(key);
      merged.set(key, {
        ...permission,
        actions: sortedUnion(earlier?.actions, permission.actions),
        places: sortedUnion(earlier?.places, permission.places),
      });
    }
    return [...merged.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, permission]) => this.entry(permission));
  }

  private entry({ grantee, actions, places, effect, conditions }: Permission): AccessEntry {
    return {
      grantee,
      level: levelInWords(actions),
      actions: [...actions],
      policyType: places.join(' and '),
      effect,
      ...(Object.keys(conditions).length > 0 && { conditions: Stack.of(this.repository).resolve(conditions) as Conditions }),
    };
  }
}

/** The permissions of a statement, one for each principal. */
function permissionsOf(statement: RenderedStatement): Permission[] {
  const {
    Principal: principal = {},
    NotPrincipal: others = {},
    Condition: conditions = {},
    Action: action = [],
    NotAction: rest = [],
  } = statement;
  const named = namesOf(byType(principal), conditions);
  const notNamed = namesOf(byType(others), {}).map((name) => `everyone but ${name}`);
  return [...named, ...notNamed].map((grantee) => ({
    grantee,
    actions: [[action].flat(), [rest].flat().map((one) => `everything but ${String(one)}`)].flat().map(String),
    places: ['repository policy'],
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
