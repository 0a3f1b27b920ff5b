import { ALLOWED } from './expected-actions';
import { REACHES } from './expected-reaches';
import { RepositoryAccess } from '../../src/access/repository-access';
import { HOME } from '../fixtures/access/accounts';
import { THIS_REPOSITORY } from '../fixtures/access/cast';
import { asked } from '../fixtures/access/granted';
import { Method, METHODS } from '../fixtures/access/methods';
import { PRINCIPAL_CLASSES, PrincipalClass } from '../fixtures/access/principal-classes';
import { REFUSED_CLASSES } from '../fixtures/access/refused-classes';
import { importedRepository, plainRepository, Scene, secureRepository } from '../fixtures/access/scene';
import { matrixOf } from '../oracle/iam/matrix';

const methods = Object.keys(METHODS) as Method[];
const classes = Object.keys(PRINCIPAL_CLASSES) as (keyof typeof PRINCIPAL_CLASSES)[];

/** The classes whose permissions the user manages outside the app: a grant to them writes nothing and is no error. */
const MANAGED_EXTERNALLY = ['an imported role that is not to be changed', 'a role without policy updates'];

describe.each(Object.entries(REFUSED_CLASSES))('%s', (_, { grantee, error }) => {
  test.each(methods)('is refused by %s, on a SecureRepository, an ecr.Repository and an imported one', (method) => {
    for (const repository of [secureRepository, plainRepository, importedRepository(HOME.account)]) {
      const scene = new Scene({ repository });
      expect(() => METHODS[method](RepositoryAccess.of(scene.repository), grantee(scene))).toThrow(error);
    }
  });
});

test('only grants to principals whose permissions are managed externally write nothing', () => {
  const silent = classes.filter((name) => Object.keys(REACHES[name]).length === 0);
  expect(silent).toEqual(MANAGED_EXTERNALLY);
});

describe.each([
  ['an imported repository', {}],
  ['an imported repository whose policy is managed externally', { externalRepositoryPolicy: true }],
])('no grant on %s succeeds and writes nothing', (_, options) => {
  test.each(classes.filter((name) => !MANAGED_EXTERNALLY.includes(name)))('to: %s', (name) => {
    const scene = new Scene({ repository: importedRepository(HOME.account) });
    const principal: PrincipalClass = PRINCIPAL_CLASSES[name];
    const grantee = principal.grantee(scene);
    const refusals = methods.map((method) => refusal(() => METHODS[method](RepositoryAccess.of(scene.repository, options), grantee)));
    // every method accepts a class, or none does
    if (refusals.some((message) => message !== undefined)) {
      for (const message of refusals) expect(message).toMatch(/^Home\/Repository: /);
      return;
    }
    principal.use?.(grantee);
    const { world, questions } = asked(scene.deploy(), principal);
    const emitted = Object.entries(matrixOf(world, questions)).filter(([cell]) => cell.endsWith(` on ${THIS_REPOSITORY}`));
    const actions = emitted.flatMap(([, { identitySide, resourceSide }]) => [...identitySide, ...resourceSide]);
    for (const method of methods) expect(actions).toEqual(expect.arrayContaining(ALLOWED[method].actions));
  });
});

function refusal(grant: () => unknown): string | undefined {
  try {
    grant();
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}
