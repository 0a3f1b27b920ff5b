import { accountOf, identityOf } from './arn';
import { Caller, callersAccount } from './caller';
import { RequestContext } from './context';
import { Policies } from './decide';
import { Policy } from './policy';
import { CreatedRepository, CreationTemplate, policyOfCreated, registryOf } from './registry';

/** An identity by account, kind and name: how an `AWS::IAM::Policy` of its account attaches to it, whatever its path. */
export interface IdentityName {
  readonly account: string;
  readonly kind: 'role' | 'user' | 'group';
  readonly name: string;
}

/** A policy and whom it is attached to: identities, the ARN of a resource, a registry, or the repositories that ECR will create. */
export interface AttachedPolicy {
  readonly policy: Policy;
  readonly identities?: readonly IdentityName[];
  readonly resource?: string;
  /** The registry, as `registryOf` identifies it. */
  readonly registry?: string;
  readonly template?: CreationTemplate;
}

/** The root user of an account may do everything in it that no other policy denies. */
const ROOT_USER = Policy.ofIdentity('the root user', { Statement: { Effect: 'Allow', Action: '*', Resource: '*' } });

/** What is deployed, as far as IAM looks at it: policies, memberships and the repositories that ECR has created, all by value. */
export class World {
  private readonly identityPolicies = new Map<string, Policy[]>();
  private readonly resourcePolicies = new Map<string, Policy>();
  private readonly registryPolicies = new Map<string, Policy>();
  private readonly groupsOf = new Map<string, IdentityName[]>();

  constructor(
    public readonly policies: readonly AttachedPolicy[],
    public readonly memberships: readonly { readonly user: IdentityName; readonly group: IdentityName }[] = [],
    public readonly created: readonly CreatedRepository[] = [],
  ) {
    for (const { policy, identities = [], resource, registry } of policies) {
      for (const identity of identities) append(this.identityPolicies, keyOf(identity), policy);
      if (resource !== undefined) this.resourcePolicies.set(resource, policy);
      if (registry !== undefined) this.registryPolicies.set(registry, policy);
    }
    for (const { user, group } of memberships) append(this.groupsOf, keyOf(user), group);
    const templates = policies.flatMap(({ policy, template }) => (template === undefined ? [] : [{ policy, template }]));
    for (const repository of created) {
      if (this.resourcePolicies.has(repository.arn)) throw new Error(`${repository.arn} exists, so ECR does not create it`);
      const policy = policyOfCreated(repository, templates);
      if (policy !== undefined) this.resourcePolicies.set(repository.arn, policy);
    }
  }

  /** Every policy that a request of this caller on this resource meets. */
  public policiesFor(caller: Caller, resource: string, context?: RequestContext): Policies {
    return {
      identityPolicies: this.policiesOf(caller),
      resourcePolicy: this.policyOn(resource),
      registryPolicy: this.registryPolicyFor(caller, resource, context),
    };
  }

  /** The policies of the caller and of its groups. */
  public policiesOf(caller: Caller): readonly Policy[] {
    if (!('arn' in caller)) return [];
    if (caller.type === 'root') return [ROOT_USER];
    const { kind, name } = identityOf(caller.arn);
    const key = keyOf({ account: accountOf(caller.arn) ?? '', kind, name });
    const groups = this.groupsOf.get(key) ?? [];
    return [key, ...groups.map(keyOf)].flatMap((identity) => this.identityPolicies.get(identity) ?? []);
  }

  /** The policy on a resource, where there is one. A repository that does not exist has none. */
  public policyOn(resource: string): Policy | undefined {
    return this.resourcePolicies.get(resource);
  }

  /**
   * The policy of the registry that receives a request, where there is one. A request about no resource goes to the registry of the
   * caller in the Region of the request (`aws:RequestedRegion`).
   */
  public registryPolicyFor(caller: Caller, resource: string, context?: RequestContext): Policy | undefined {
    if (resource !== '*') return this.registryPolicies.get(registryOf(resource) ?? '');
    const account = callersAccount(caller);
    const region = context?.get('aws:RequestedRegion')?.[0];
    const ofCaller = [...this.registryPolicies].filter(([registry]) => {
      const [, , , inRegion, inAccount] = registry.split(':');
      return inAccount === account && (region === undefined || inRegion === region);
    });
    if (ofCaller.length > 1) throw new Error('the request about no resource needs aws:RequestedRegion: the account has several registries');
    return ofCaller[0]?.[1];
  }

  /** The same world after ECR has created repositories. */
  public withCreated(...created: readonly CreatedRepository[]): World {
    return new World(this.policies, this.memberships, [...this.created, ...created]);
  }

  /** The same world with one policy put in place of another, or without it. */
  public with(changed: AttachedPolicy, ...instead: readonly AttachedPolicy[]): World {
    return new World(
      this.policies.flatMap((policy) => (policy === changed ? instead : [policy])),
      this.memberships,
      this.created,
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
