import * as iam from 'aws-cdk-lib/aws-iam';
import { AttachedPolicies, namesIn, renderedCharacters } from './attached-policies';
import { isInPolicy } from './place-of-statement';
import { Characters, INLINE_CHARACTERS, MANAGED_POLICY_CHARACTERS } from './policy-characters';
import { StatementSpace, WrittenStatement } from './policy-rooms';

const CHECKED = new WeakSet<iam.Policy | iam.ManagedPolicy>();

const WHAT_TO_DO =
  'grant to the role, user or group itself, for which statements are spread over several policies, or spread the repositories over several managed policies';

/**
 * A principal that puts statements into a policy of the user's own, or where nobody sees them. A policy has the size that it is
 * given: it is an error at synthesis when it cannot fit once it is deployed.
 */
export class GivenPolicy implements StatementSpace {
  constructor(private readonly principal: iam.IPrincipal) {}

  public write(statement: iam.PolicyStatement, _size: Characters): WrittenStatement {
    const added = this.principal.addToPrincipalPolicy(statement);
    const { policyDependable: policy } = added;
    if (policy instanceof iam.Policy || policy instanceof iam.ManagedPolicy) checkSizeAtSynthesis(policy);
    return isInPolicy(this.principal, added) ? { added, grow: () => true } : { added };
  }
}

function checkSizeAtSynthesis(policy: iam.Policy | iam.ManagedPolicy): void {
  if (CHECKED.has(policy)) return;
  CHECKED.add(policy);
  const policies = AttachedPolicies.atValidation(policy);
  policy.node.addValidation({
    validate: () => {
      const resource = policy.node.defaultChild;
      if (resource instanceof iam.CfnManagedPolicy) return managedFaults(resource);
      return resource instanceof iam.CfnPolicy ? inlineFaults(resource, policies()) : [];
    },
  });
}

function managedFaults(resource: iam.CfnManagedPolicy): string[] {
  const size = renderedCharacters(resource);
  if (size <= MANAGED_POLICY_CHARACTERS) return [];
  return [`the managed policy has at least ${size} characters, but IAM allows at most ${MANAGED_POLICY_CHARACTERS}: ${WHAT_TO_DO}`];
}

function inlineFaults(resource: iam.CfnPolicy, policies: AttachedPolicies): string[] {
  return namesIn(resource).flatMap(([kind, name]) => {
    const limit = INLINE_CHARACTERS[kind];
    const inline = policies.inlineOf({ kind, construct: resource, name });
    const size = inline.reduce((sum, policy) => sum + renderedCharacters(policy), 0);
    if (size <= limit) return [];
    const whose =
      inline.length === 1 ? 'the policy has' : `the policy and ${inline.length - 1} other inline policies of the same ${kind} have`;
    return [`${whose} at least ${size} characters, but IAM allows at most ${limit} for a ${kind}: ${WHAT_TO_DO}`];
  });
}
