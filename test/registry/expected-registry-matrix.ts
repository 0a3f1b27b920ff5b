import { AllowedInRegistry } from './expected-grants';
import { NOTHING, Reaches } from '../access/expected-reaches';
import { LIKE, ROOT_USERS } from '../fixtures/registry/callers';
import { BELOW } from '../fixtures/registry/prefixes';
import { accountOf } from '../oracle/iam/arn';
import { callersAccount } from '../oracle/iam/caller';
import { Cell, Matrix, Questions } from '../oracle/iam/matrix';

const LOGIN = 'ecr:GetAuthorizationToken';

export interface Expected {
  readonly allowed: AllowedInRegistry;
  /** Whom the grant reaches, as if it were a grant on a repository. */
  readonly reaches: Reaches;
  /** The names of the resources of the grant. */
  readonly on?: readonly string[];
  /** Whether ECR has created the repositories, so that they have the policy of the template. */
  readonly filled: boolean;
}

/** Returns exactly the decisions that a grant of a cache, a template or a registry makes. */
export function expectedInRegistry({ allowed, reaches, on = Object.keys(BELOW), filled }: Expected, questions: Questions): Matrix {
  const matrix: Record<string, Cell> = {};
  const { probes, resources, actions } = questions;
  const all = [...new Set([...allowed.repository, ...allowed.registry])].sort();
  for (const { name, caller } of probes) {
    const alike = (LIKE as Readonly<Record<string, string>>)[name] ?? name;
    const reach = reaches[alike] ?? reaches[alike.replace(/ without .*/, '')] ?? NOTHING;
    const isRoot = ROOT_USERS.includes(name);
    const identityLogin = allowed.login && reach.identity ? [LOGIN] : [];
    for (const [resourceName, resource] of Object.entries(resources)) {
      const here = on.includes(resourceName);
      const own = [undefined, callersAccount(caller)].includes(accountOf(resource));
      const byIdentity = isRoot ? actions : here && reach.identity ? all : [];
      const byRepository = here && filled && reach.repository ? allowed.repository : [];
      const byRegistry = here && reach.repository ? allowed.registry : [];
      const byResources = [...byRepository, ...byRegistry];
      // at home one of the policies is enough, if the table of reaches says that it is not only the account which is named
      const either = own ? [...byIdentity, ...(reach.repository && reach.allowed ? byResources : [])] : [];
      const both = byResources.filter((action) => byIdentity.includes(action));
      const alone = 'arn' in caller ? [] : byResources;
      const cell = {
        allowed: sorted([...either, ...both, ...alone, ...(own ? identityLogin : [])]),
        identitySide: sorted([...byIdentity, ...identityLogin]),
        resourceSide: sorted(byRepository),
        registrySide: sorted(byRegistry),
      };
      if (cell.identitySide.length + byResources.length > 0) matrix[`${name} on ${resourceName}`] = cell;
    }
  }
  return matrix;
}

function sorted(actions: readonly string[]): string[] {
  return [...new Set(actions)].sort();
}
