import { Lazy } from 'aws-cdk-lib';
import fc from 'fast-check';
import { actionFindings, describeActions, LEVELS, LOGIN_ACTION, REGISTRY_ACTIONS, REPOSITORY_ACTIONS } from '../../src/access/actions';

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

const { pull, pullByService, push, read, readFindings, startScan, previewLifecycle, deleteImages } = LEVELS;

test.each<[readonly string[], string]>([
  [pull.actions, 'pull'],
  [pullByService.actions, 'pull'],
  [push.actions, 'push'],
  [[...pull.actions, ...push.actions], 'pull and push'],
  [read.actions, 'read'],
  [readFindings.actions, 'read findings'],
  [startScan.actions, 'start scan'],
  [previewLifecycle.actions, 'preview lifecycle'],
  [deleteImages.actions, 'delete images'],
  [[...read.actions, ...startScan.actions, 'ecr:TagResource'], 'read, start scan and ecr:TagResource'],
  [['ecr:UntagResource', 'ecr:TagResource'], 'ecr:TagResource and ecr:UntagResource'],
  [['ecr:PutImage'], 'ecr:PutImage'],
  [['ecr:*'], 'ecr:*'],
  [[], ''],
])('%j is described as %j', (actions, description) => {
  expect(describeActions(actions)).toBe(description);
});

test('every action of a level acts on a repository', () => {
  for (const { actions } of Object.values(LEVELS)) {
    for (const action of actions) expect(REPOSITORY_ACTIONS).toContain(action);
  }
});

test('the description contains every action, and no other', () => {
  const levels = Object.values(LEVELS);
  fc.assert(
    fc.property(fc.subarray([...REPOSITORY_ACTIONS]), (actions) => {
      const levelNames = describeActions(actions).split(/, | and /);
      const actionsOf = (name: string): readonly string[] => levels.find((level) => level.name === name)?.actions ?? [name];
      for (const action of actions) expect(levelNames.flatMap(actionsOf)).toContain(action);
      const optional = 'ecr:BatchCheckLayerAvailability';
      for (const action of levelNames.flatMap(actionsOf)) if (action !== '' && action !== optional) expect(actions).toContain(action);
    }),
  );
});

test.each([...REPOSITORY_ACTIONS, Lazy.string({ produce: () => 'anything' })])('%s has no finding', (action) => {
  expect(actionFindings(action)).toEqual([]);
});

test.each([
  [
    'ecr:GetAuthorizationToken',
    'action "ecr:GetAuthorizationToken" acts on the registry, not on a repository. Use grantPull, grantPush or grantPullPush, which also allow the login.',
  ],
  [
    'ecr:PutReplicationConfiguration',
    'action "ecr:PutReplicationConfiguration" acts on the registry, not on a repository. Add it to the identity policy of the principal with the resource "*".',
  ],
  ['ecr:batchGetImage', 'action "ecr:batchGetImage" does not exist. Did you mean "ecr:BatchGetImage"?'],
  ['BatchGetImage', 'action "BatchGetImage" does not exist. Did you mean "ecr:BatchGetImage"?'],
  ['ecr:PutImages', 'action "ecr:PutImages" does not exist. Did you mean "ecr:PutImage"?'],
  ['s3:GetObject', 'action "s3:GetObject" is not an action on a repository. Use an action of Amazon ECR such as "ecr:BatchGetImage".'],
  ['', 'action "" is not an action on a repository. Use an action of Amazon ECR such as "ecr:BatchGetImage".'],
])('%j is an error', (action, message) => {
  expect(actionFindings(action)).toEqual([{ id: 'cdk-secure-repository:action', severity: 'error', message }]);
});

test.each([
  ['ecr:*', 'action "ecr:*" is a wildcard, which also allows the actions that AWS adds later. List the actions instead.'],
  ['ecr:Batch*', 'action "ecr:Batch*" is a wildcard, which also allows the actions that AWS adds later. List the actions instead.'],
  ['ecr:MendImageLayers', 'action "ecr:MendImageLayers" is not known to this version of the library. Check its spelling.'],
])('%j is a warning', (action, message) => {
  expect(actionFindings(action)).toEqual([{ id: `cdk-secure-repository:action:${action}`, severity: 'warning', message }]);
});

test('an action with one letter too few is refused with a known one that is near', () => {
  const known = [...REPOSITORY_ACTIONS, ...REGISTRY_ACTIONS];
  fc.assert(
    fc.property(fc.constantFrom(...known), fc.nat(), (action, place) => {
      const at = 'ecr:'.length + (place % (action.length - 'ecr:'.length));
      const misspelled = action.slice(0, at) + action.slice(at + 1);
      fc.pre(!known.includes(misspelled));
      expect(actionFindings(misspelled)).toMatchObject([{ severity: 'error', message: expect.stringContaining('Did you mean "ecr:') }]);
    }),
  );
});

test.each(['s3:*', '*'])('the wildcard %j is refused: it is about more than repositories', (action) => {
  expect(actionFindings(action)).toEqual([
    {
      id: 'cdk-secure-repository:action',
      severity: 'error',
      message: `action "${action}" is not an action on a repository. Use an action of Amazon ECR such as "ecr:BatchGetImage".`,
    },
  ]);
});
