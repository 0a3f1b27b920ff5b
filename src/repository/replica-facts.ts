import * as ecr from 'aws-cdk-lib/aws-ecr';

/** What a grant needs to know about a replica of a repository. */
export interface ReplicaFacts {
  readonly region: string;
  /** The name; undefined if it is known only at deployment. */
  readonly name: string | undefined;
  /** Whether the policy of the replica is managed by a template in its Region, or outside the app. */
  readonly isPolicyExternal: boolean;
}

const REPLICAS = new WeakMap<ecr.IRepository, ReplicaFacts>();

/** Records that a repository is a replica. The module `registry` creates replicas, and the modules below read the facts. */
export function recordReplica(replica: ecr.IRepository, facts: ReplicaFacts): void {
  REPLICAS.set(replica, facts);
}

/** Returns the facts about a replica, or undefined for every other repository. */
export function replicaFacts(repository: ecr.IRepository): ReplicaFacts | undefined {
  return REPLICAS.get(repository);
}
