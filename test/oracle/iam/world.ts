import { accountOf, identityOf } from './arn';
import { Caller } from './caller';
import { Policies } from './decide';
import { Policy } from './policy';

/** An identity by account, kind and name: how an `AWS::IAM::Policy` of its account attaches to it, whatever its path. */
export interface IdentityName {
  readonly account: string;
  readonly kind: 'role' | 'user' | 'group';
  readonly name: string;
}

/** A policy and whom it is attached to: identities, or the ARN of the resource. */
export interface AttachedPolicy {
  readonly policy: Policy;
  readonly identities?: readonly IdentityName[];
  readonly resource?: string;
}

/** What is deployed, as far as IAM looks at it: policies and memberships, all by value. */
export class World {
  private readonly identityPolicies = new Map<string, Policy[]>();
  private readonly resourcePolicies = new Map<string, Policy>();
  private readonly groupsOf = new Map<string, IdentityName[]>();

  constructor(
    public readonly policies: readonly AttachedPolicy[],
    public readonly memberships: readonly { readonly user: IdentityName; readonly group: IdentityName }[] = [],
  ) {
    for (const { policy, identities = [], resource } of policies) {
      for (const identity of identities) append(this.identityPolicies, keyOf(identity), policy);
      if (resource !== undefined) this.resourcePolicies.set(resource, policy);
    }
    for (const { user, group } of memberships) append(this.groupsOf, keyOf(user), group);
  }

  /** Every policy that a request of this caller on this resource meets. */
  public policiesFor(caller: Caller, resource: string): Policies {
    return { identityPolicies: this.policiesOf(caller), resourcePolicy: this.policyOn(resource) };
  }

  /** The policies of the caller and of its groups. */
  public policiesOf(caller: Caller): readonly Policy[] {
    if (!('arn' in caller)) return [];
    const { kind, name } = identityOf(caller.arn);
    const key = keyOf({ account: accountOf(caller.arn) ?? '', kind, name });
    const groups = this.groupsOf.get(key) ?? [];
    return [key, ...groups.map(keyOf)].flatMap((identity) => this.identityPolicies.get(identity) ?? []);
  }

  /** The policy on a resource, where there is one. */
  public policyOn(resource: string): Policy | undefined {
    return this.resourcePolicies.get(resource);
  }

  /** The same world with one policy put in place of another, or without it. */
  public with(changed: AttachedPolicy, ...instead: readonly AttachedPolicy[]): World {
    return new World(
      this.policies.flatMap((policy) => (policy === changed ? instead : [policy])),
      this.memberships,
    );
  }
}

function keyOf({ account, kind, name }: { account: string; kind: string; name: string }): string {
  return `${account}/${kind}/${name}`;
}

function append<T>(lists: Map<string, T[]>, key: string, item: T): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [item]);
  else list.push(item);
}
