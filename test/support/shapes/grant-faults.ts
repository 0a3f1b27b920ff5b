import { THIS_REPOSITORY } from '../access/cast';
import { matrixOf, Questions } from '../iam/matrix';
import { World } from '../iam/world';

const LOGIN = 'ecr:GetAuthorizationToken';

/** What a grant to one grantee is for. */
export interface Granted {
  readonly actions: readonly string[];
  readonly login?: true;
  /** Whether the grantee may do it, or only has one of the two sides that it needs. */
  readonly allowed: boolean;
  readonly alsoOnRepository: readonly string[];
}

/** Where the world allows the grantee more or less than was granted, or anybody else anything. */
export function grantFaults(world: World, questions: Questions, { actions, login, allowed, alsoOnRepository }: Granted): string[] {
  const matrix = matrixOf(world, questions);
  const faults: string[] = [];
  const expectIn = (cell: string, what: string, found: readonly string[], expected: readonly string[]) => {
    if (found.join() !== expected.join()) {
      faults.push(`${cell}: ${what} is ${found.join(', ') || 'nothing'}, expected ${expected.join(', ') || 'nothing'}`);
    }
  };
  const here = matrix[`the grantee on ${THIS_REPOSITORY}`] ?? { allowed: [], identitySide: [], resourceSide: [] };
  const ownSide = here.identitySide.length > 0;
  const withLogin = (some: readonly string[]) => (login && ownSide ? [...some, LOGIN].sort() : some);
  const cellOf = (name: string) => matrix[name] ?? { allowed: [], identitySide: [], resourceSide: [] };

  for (const { name } of questions.probes) {
    for (const resource of Object.keys(questions.resources)) {
      const cell = `${name} on ${resource}`;
      const { identitySide, resourceSide, allowed: may } = cellOf(cell);
      if (name !== 'the grantee') {
        expectIn(cell, 'allowed by its own policies', identitySide, []);
        const also = resource === THIS_REPOSITORY && alsoOnRepository.includes(name);
        expectIn(cell, 'allowed by the repository', resourceSide, also ? actions : []);
        expectIn(cell, 'allowed', may, []);
      } else if (resource !== THIS_REPOSITORY) {
        expectIn(cell, 'allowed by its own policies', identitySide, withLogin([]));
        expectIn(cell, 'allowed by the repository', resourceSide, []);
      } else {
        const expected = allowed ? withLogin(actions) : [];
        // across accounts the registry is not the caller's own, so the login says nothing there
        expectIn(
          cell,
          'allowed',
          may.filter((action) => action !== LOGIN),
          expected.filter((action) => action !== LOGIN),
        );
        if (ownSide) expectIn(cell, 'allowed by its own policies', identitySide, withLogin(actions));
        if (resourceSide.length > 0 || !allowed) expectIn(cell, 'allowed by the repository', resourceSide, actions);
      }
    }
  }
  return faults;
}
