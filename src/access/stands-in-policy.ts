import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct, DependencyGroup } from 'constructs';

/**
 * Whether a statement is seen to stand in a policy of the app. Some principals keep a copy of it (`Role.customizeRoles`), a lazy role
 * keeps it until it is used, and an immutable one drops it.
 */
export function standsInPolicy(principal: iam.IPrincipal, { policyDependable }: iam.AddToPrincipalPolicyResult): boolean {
  if (policyDependable instanceof iam.Policy || policyDependable instanceof iam.ManagedPolicy) return true;
  return Construct.isConstruct(principal) && principal.node.tryFindChild('DefaultPolicy') !== undefined;
}

/** Whether the app leaves it to others to write the statement down: an immutable role, `Role.customizeRoles`. */
export function isKeptElsewhere(principal: iam.IPrincipal, added: iam.AddToPrincipalPolicyResult): boolean {
  // what waits for nothing has been written nowhere
  return added.policyDependable instanceof DependencyGroup && !standsInPolicy(principal, added);
}
