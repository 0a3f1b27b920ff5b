import { Stack, Validations } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Conditions } from './conditions';
import { LOGIN_ACTION } from './ecr-actions';
import { freeId } from './free-id';

const POLICY_ID = 'EcrLogin';
const RESOURCE_TAG_KEY = /^(aws|ecr):resourcetag\//i;

/** The logins that each principal has, by their conditions. */
const LOGINS = new WeakMap<iam.IPrincipal, Map<string, iam.AddToPrincipalPolicyResult>>();

/**
 * Allows logging in to the registry, once a principal. AWS allows `ecr:GetAuthorizationToken` on `*` only, which the AwsSolutions
 * pack of cdk-nag reports: on an owned role, user or group it therefore stands in a policy of its own, acknowledged there and nowhere else.
 *
 * To be called after the permission on the repository: the principal's default policy tells whether it keeps policies in the app.
 */
export function allowLogin(principal: iam.IPrincipal, given: Conditions): iam.AddToPrincipalPolicyResult {
  const conditions = withoutResourceTags(given);
  let logins = LOGINS.get(principal);
  if (!logins) LOGINS.set(principal, (logins = new Map()));
  const key = JSON.stringify(conditions);
  let login = logins.get(key);
  if (!login) {
    const statement = new iam.PolicyStatement({ actions: [LOGIN_ACTION], resources: ['*'], conditions });
    login = keepsOwnPolicies(principal) ? inPolicyOfItsOwn(principal, statement) : principal.addToPrincipalPolicy(statement);
    logins.set(key, login);
  }
  return login;
}

/** Whether a policy may be attached to the principal: not under `Role.customizeRoles`, not to what is imported. */
function keepsOwnPolicies(principal: iam.IPrincipal): principal is iam.Role | iam.User | iam.Group {
  const owned = principal instanceof iam.Role || principal instanceof iam.User || principal instanceof iam.Group;
  return owned && principal.node.tryFindChild('DefaultPolicy') !== undefined;
}

function inPolicyOfItsOwn(principal: iam.Role | iam.User | iam.Group, statement: iam.PolicyStatement): iam.AddToPrincipalPolicyResult {
  const earlier = principal.node.children.find(
    (child) => child instanceof iam.Policy && child.node.id.startsWith(POLICY_ID) && holds(child, statement),
  );
  if (earlier) return { statementAdded: true, policyDependable: earlier };
  const policy = new iam.Policy(principal, freeId(principal, POLICY_ID), { statements: [statement] });
  principal.attachInlinePolicy(policy);
  Validations.of(policy).acknowledge({
    id: 'AwsSolutions-IAM5[Resource::*]',
    reason: `${LOGIN_ACTION} acts on the registry: AWS allows no other resource than * for it`,
  });
  return { statementAdded: true, policyDependable: policy };
}

/** Whether another copy of this library has allowed the same login already. */
function holds(policy: iam.Policy, statement: iam.PolicyStatement): boolean {
  const rendered = (value: unknown) => JSON.stringify(Stack.of(policy).resolve(value));
  const { Statement: statements = [] } = policy.document.toJSON() ?? {};
  return (statements as unknown[]).some((existing) => rendered(existing) === rendered(statement.toStatementJson()));
}

/** The registry has no tags: a condition on a resource's tags would never let anybody log in. */
function withoutResourceTags(conditions: Conditions): Conditions {
  const kept = Object.entries(conditions).map(
    ([operator, condition]) =>
      [operator, Object.fromEntries(Object.entries(condition).filter(([key]) => !RESOURCE_TAG_KEY.test(key)))] as const,
  );
  return Object.fromEntries(kept.filter(([, condition]) => Object.keys(condition).length > 0));
}
