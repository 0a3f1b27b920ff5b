import { listed, PolicyDocument } from './policy-document';
import { Statement } from './statement';

/** A policy of an identity (role, user, group), of a resource (repository, the trust of a role) or of a registry. */
export class Policy {
  public static ofIdentity(place: string, document: PolicyDocument): Policy {
    const policy = new Policy(place, document);
    for (const statement of policy.statements) {
      if (statement.hasPrincipal) throw new Error(`${statement.place}: the policy of an identity takes no principal`);
      if (!statement.hasResource) throw new Error(`${statement.place}: the policy of an identity needs a Resource`);
    }
    return policy;
  }

  public static ofResource(place: string, document: PolicyDocument): Policy {
    const policy = new Policy(place, document);
    for (const statement of policy.statements) {
      if (!statement.hasPrincipal) throw new Error(`${statement.place}: the policy of a resource needs a principal`);
    }
    return policy;
  }

  /** The policy of a registry names the resources of the registry, unlike that of a repository. */
  public static ofRegistry(place: string, document: PolicyDocument): Policy {
    const policy = Policy.ofResource(place, document);
    for (const statement of policy.statements) {
      if (!statement.hasResource) throw new Error(`${statement.place}: the policy of a registry needs a Resource`);
    }
    return policy;
  }

  /** The policy of a repository applies to that repository only. */
  public static ofRepository(place: string, document: PolicyDocument): Policy {
    const policy = Policy.ofResource(place, document);
    for (const statement of policy.statements) {
      if (statement.hasResource) throw new Error(`${statement.place}: the policy of a repository takes no Resource`);
    }
    return policy;
  }

  public readonly statements: readonly Statement[];

  private constructor(
    public readonly place: string,
    public readonly document: PolicyDocument,
  ) {
    const withVariables = document.Version === '2012-10-17';
    this.statements = listed(document.Statement).map((element, index) => new Statement(`${place}[${index}]`, element, withVariables));
  }
}
