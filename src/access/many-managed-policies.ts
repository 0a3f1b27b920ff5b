import { Annotations, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const DEFAULT_QUOTA = 10;

/**
 * Warns, at synthesis, of a role with more managed policies than an account allows by default. aws-cdk-lib moves what is too large
 * for a role's inline policies into managed ones; it warns of their number, too, but cannot say what to do about it.
 */
export function warnOfManyManagedPolicies(principal: iam.IPrincipal): void {
  if (!(principal instanceof iam.Role)) return;
  principal.node.addValidation({
    validate: () => {
      const count = managedPoliciesOf(principal);
      if (count > DEFAULT_QUOTA) {
        Annotations.of(principal).addWarningV2(
          'cdk-secure-repository:many-managed-policies',
          `the role has ${count} managed policies, and a role may have ${DEFAULT_QUOTA} by default: grant pulling and pushing at once with ` +
            'grantPullPush, give the repositories names, spread them over several roles, or have the quota "Managed policies per role" raised',
        );
      }
      return [];
    },
  });
}

/** Those that it was given, and those into which aws-cdk-lib has moved its statements. */
function managedPoliciesOf(role: iam.Role): number {
  const resource = role.node.defaultChild;
  const given: unknown[] = resource instanceof iam.CfnRole ? (Stack.of(role).resolve(resource.managedPolicyArns) ?? []) : [];
  return given.length + role.node.children.filter((child) => child instanceof iam.ManagedPolicy).length;
}
