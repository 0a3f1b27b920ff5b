import { keyIn, requiresContextKey } from '../access/conditions';
import { everyoneFindings, isEveryone, RenderedStatement } from '../access/statement-check';
import { errorFinding, Finding, warningFinding } from '../private/finding';
import { quoted } from '../private/format-value';
import { isIntrinsic } from '../private/intrinsics';
import { areKnownToDiffer } from '../private/unknown-value';

/**
 * Checks a statement of a registry policy.
 * @param account the account of the registry
 */
export function registryPolicyFindings(statement: RenderedStatement, account: string): Finding[] {
  if (isIntrinsic(statement)) return [];
  const { Action, NotAction, Principal, NotPrincipal, Resource, NotResource } = statement;
  const missing = [
    ['action', Action ?? NotAction, 'Add an action such as "ecr:ReplicateImage".'],
    ['principal', Principal ?? NotPrincipal, 'Add a principal.'],
    ['resource', Resource ?? NotResource, 'Add the ARNs of repositories, or "*".'],
  ].filter(([, value]) => value === undefined);
  if (missing.length > 0) {
    return missing.map(([element, , action]) =>
      errorFinding('registry-policy', `a statement of the registry policy has no ${String(element)}. ${String(action)}`),
    );
  }
  return [...foreignActions(Action ?? NotAction), ...(isEveryone(statement) ? findingsForEveryone(statement, account) : [])];
}

/** Returns an error for each action of another service, to which the policy does not apply. */
function foreignActions(actions: unknown): Finding[] {
  const foreign = [actions].flat().filter((action) => typeof action === 'string' && /^(?!ecr:)[a-z0-9-]+:/i.test(action));
  return foreign.map((action) =>
    errorFinding(
      'registry-policy',
      `a statement of the registry policy has the action ${quoted(action)}, but the policy applies to requests to Amazon ECR. Use an action such as "ecr:ReplicateImage".`,
    ),
  );
}

function findingsForEveryone({ Effect: effect, Condition: conditions = {} }: RenderedStatement, account: string): Finding[] {
  if (effect === 'Allow') {
    if (requiresContextKey(conditions)) return everyoneFindings(conditions, 'registry policy');
    return [
      errorFinding(
        'registry-policy',
        'a statement of the registry policy would allow every principal of every account. Name the principals, or add a condition on aws:PrincipalOrgID.',
      ),
    ];
  }
  const mayBeOwn = (value: unknown) => isIntrinsic(value) || /[*?]/.test(String(value)) || !areKnownToDiffer(String(value), account);
  const exceptsAccount = Object.entries(conditions).some(([operator, condition]) => {
    const key = /Not/i.test(operator) ? keyIn(condition, 'aws:PrincipalAccount') : undefined;
    return key !== undefined && [condition[key]].flat().some(mayBeOwn);
  });
  if (exceptsAccount) return [];
  return [
    warningFinding(
      'registry-lock-out',
      'a statement of the registry policy denies principals of the own account, too, and an incorrect condition would lock the account out of its registry. Add ' +
        'StringNotEquals on aws:PrincipalAccount with the own account, or use denyUnlessInOrganization.',
    ),
  ];
}

/** Whether a rendered statement contains another one: the same effect and conditions, and at least its principals, actions and resources. */
export function includesStatement(deployed: RenderedStatement, other: RenderedStatement): boolean {
  if (deployed.Effect !== other.Effect || JSON.stringify(deployed.Condition ?? {}) !== JSON.stringify(other.Condition ?? {})) return false;
  const includes = (values: unknown, others: unknown) => {
    const known = elementsOf(values);
    return elementsOf(others).every((one) => known.includes(one));
  };
  return ELEMENTS.every((element) => includes(deployed[element], other[element]));
}

const ELEMENTS = ['Principal', 'NotPrincipal', 'Action', 'NotAction', 'Resource', 'NotResource'] as const;

/** The values of an element as texts, those of principals with their types. */
function elementsOf(values: unknown): string[] {
  if (typeof values === 'object' && values !== null && !Array.isArray(values) && !isIntrinsic(values)) {
    return Object.entries(values).flatMap(([type, some]) => elementsOf(some).map((one) => `${type} ${one}`));
  }
  return [values ?? []].flat().map((one) => JSON.stringify(one));
}
