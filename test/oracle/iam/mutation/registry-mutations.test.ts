import { firstDifference, matrixOf, Questions } from '../matrix';
import { Policy } from '../policy';
import { World } from '../world';
import { Material } from './material';
import { worldMutations } from './world-mutations';

const registry = 'arn:aws:ecr:eu-west-1:111111111111';
const inside = `${registry}:repository/docker-hub/nginx`;
const beside = `${registry}:repository/docker-hub2/nginx`;
const material: Material = {
  actions: ['ecr:BatchGetImage', 'ecr:CreateRepository'],
  otherResource: `${registry}:repository/other`,
  otherAccount: '333333333333',
  otherService: 'other.amazonaws.com',
  neighbour: { account: '111111111111', kind: 'role', name: 'neighbour' },
};
const dev = 'arn:aws:iam::111111111111:role/dev';
const questions: Questions = {
  actions: material.actions,
  resources: {
    inside,
    beside,
    'the prefix itself': `${registry}:repository/docker-hub`,
    other: material.otherResource,
    elsewhere: inside.replace('eu-west-1', 'eu-west-2'),
    'of another account': inside.replace('111111111111', '333333333333'),
  },
  probes: [
    { name: 'dev', caller: { type: 'role', arn: dev } },
    { name: 'neighbour', caller: { type: 'role', arn: 'arn:aws:iam::111111111111:role/neighbour' } },
    { name: 'stranger', caller: { type: 'role', arn: 'arn:aws:iam::333333333333:role/dev' } },
    { name: 'service', caller: { type: 'service', name: 'other.amazonaws.com' } },
  ],
};
const world = new World(
  [
    {
      policy: Policy.ofRegistry('Registry', {
        Statement: [
          { Effect: 'Allow', Action: 'ecr:CreateRepository', Principal: { AWS: dev }, Resource: `${registry}:repository/docker-hub/*` },
        ],
      }),
      registry,
    },
    {
      policy: Policy.ofRepository('Template', { Statement: [{ Effect: 'Allow', Action: 'ecr:BatchGetImage', Principal: { AWS: dev } }] }),
      template: { registry, prefix: 'docker-hub', appliedFor: ['PULL_THROUGH_CACHE'] },
    },
  ],
  [],
  [inside, beside].map((arn) => ({ arn, by: 'PULL_THROUGH_CACHE' })),
);
const mutants = [...worldMutations(world, material)];

test('the matrix says what the registry allows, and what the policy of the template allows', () => {
  expect(matrixOf(world, questions)).toEqual({
    'dev on inside': {
      allowed: material.actions,
      identitySide: [],
      resourceSide: ['ecr:BatchGetImage'],
      registrySide: ['ecr:CreateRepository'],
    },
  });
});

test('every mutation of a registry policy and of a template is noticed, except what the registry does not have', () => {
  const unnoticed = mutants.filter(([, mutant]) => firstDifference(mutant, questions, matrixOf(world, questions)) === undefined);
  // a policy of a registry is met by requests on that registry only, whatever Region, account and partition it names
  const { otherResource } = material;
  const atHome = (part: string) => `Registry[0]: ${part}:repository/docker-hub/* for ${registry}:repository/docker-hub/*`;
  expect(unnoticed.map(([what]) => what)).toEqual([
    atHome('arn:*:ecr:eu-west-1:111111111111'),
    atHome('arn:aws:ecr:*:111111111111'),
    atHome('arn:aws:ecr:eu-west-1:*'),
  ]);
  expect(mutants.map(([what]) => what)).toContain(`Registry[0]: ${otherResource} added`);
});

test.each(['Template: template removed', 'Template: ROOT for the prefix', 'Template: docker-hub2 for the prefix', 'Template[0]: everyone'])(
  'the matrix notices: %s',
  (what) => {
    const mutant = mutants.find(([name]) => name === what)![1];
    expect(firstDifference(mutant, questions, matrixOf(world, questions))).toBeDefined();
  },
);
