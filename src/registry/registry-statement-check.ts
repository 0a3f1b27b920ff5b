import { keyIn, requiresContextKey } from '../access/conditions';
import { isEveryone, RenderedStatement } from '../access/statement-check';
import { errorFinding, Finding, warningFinding } from '../private/finding';

/** Checks a statement of a registry policy. */
export function registryPolicyFindings(statement: RenderedStatement): Finding[] {
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
  return isEveryone(statement) ? everyoneFindings(statement) : [];
}

function everyoneFindings({ Effect: effect, Condition: conditions = {} }: RenderedStatement): Finding[] {
  if (effect === 'Allow') {
    if (requiresContextKey(conditions)) return [];
    return [
      errorFinding(
        'registry-policy',
        'a statement of the registry policy would allow every principal of every account. Name the principals, or add a condition on aws:PrincipalOrgID.',
      ),
    ];
  }
  if (Object.values(conditions).some((condition) => keyIn(condition, 'aws:PrincipalAccount') !== undefined)) return [];
  return [
    warningFinding(
      'registry-lock-out',
      'a statement of the registry policy denies principals of the own account, too, and an incorrect condition would lock the account out of its registry. Add ' +
        'StringNotEquals on aws:PrincipalAccount with the own account, or use denyUnlessInOrganization.',
    ),
  ];
}
