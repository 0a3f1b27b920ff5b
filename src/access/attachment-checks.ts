import { Annotations, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { IConstruct } from 'constructs';
import { AttachedPolicies, embeddedCharacters, renderedCharacters } from './attached-policies';
import { OwnPolicy } from './own-policy';
import { INLINE_CHARACTERS } from './policy-characters';
import { HolderKind, PolicyHolder } from './policy-holder';
import { shortestText } from '../private/intrinsics';

/**
 * How many managed policies may be attached: by default, and at most, when the quota has been raised; that of a group is fixed.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
const QUOTAS: { readonly [kind in HolderKind]: { readonly byDefault: number; readonly atMost: number } } = {
  role: { byDefault: 10, atMost: 25 },
  user: { byDefault: 10, atMost: 20 },
  group: { byDefault: 10, atMost: 10 },
};

/** Checks, at synthesis, what IAM allows to be attached to a principal. */
export function checkAttachments(holder: PolicyHolder): void {
  const policies = AttachedPolicies.atValidation(holder.construct);
  holder.construct.node.addValidation({
    validate: () => {
      if (!holder.resource()) return [];
      warnOfInlineCharacters(holder, policies());
      return manyManagedPolicies(holder, policies());
    },
  });
}

/** aws-cdk-lib warns of their number for a role, too, but cannot say what to do about it. */
function manyManagedPolicies(holder: PolicyHolder, policies: AttachedPolicies): string[] {
  const count = managedPoliciesOf(holder, policies);
  const { byDefault, atMost } = QUOTAS[holder.kind];
  if (count <= byDefault) return [];
  const remedy = 'grant pulling and pushing at once with grantPullPush, give the repositories names';
  const spread = `spread them over several ${holder.kind}s`;
  if (count > atMost) {
    return [`the ${holder.kind} has ${count} managed policies, but IAM allows at most ${atMost}: ${remedy}, or ${spread}`];
  }
  Annotations.of(holder.construct).addWarningV2(
    'cdk-secure-repository:many-managed-policies',
    `the ${holder.kind} has ${count} managed policies, but IAM allows ${byDefault} unless the quota is raised: ${remedy}, ${spread}, ` +
      `or request an increase of the quota "Managed policies per ${holder.kind}"`,
  );
  return [];
}

/** Those that it was given, those into which aws-cdk-lib has moved its statements, and those of the library. */
function managedPoliciesOf(holder: PolicyHolder, policies: AttachedPolicies): number {
  const stack = Stack.of(holder.construct);
  const principal = holder.resource();
  const isPrincipal = principal instanceof iam.CfnRole || principal instanceof iam.CfnUser || principal instanceof iam.CfnGroup;
  const given: unknown = isPrincipal ? stack.resolve(principal.managedPolicyArns) : [];
  const attached = policies
    .managedOf(holder)
    .map((policy): unknown => (policy.stack === stack ? stack.resolve(policy.ref) : policy.node.path));
  const all = [...(Array.isArray(given) ? (given as unknown[]) : []), ...attached];
  // one may be attached from both sides
  return new Set(all.map((arn) => JSON.stringify(arn))).size;
}

/** What the library has placed fits; what is attached later may not. */
function warnOfInlineCharacters(holder: PolicyHolder, policies: AttachedPolicies): void {
  const limit = INLINE_CHARACTERS[holder.kind];
  const inline = policies.inlineOf(holder);
  const embedded = embeddedCharacters(holder, shortestText);
  // to render policies takes time, and these fit: aws-cdk-lib splits the default policy of a role
  if (holder.kind === 'role' && embedded === 0 && inline.every(({ node: { scope } }) => isPlaced(scope))) return;
  const size = inline.reduce((sum, policy) => sum + renderedCharacters(policy), embedded);
  if (size <= limit) return;
  Annotations.of(holder.construct).addWarningV2(
    'cdk-secure-repository:inline-policies-too-large',
    `the inline policies of the ${holder.kind} have at least ${size} characters together, but IAM allows at most ${limit}: ` +
      'move statements of your own into a managed policy',
  );
}

function isPlaced(policy: IConstruct | undefined): boolean {
  return policy instanceof OwnPolicy || (policy instanceof iam.Policy && policy.node.id === 'DefaultPolicy');
}
