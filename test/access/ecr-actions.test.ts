import { LOGIN_ACTION, REGISTRY_ACTIONS, REPOSITORY_ACTIONS } from '../../src/access/ecr-actions';

test('the service authorization reference lists 35 actions on a repository and 25 on the registry', () => {
  expect(REPOSITORY_ACTIONS.size).toBe(35);
  expect(REGISTRY_ACTIONS.size).toBe(25);
});

test('no action acts on both', () => {
  expect([...REPOSITORY_ACTIONS].filter((action) => REGISTRY_ACTIONS.has(action))).toEqual([]);
});

test('every action is written as in a policy', () => {
  for (const action of [...REPOSITORY_ACTIONS, ...REGISTRY_ACTIONS]) expect(action).toMatch(/^ecr:[A-Z][A-Za-z]+$/);
});

test('logging in acts on the registry', () => {
  expect(REGISTRY_ACTIONS.has(LOGIN_ACTION)).toBe(true);
});
