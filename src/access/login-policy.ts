import { Stack, Validations } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { LOGIN_ACTION } from './actions';
import { inlineCharactersOf } from './attached-policies';
import { Conditions, conditionsKey, withoutResourceTags } from './conditions';
import { LibraryPolicy } from './library-policy';
import { holderOf, PolicyHolder } from './policy-holder';
import { documentCharacters, INLINE_CHARACTERS } from './policy-size';
import { longestText } from '../private/intrinsics';

const POLICY_ID = 'EcrLogin';

/** The logins of each principal, by their conditions. */
const LOGINS = new WeakMap<iam.IPrincipal, Map<string, iam.AddToPrincipalPolicyResult>>();

/**
 * Allows logging in to the registry, once per principal. AWS allows `ecr:GetAuthorizationToken` on `*` only, which the AwsSolutions
 * pack of cdk-nag reports. For roles, users and groups, owned or imported, the permission is therefore in a separate policy, and only
 * that policy is acknowledged.
 */
export function allowLogin(principal: iam.IPrincipal, requested: Conditions): iam.AddToPrincipalPolicyResult {
  const conditions = withoutResourceTags(requested);
  let logins = LOGINS.get(principal);
  if (!logins) LOGINS.set(principal, (logins = new Map()));
  const key = conditionsKey(conditions);
  let login = logins.get(key);
  if (!login) {
    const statement = new iam.PolicyStatement({ actions: [LOGIN_ACTION], resources: ['*'], conditions });
    const holder = holderOf(principal);
    login = holder ? inSeparatePolicy(holder, statement) : principal.addToPrincipalPolicy(statement);
    logins.set(key, login);
  }
  return login;
}

function inSeparatePolicy(holder: PolicyHolder, statement: iam.PolicyStatement): iam.AddToPrincipalPolicyResult {
  const { construct } = holder;
  const earlier = construct.node.children.find((child) => child.node.id.startsWith(POLICY_ID) && holds(child.node.defaultChild, statement));
  if (earlier) return { statementAdded: true, policyDependable: earlier };
  const document = new iam.PolicyDocument({ statements: [statement] });
  // the other policies leave enough space for a login without conditions
  const policy =
    Object.keys(statement.conditions as Conditions).length === 0
      ? LibraryPolicy.inline(holder, POLICY_ID, document)
      : LibraryPolicy.inlineIfItFits(holder, POLICY_ID, document, (own) => fits(holder, own, document));
  Validations.of(policy).acknowledge({
    id: 'AwsSolutions-IAM5[Resource::*]',
    reason: `${LOGIN_ACTION} acts on the registry, so AWS accepts only the resource * for it`,
  });
  return { statementAdded: true, policyDependable: policy };
}

function fits(holder: PolicyHolder, policy: LibraryPolicy, document: iam.PolicyDocument): boolean {
  const limit = INLINE_CHARACTERS[holder.kind] / (holder.owned ? 1 : 2);
  return inlineCharactersOf(holder, policy) + documentCharacters(policy, document, longestText) <= limit;
}

/** Whether a policy contains the login already, written by another copy of this library. */
function holds(policy: unknown, statement: iam.PolicyStatement): boolean {
  if (!(policy instanceof iam.CfnPolicy) || !(policy.policyDocument instanceof iam.PolicyDocument)) return false;
  const rendered = (value: unknown) => JSON.stringify(Stack.of(policy).resolve(value));
  const { Statement: statements = [] } = policy.policyDocument.toJSON() ?? {};
  return (statements as unknown[]).some((existing) => rendered(existing) === rendered(statement.toStatementJson()));
}
