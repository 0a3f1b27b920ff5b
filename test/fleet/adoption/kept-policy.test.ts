import { keptPolicy } from '../../../src/fleet/adoption/kept-policy';
import { LAMBDA, PULL } from '../../fixtures/adoption/repositories';

const ARN = 'arn:aws:ecr:eu-west-1:111122223333:repository/app';
const kept = (statements: object | object[], members: object = {}) =>
  keptPolicy({ Version: '2012-10-17', ...members, Statement: statements }, ARN);

test('a policy with principals of other accounts stays as it is', () => {
  expect(kept([PULL])).toEqual({ changes: [], obstacles: [] });
  expect(kept(PULL)).toEqual({ changes: [], obstacles: [] });
  expect(keptPolicy(undefined, ARN)).toEqual({ changes: [], obstacles: [] });
  expect(keptPolicy({ Version: '2012-10-17' }, ARN)).toEqual({ changes: [], obstacles: [] });
});

test.each([
  ['another version', [PULL], { Version: '2008-10-17' }, 'its version becomes 2012-10-17'],
  ['an Id', [PULL], { Id: 'policy' }, 'its Id is removed'],
  ['Lambda without a source', [LAMBDA, { ...LAMBDA, Sid: 'b' }], {}, 'lambda.amazonaws.com is restricted to the account of the repository'],
  ['its own resource', [{ ...PULL, Resource: ARN }], {}, 'the resource of a statement is removed'],
  ['any resource', [{ ...PULL, Resource: ['*'] }], {}, 'the resource of a statement is removed'],
  ['equal statements', [PULL, PULL], {}, 'equal statements become one'],
])('%s is a change', (_, statements, members, change) => {
  expect(kept(statements, members)).toEqual({ changes: [change], obstacles: [] });
});

test.each([
  ['a source', { Condition: { StringEquals: { 'aws:SourceAccount': '111122223333' } } }],
  ['another principal', { Principal: { Service: 'lambda.amazonaws.com', AWS: '444455556666' } }],
  ['another service', { Principal: { Service: 'ecs.amazonaws.com' } }],
  ['a Deny', { Effect: 'Deny' }],
])('Lambda with %s is not restricted', (_, members) => {
  expect(kept({ ...LAMBDA, ...members }).changes).toEqual([]);
});

test.each([
  ['everyone', { ...PULL, Principal: '*' }, /would allow everyone/],
  ['another resource', { ...PULL, Resource: `${ARN}-2` }, /has the resource/],
  ['an action of the registry', { ...PULL, Action: 'ecr:GetAuthorizationToken' }, /acts on the registry/],
])('a statement with %s is an obstacle', (_, statement, problem) => {
  expect(kept([statement, statement]).obstacles).toEqual([expect.stringMatching(problem)]);
});
