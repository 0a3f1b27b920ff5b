import { Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct, DependencyGroup } from 'constructs';
import { Place } from './access-record';
import { holderOf } from './policy-holder';

/**
 * Whether a statement is seen to be in a policy of the app. Some principals keep a copy of it (`Role.customizeRoles`), a lazy role
 * keeps it until it is used, and an immutable one drops it.
 */
export function isInPolicy(principal: iam.IPrincipal, { policyDependable }: iam.AddToPrincipalPolicyResult): boolean {
  if (policyDependable instanceof iam.Policy || policyDependable instanceof iam.ManagedPolicy) return true;
  return Construct.isConstruct(principal) && principal.node.tryFindChild('DefaultPolicy') !== undefined;
}

/** Where a statement is that a principal has accepted: not every one is in a template. */
export function placeOfIdentity(principal: iam.IPrincipal, added: iam.AddToPrincipalPolicyResult): Place {
  const { policyDependable } = added;
  // a lazy role makes its role when something uses it
  if (principal instanceof iam.LazyRole && !principal.node.tryFindChild('Default')) return 'policy of an unused role';
  if (holderOf(principal)) return 'identity policy';
  if (policyDependable instanceof iam.Policy && !isAttached(policyDependable)) return 'unattached policy';
  // the app leaves it to others to write the statement down: an immutable role, `Role.customizeRoles`
  if (policyDependable instanceof DependencyGroup && !isInPolicy(principal, added)) return 'managed externally';
  return 'identity policy';
}

/** A policy that is attached to nothing is not rendered. */
function isAttached(policy: iam.Policy): boolean {
  const resource = policy.node.defaultChild;
  if (!(resource instanceof iam.CfnPolicy)) return true;
  const { roles, users, groups } = resource;
  return (Stack.of(policy).resolve([roles, users, groups]) as unknown[]).some((attached) => attached !== undefined && attached !== null);
}
