import { Stack } from 'aws-cdk-lib';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as iam from 'aws-cdk-lib/aws-iam';
import { AccessEntry } from './access-entry';
import { levelInWords } from './access-level';
import { Conditions } from './conditions';
import { namesOf } from './grantee';

export type Place = 'identity policy' | 'repository policy' | 'outside of this app';

/** A permission, as far as a person wants to know. */
interface Permission {
  readonly grantee: string;
  readonly actions: readonly string[];
  readonly places: readonly Place[];
  readonly effect: string;
  readonly conditions: Conditions;
}

const RECORDS = new WeakMap<ecr.IRepository, AccessRecord>();

/** What has been allowed on one repository, by grants and by statements of the user's own. */
export class AccessRecord {
  public static of(repository: ecr.IRepository): AccessRecord {
    let record = RECORDS.get(repository);
    if (!record) RECORDS.set(repository, (record = new AccessRecord(repository)));
    return record;
  }

  private readonly grants: Permission[] = [];
  private readonly statements: iam.PolicyStatement[] = [];

  private constructor(private readonly repository: ecr.IRepository) {}

  public addGrant(grantee: string, actions: readonly string[], places: readonly Place[], conditions: Conditions): void {
    this.grants.push({ grantee, actions, places, effect: iam.Effect.ALLOW, conditions });
  }

  /** A statement that was given to the repository policy directly. It is read when it is asked for: the user may still edit it. */
  public addStatement(statement: iam.PolicyStatement): void {
    this.statements.push(statement);
  }

  /** Who may do what: an entry for each grantee and set of conditions, in alphabetical order. */
  public describe(): AccessEntry[] {
    const merged = new Map<string, Permission>();
    for (const given of [...this.grants, ...this.statements.flatMap((statement) => this.read(statement))]) {
      const permission = { ...given, conditions: Stack.of(this.repository).resolve(given.conditions) as Conditions };
      const key = JSON.stringify([permission.grantee, permission.effect, permission.conditions]);
      const earlier = merged.get(key);
      merged.set(key, {
        ...permission,
        actions: sortedUnion(earlier?.actions, permission.actions),
        places: sortedUnion(earlier?.places, permission.places),
      });
    }
    return [...merged.entries()]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([, { grantee, actions, places, effect, conditions }]) => ({
        grantee,
        level: levelInWords(actions),
        actions: [...actions],
        standsIn: places.join(' and '),
        effect,
        ...(Object.keys(conditions).length > 0 && { conditions }),
      }));
  }

  private read(statement: iam.PolicyStatement): Permission[] {
    const json = Stack.of(this.repository).resolve(statement.toStatementJson());
    const principals = namesOf(typeof json.Principal === 'string' ? { AWS: json.Principal } : (json.Principal ?? {}), json.Condition ?? {});
    const others = namesOf(json.NotPrincipal ?? {}, {}).map((name) => `everyone but ${name}`);
    return [...principals, ...others].map((grantee) => ({
      grantee,
      actions: [json.Action ?? [], [json.NotAction ?? []].flat().map((action) => `everything but ${action}`)].flat(),
      places: ['repository policy'],
      effect: json.Effect,
      conditions: json.Condition ?? {},
    }));
  }
}

function sortedUnion<T>(first: readonly T[] = [], second: readonly T[]): T[] {
  return [...new Set([...first, ...second])].sort();
}
