import { Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { IConstruct } from 'constructs';
import { AttachedPolicies, embeddedCharacters, namesIn, renderedCharacters } from './attached-policies';
import { LibraryPolicy } from './library-policy';
import { HolderKind, PolicyHolder } from './policy-holder';
import { INLINE_CHARACTERS, MANAGED_POLICY_CHARACTERS } from './policy-size';
import { isDefaultPolicy } from '../private/cdk-internals';
import { errorFinding, Finding, warningFinding } from '../private/finding';
import { shortestText } from '../private/intrinsics';
import { checkAtSynthesis } from '../private/report-findings';

/**
 * How many managed policies IAM allows: by default, and after the largest quota increase. The quota of a group is fixed.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
const QUOTAS: { readonly [kind in HolderKind]: { readonly byDefault: number; readonly atMost: number } } = {
  role: { byDefault: 10, atMost: 25 },
  user: { byDefault: 10, atMost: 20 },
  group: { byDefault: 10, atMost: 10 },
};

/** Checks at synthesis that IAM allows the policies that are attached to a principal. */
export function checkAttachments(holder: PolicyHolder): void {
  const policies = AttachedPolicies.atValidation(holder.construct);
  checkAtSynthesis(holder.construct, () =>
    holder.resource() ? [...tooLargeInlinePolicies(holder, policies()), ...tooManyManagedPolicies(holder, policies())] : [],
  );
}

/** `aws-cdk-lib` also warns about the number of policies of a role, but without an action to take. */
function tooManyManagedPolicies(holder: PolicyHolder, policies: AttachedPolicies): Finding[] {
  const { kind } = holder;
  const count = managedPoliciesOf(holder, policies);
  const { byDefault, atMost } = QUOTAS[kind];
  if (count <= byDefault) return [];
  const action = `Replace separate grants of pull and push with grantPullPush, set repositoryName on the repositories, or divide the grants among several ${kind}s`;
  if (count > atMost) {
    const problem = `the ${kind} has ${count} managed policies, but IAM allows at most ${atMost}`;
    return [errorFinding('many-managed-policies', `${problem}. ${action}.`)];
  }
  const problem = `the ${kind} has ${count} managed policies, but IAM allows ${byDefault} unless the quota is raised`;
  return [
    warningFinding('many-managed-policies', `${problem}. ${action}; or request an increase of the quota "Managed policies per ${kind}".`),
  ];
}

/** The number of managed policies of the user, of `aws-cdk-lib` (for statements that it moves out of the inline policy) and of the library. */
function managedPoliciesOf(holder: PolicyHolder, policies: AttachedPolicies): number {
  const stack = Stack.of(holder.construct);
  const principal = holder.resource();
  const isPrincipal = principal instanceof iam.CfnRole || principal instanceof iam.CfnUser || principal instanceof iam.CfnGroup;
  const assigned: unknown = isPrincipal ? stack.resolve(principal.managedPolicyArns) : [];
  const attached = policies
    .managedOf(holder)
    .map((policy): unknown => (policy.stack === stack ? stack.resolve(policy.ref) : policy.node.path));
  const all = [...(Array.isArray(assigned) ? (assigned as unknown[]) : []), ...attached];
  // a policy may be attached both from the principal and from the policy
  return new Set(all.map((arn) => JSON.stringify(arn))).size;
}

/** The library never exceeds the limit with its statements, but statements that are attached later may. */
function tooLargeInlinePolicies(holder: PolicyHolder, policies: AttachedPolicies): Finding[] {
  const { kind } = holder;
  const limit = INLINE_CHARACTERS[kind];
  const inline = policies.inlineOf(holder);
  const embedded = embeddedCharacters(holder, shortestText);
  // rendering policies takes time, and these are within the limit, because aws-cdk-lib splits the default policy of a role
  if (kind === 'role' && embedded === 0 && inline.every(({ node: { scope } }) => isSplit(scope))) return [];
  const size = inline.reduce((sum, policy) => sum + renderedCharacters(policy), embedded);
  if (size <= limit) return [];
  return [
    warningFinding(
      'inline-policies-too-large',
      `the inline policies of the ${kind} have at least ${size} characters in total, but IAM allows at most ${limit}. Move your own ` +
        'statements to a managed policy.',
    ),
  ];
}

function isSplit(policy: IConstruct | undefined): boolean {
  return policy instanceof LibraryPolicy || isDefaultPolicy(policy);
}

const SIZE_CHECKED = new WeakSet<iam.Policy | iam.ManagedPolicy>();

/** Checks at synthesis that a policy of the user does not exceed the limit of IAM. */
export function checkPolicySize(policy: iam.Policy | iam.ManagedPolicy): void {
  if (SIZE_CHECKED.has(policy)) return;
  SIZE_CHECKED.add(policy);
  const policies = AttachedPolicies.atValidation(policy);
  checkAtSynthesis(policy, () => {
    const resource = policy.node.defaultChild;
    if (resource instanceof iam.CfnManagedPolicy) return tooLargeManagedPolicy(resource);
    return resource instanceof iam.CfnPolicy ? tooLargeInlinePolicy(resource, policies()) : [];
  });
}

function tooLargeManagedPolicy(resource: iam.CfnManagedPolicy): Finding[] {
  const size = renderedCharacters(resource);
  return size <= MANAGED_POLICY_CHARACTERS ? [] : [tooLarge('the managed policy has', size, `at most ${MANAGED_POLICY_CHARACTERS}`)];
}

function tooLargeInlinePolicy(resource: iam.CfnPolicy, policies: AttachedPolicies): Finding[] {
  return namesIn(resource).flatMap(([kind, name]) => {
    const limit = INLINE_CHARACTERS[kind];
    const inline = policies.inlineOf({ kind, construct: resource, name });
    const size = inline.reduce((sum, policy) => sum + renderedCharacters(policy), 0);
    if (size <= limit) return [];
    const others = inline.length - 1;
    const subject =
      others === 0
        ? 'the policy has'
        : `the policy and ${others} other inline ${others === 1 ? 'policy' : 'policies'} of the same ${kind} have`;
    return [tooLarge(subject, size, `at most ${limit} for a ${kind}`)];
  });
}

function tooLarge(subject: string, size: number, limit: string): Finding {
  return errorFinding(
    'policy-size',
    `${subject} at least ${size} characters, but IAM allows ${limit}. Grant to the role, user or group itself, so that the library ` +
      'divides the statements among several policies, or divide the repositories among several managed policies.',
  );
}
