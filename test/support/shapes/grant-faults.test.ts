import { grantFaults } from './grant-faults';
import { identityProbe } from '../access/cast';
import { Policy } from '../iam/policy';
import { StatementElement } from '../iam/policy-document';
import { World } from '../iam/world';

const account = '111111111111';
const repository = `arn:aws:ecr:eu-west-1:${account}:repository/web`;
const roleOf = (name: string) => `arn:aws:iam::${account}:role/${name}`;
const questions = {
  probes: [identityProbe('the grantee', roleOf('grantee')), identityProbe('the namesake', roleOf('namesake'))],
  resources: { 'this repository': repository, 'the other repository': `${repository}2`, '*': '*' },
  actions: ['ecr:BatchGetImage', 'ecr:GetAuthorizationToken', 'ecr:PutImage'],
};
const granted = { actions: ['ecr:BatchGetImage'], login: true, allowed: true, alsoOnRepository: [] } as const;

const pull: StatementElement = { Effect: 'Allow', Action: 'ecr:BatchGetImage', Resource: repository };
const login: StatementElement = { Effect: 'Allow', Action: 'ecr:GetAuthorizationToken', Resource: '*' };
const named = (name: string): StatementElement => ({ Effect: 'Allow', Action: 'ecr:BatchGetImage', Principal: { AWS: roleOf(name) } });

function worldOf(own: StatementElement[], onRepository: StatementElement[] = []): World {
  return new World([
    { policy: Policy.ofIdentity('P', { Statement: own }), identities: [{ account, kind: 'role', name: 'grantee' }] },
    { policy: Policy.ofResource('R', { Statement: onRepository }), resource: repository },
  ]);
}

test.each<[string, World]>([
  ['by its own policies', worldOf([pull, login])],
  ['by the policy of the repository', worldOf([], [named('grantee')])],
  ['by both', worldOf([pull, login], [named('grantee')])],
])('a grant that is there %s has no faults', (_, world) => {
  expect(grantFaults(world, questions, granted)).toEqual([]);
});

test.each<[string, World, string]>([
  ['too little', worldOf([]), 'the grantee on this repository: allowed is nothing, expected ecr:BatchGetImage'],
  ['no login', worldOf([pull]), 'the grantee on *: allowed by its own policies is nothing, expected ecr:GetAuthorizationToken'],
  [
    'too much',
    worldOf([{ ...pull, Action: ['ecr:BatchGetImage', 'ecr:PutImage'] }, login]),
    'the grantee on this repository: allowed is ecr:BatchGetImage, ecr:PutImage, expected ecr:BatchGetImage',
  ],
  [
    'another repository',
    worldOf([{ ...pull, Resource: `${repository}*` }, login]),
    'the grantee on the other repository: allowed by its own policies is ecr:BatchGetImage, ecr:GetAuthorizationToken, expected ecr:GetAuthorizationToken',
  ],
  [
    'another grantee',
    worldOf([pull, login], [named('namesake')]),
    'the namesake on this repository: allowed by the repository is ecr:BatchGetImage, expected nothing',
  ],
])('a grant of %s is a fault', (_, world, fault) => {
  expect(grantFaults(world, questions, granted)).toContain(fault);
});

test('where only the side of the repository can be written, it has to be there', () => {
  const oneSide = { ...granted, allowed: false };
  expect(grantFaults(worldOf([]), questions, oneSide)).toEqual([
    'the grantee on this repository: allowed by the repository is nothing, expected ecr:BatchGetImage',
  ]);
});
