import { firstDifference, matrixOf, Questions } from '../matrix';
import { Policy } from '../policy';
import { World } from '../world';
import { Material } from './material';
import { worldMutations } from './world-mutations';

const repository = 'arn:aws:ecr:eu-west-1:111111111111:repository/app';
const other = `${repository}2`;
const role = { account: '111111111111', kind: 'role', name: 'dev' } as const;
const neighbour = { ...role, name: 'neighbour' };
const material: Material = {
  actions: ['ecr:BatchGetImage', 'ecr:GetAuthorizationToken'],
  otherResource: other,
  otherAccount: '333333333333',
  otherService: 'other.amazonaws.com',
  neighbour,
};
const questions: Questions = {
  actions: material.actions,
  resources: {
    'this repository': repository,
    'another repository': other,
    '*': '*',
    'the same name elsewhere': repository.replace(':111111111111:', ':333333333333:'),
  },
  probes: [
    ...[role, neighbour].map(({ name }) => ({ name, caller: { type: 'role', arn: `arn:aws:iam::111111111111:role/${name}` } as const })),
    { name: 'stranger', caller: { type: 'role', arn: 'arn:aws:iam::333333333333:role/dev' } },
    { name: 'service', caller: { type: 'service', name: 'other.amazonaws.com' } },
  ],
};
const world = new World([
  {
    policy: Policy.ofIdentity('Identity', {
      Statement: [
        { Effect: 'Allow', Action: 'ecr:BatchGetImage', Resource: repository },
        { Effect: 'Allow', Action: 'ecr:GetAuthorizationToken', Resource: '*' },
      ],
    }),
    identities: [role],
  },
  {
    policy: Policy.ofResource('Repository', {
      Statement: [{ Effect: 'Allow', Action: 'ecr:BatchGetImage', Principal: { AWS: 'arn:aws:iam::111111111111:role/neighbour' } }],
    }),
    resource: repository,
  },
]);
const mutants = [...worldMutations(world, material)];

test('the matrix of a world says who may do what, and which side says so', () => {
  const login = { allowed: ['ecr:GetAuthorizationToken'], identitySide: ['ecr:GetAuthorizationToken'], resourceSide: [], registrySide: [] };
  expect(matrixOf(world, questions)).toEqual({
    'dev on this repository': { allowed: material.actions, identitySide: material.actions, resourceSide: [], registrySide: [] },
    'dev on another repository': login,
    'dev on *': login,
    'dev on the same name elsewhere': { ...login, allowed: [] },
    'neighbour on this repository': {
      allowed: ['ecr:BatchGetImage'],
      identitySide: [],
      resourceSide: ['ecr:BatchGetImage'],
      registrySide: [],
    },
  });
});

test('a world does not differ from itself', () => {
  expect(firstDifference(world, questions, matrixOf(world, questions))).toBeUndefined();
});

test.each([
  'Identity: detached',
  'Identity: attached to a neighbour',
  'Identity[0]: statement removed',
  'Identity[1]: ecr:BatchGetImage added',
  `Identity[0]: ${other} added`,
  `Identity[0]: arn:aws:ecr:eu-west-1:*:repository/app for ${repository}`,
  'Identity[1]: Allow turned to Deny',
  'the login moved to Identity[0]',
  'the login moved to Repository[0]',
  'Repository[0]: statement removed',
  'Repository[0]: another account added',
  'Repository[0]: another service added',
  'Repository[0]: the account for arn:aws:iam::111111111111:role/neighbour',
])('the matrix notices: %s', (what) => {
  const mutant = mutants.find(([name]) => name === what)?.[1];
  expect(firstDifference(mutant!, questions, matrixOf(world, questions))).toBeDefined();
});

test('a mutation that changes nothing is not noticed: the login stands on * anyway', () => {
  const mutant = mutants.find(([name]) => name === 'Identity[0]: ecr:GetAuthorizationToken added')![1];
  expect(firstDifference(mutant, questions, matrixOf(world, questions))).toBeUndefined();
});

test('a world in which a cell has become empty differs', () => {
  expect(firstDifference(world.with(world.policies[1]), questions, matrixOf(world, questions))).toBe('a cell that is empty now');
});

test('a mutation leaves the world that it was made from as it was', () => {
  expect(mutants.length).toBeGreaterThan(20);
  expect(mutants.every(([, mutant]) => mutant !== world)).toBe(true);
  expect(matrixOf(world, questions)['dev on *'].allowed).toEqual(['ecr:GetAuthorizationToken']);
});
