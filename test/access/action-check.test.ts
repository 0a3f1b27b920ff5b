import { Lazy } from 'aws-cdk-lib';
import fc from 'fast-check';
import { actionFault } from '../../src/access/action-check';
import { REGISTRY_ACTIONS, REPOSITORY_ACTIONS } from '../../src/access/ecr-actions';

test.each([...REPOSITORY_ACTIONS, Lazy.string({ produce: () => 'anything' })])('%s is no fault', (action) => {
  expect(actionFault(action)).toBeUndefined();
});

test.each([
  [
    'ecr:GetAuthorizationToken',
    'action "ecr:GetAuthorizationToken": logging in acts on the registry: grantPull, grantPush and grantPullPush allow it by themselves',
  ],
  [
    'ecr:PutReplicationConfiguration',
    'action "ecr:PutReplicationConfiguration": it acts on the registry, not on a repository: add it to the principal itself, with the resource "*"',
  ],
  ['ecr:batchGetImage', 'action "ecr:batchGetImage": there is no such action: did you mean "ecr:BatchGetImage"?'],
  ['BatchGetImage', 'action "BatchGetImage": there is no such action: did you mean "ecr:BatchGetImage"?'],
  ['ecr:PutImages', 'action "ecr:PutImages": there is no such action: did you mean "ecr:PutImage"?'],
  ['s3:GetObject', 'action "s3:GetObject": expected an action of Amazon ECR on a repository, such as "ecr:BatchGetImage"'],
  ['', 'action "": expected an action of Amazon ECR on a repository, such as "ecr:BatchGetImage"'],
])('%j is an error', (action, text) => {
  expect(actionFault(action)).toEqual({ level: 'error', text });
});

test.each([
  ['ecr:*', 'action "ecr:*" is a wildcard: name the actions, so that new ones are not allowed unseen'],
  ['ecr:Batch*', 'action "ecr:Batch*" is a wildcard: name the actions, so that new ones are not allowed unseen'],
  ['ecr:MendImageLayers', 'action "ecr:MendImageLayers" is unknown to this version: check its spelling'],
])('%j is a warning', (action, text) => {
  expect(actionFault(action)).toEqual({ level: 'warning', id: `cdk-secure-repository:action:${action}`, text });
});

test('an action with one letter too few is refused with a known one that is near', () => {
  const known = [...REPOSITORY_ACTIONS, ...REGISTRY_ACTIONS];
  fc.assert(
    fc.property(fc.constantFrom(...known), fc.nat(), (action, place) => {
      const at = 'ecr:'.length + (place % (action.length - 'ecr:'.length));
      const misspelt = action.slice(0, at) + action.slice(at + 1);
      fc.pre(!known.includes(misspelt));
      expect(actionFault(misspelt)).toMatchObject({ level: 'error', text: expect.stringContaining('did you mean "ecr:') });
    }),
  );
});

test.each(['s3:*', '*'])('the wildcard %j is refused: it is about more than repositories', (action) => {
  expect(actionFault(action)).toEqual({
    level: 'error',
    text: `action "${action}": expected an action of Amazon ECR on a repository, such as "ecr:BatchGetImage"`,
  });
});
