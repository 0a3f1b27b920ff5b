import { accountOf } from './arn';
import { Caller, callersAccount } from './caller';
import { Context, RequestContext } from './context';
import { Policy } from './policy';
import { Statement } from './statement';

export interface Request {
  readonly principal: Caller;
  readonly action: string;
  /** An ARN, or `*` for a request that is about no resource. */
  readonly resource: string;
  readonly context?: Context;
}

export interface Policies {
  /** Those of the principal itself and of its groups. */
  readonly identityPolicies?: readonly Policy[];
  /** The policy of the repository, or of the role that is assumed. */
  readonly resourcePolicy?: Policy;
  /** The policy of the registry that receives the request. It applies to every request of ECR (scope V2). */
  readonly registryPolicy?: Policy;
  /** The permissions boundary of the principal and the policies of its session: each has to allow what its own policies allow. */
  readonly limits?: readonly Policy[];
}

/** What one side, the identity's, the resource's or the registry's, says by itself. */
export type Verdict = 'allowed' | 'not allowed' | 'denied';

export interface Decision {
  readonly allowed: boolean;
  readonly identitySide: Verdict;
  readonly resourceSide: Verdict;
  readonly registrySide: Verdict;
  /** The places of the statements that decided it: those that deny, else those that allow. */
  readonly by: readonly string[];
}

/** The statements that a request meets, whatever its action. */
export interface Concerned {
  readonly principal: Caller;
  readonly sameAccount: boolean;
  readonly identity: readonly Statement[];
  readonly resource: readonly Statement[];
  readonly registry: readonly Statement[];
  readonly limits: readonly (readonly Statement[])[];
}

/**
 * Decides a request as IAM does.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export function decide({ principal, action, resource, context }: Request, policies: Policies): Decision {
  return decideAction(action, concerned({ principal, resource, context: new RequestContext(principal, context) }, policies));
}

/** The part of the decision that does not depend on the action. */
export function concerned(
  { principal, resource, context }: { principal: Caller; resource: string; context: RequestContext },
  policies: Policies,
): Concerned {
  const applies = (statement: Statement) => statement.covers(resource, context) && statement.holdsIn(context);
  const onResource = (policy: Policy | undefined) =>
    (policy?.statements ?? []).filter((statement) => statement.names(principal) !== 'not at all' && applies(statement));
  const account = accountOf(resource);
  return {
    principal,
    sameAccount: account === undefined || account === callersAccount(principal),
    identity: (policies.identityPolicies ?? []).flatMap((policy) => policy.statements.filter(applies)),
    limits: (policies.limits ?? []).map((policy) => policy.statements.filter(applies)),
    resource: onResource(policies.resourcePolicy),
    registry: onResource(policies.registryPolicy),
  };
}

/** The rest of the decision, for one action. */
export function decideAction(action: string, { principal, sameAccount, identity, resource, registry, limits }: Concerned): Decision {
  const acting = (statements: readonly Statement[]) => statements.filter((statement) => statement.actsWith(action));
  const onIdentity = acting(identity);
  const ofRepository = acting(resource);
  const ofRegistry = action.startsWith('ecr:') ? acting(registry) : [];
  // an Allow in either of them is one of the side of the resource
  const onResource = [...ofRepository, ...ofRegistry];
  const onLimits = limits.map(acting);
  const limited = onLimits.some((statements) => statements.length === 0);
  const identitySide = verdict([...(limited ? [] : onIdentity), ...onLimits.flat().filter(({ effect }) => effect === 'Deny')]);
  const sides = { identitySide, resourceSide: verdict(ofRepository), registrySide: verdict(ofRegistry) };

  const denying = [...onIdentity, ...onLimits.flat(), ...onResource].filter(({ effect }) => effect === 'Deny');
  if (denying.length > 0) return { allowed: false, ...sides, by: denying.map(({ place }) => place) };
  const allowing = sufficient({ onIdentity: limited ? [] : onIdentity, onResource, principal, sameAccount, limited });
  return { allowed: allowing.length > 0, ...sides, by: allowing.map(({ place }) => place) };
}

/** The statements that together allow the request; none when they do not suffice. All of them allow. */
function sufficient(allowing: {
  onIdentity: Statement[];
  onResource: Statement[];
  principal: Caller;
  sameAccount: boolean;
  limited: boolean;
}): Statement[] {
  const { onIdentity, onResource, principal, sameAccount, limited } = allowing;
  if (!('arn' in principal)) return onResource;
  if (!sameAccount) return onIdentity.length > 0 && onResource.length > 0 ? [...onIdentity, ...onResource] : [];
  // at home a resource policy that names the account only delegates to the identity's own policies; what it allows to the ARN of
  // a role is limited by boundary and session, but not what it allows to everyone, even with aws:PrincipalArn, or to a user
  const direct = limited && principal.type === 'role' ? ['everyone'] : ['everyone', 'itself'];
  return [...onIdentity, ...onResource.filter((statement) => direct.includes(statement.names(principal)))];
}

function verdict(statements: readonly Statement[]): Verdict {
  if (statements.some(({ effect }) => effect === 'Deny')) return 'denied';
  return statements.length > 0 ? 'allowed' : 'not allowed';
}
