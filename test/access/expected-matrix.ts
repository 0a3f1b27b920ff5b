import { Allowed } from './expected-actions';
import { NOTHING, Reaches } from './expected-reaches';
import { THIS_REPOSITORY } from '../fixtures/access/cast';
import { accountOf } from '../oracle/iam/arn';
import { callersAccount } from '../oracle/iam/caller';
import { Cell, Matrix, Questions } from '../oracle/iam/matrix';

const LOGIN = 'ecr:GetAuthorizationToken';

/** Returns exactly the decisions that a grant makes. */
export function expectedMatrix(
  { actions, login }: Allowed,
  reaches: Reaches,
  { probes, resources }: Questions,
  on = THIS_REPOSITORY,
): Matrix {
  const matrix: Record<string, Cell> = {};
  for (const { name, caller } of probes) {
    const reach = reaches[name] ?? reaches[name.replace(/ without .*/, '')] ?? NOTHING;
    for (const [resourceName, resource] of Object.entries(resources)) {
      const here = resourceName === on ? actions : [];
      const identityLogin = login && reach.identity ? [LOGIN] : [];
      // a resource policy never allows the login, which has no effect in the registry of another account
      const ownRegistry = [undefined, callersAccount(caller)].includes(accountOf(resource));
      const cell = {
        allowed: [...(reach.allowed ? here : []), ...(ownRegistry ? identityLogin : [])].sort(),
        identitySide: [...(reach.identity ? here : []), ...identityLogin].sort(),
        resourceSide: reach.repository ? here : [],
        registrySide: [],
      };
      if (cell.identitySide.length + cell.resourceSide.length > 0) matrix[`${name} on ${resourceName}`] = cell;
    }
  }
  return matrix;
}
