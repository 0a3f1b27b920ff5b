import { ALLOWED } from './expected-actions';
import { expectedMatrix } from './expected-matrix';
import { Reaches, REACHES, REACHES_AGNOSTIC, REACHES_ELSEWHERE } from './expected-reaches';
import { AWAY, HOME } from '../fixtures/access/accounts';
import { Granted, granted } from '../fixtures/access/granted';
import { PRINCIPAL_CLASSES } from '../fixtures/access/principal-classes';
import { importedRepository, nameableRepository, plainRepository, SceneOptions, unnamedRepository } from '../fixtures/access/scene';
import { matrixOf } from '../oracle/iam/matrix';

const keysOf = <T extends object>(table: T) => Object.keys(table) as (keyof T)[];

function expectReached({ world, questions }: Granted, reaches: Reaches): void {
  expect(matrixOf(world, questions)).toEqual(expectedMatrix(ALLOWED.grantPullPush, reaches, questions));
}

/** The classes for which the repository needs a name, because aws-cdk-lib cannot reference it otherwise. */
const NAME_NEEDED: Partial<Record<keyof typeof REACHES, string>> = {
  'a role of another stack in another Region': 'Set repositoryName to a literal name',
  'a role of the app in another account': 'Set repositoryName to a literal name',
  'a role of the app in another account with a name to be generated': 'Set repositoryName to a literal name',
  'a user of the app in another account': 'Set repositoryName to a literal name',
  'conditions around a role of another account': 'Set repositoryName to a literal name',
  'a role of another Stage': 'Set repositoryName to a literal name',
};
const named = keysOf(REACHES);
const nameGeneratedIfNeeded = named.filter((name) => name !== 'a role of another Stage');
const unnamed = named.filter((name) => !(name in NAME_NEEDED));

describe.each<[string, SceneOptions, (keyof typeof REACHES)[]]>([
  ['an ecr.Repository', { repository: plainRepository }, named],
  ['a repository whose name is generated on demand', { repository: nameableRepository }, nameGeneratedIfNeeded],
  ['a repository without a name', { repository: unnamedRepository }, unnamed],
  ['a repository in an app with minimized policies', { context: { '@aws-cdk/aws-iam:minimizePolicies': true } }, named],
  ['a repository in an app with partition literals', { context: { '@aws-cdk/core:enablePartitionLiterals': true } }, named],
])('the access to %s is the same', (_, options, classes) => {
  test.each(classes)('for: %s', (name) => {
    expectReached(granted('grantPullPush', PRINCIPAL_CLASSES[name], options), REACHES[name]);
  });
});

test.each(keysOf(NAME_NEEDED))('a repository needs a name for: %s', (name) => {
  const options = { repository: unnamedRepository };
  expect(() => granted('grantPullPush', PRINCIPAL_CLASSES[name], options)).toThrow(NAME_NEEDED[name]);
});

test.each(keysOf(REACHES_AGNOSTIC))('a stack without an environment is in the account that it is deployed to, for: %s', (name) => {
  expectReached(granted('grantPullPush', PRINCIPAL_CLASSES[name], { agnostic: true }), REACHES_AGNOSTIC[name]);
});

describe.each(['cn-north-1', 'us-gov-west-1'])('in the partition of %s a grant reaches', (region) => {
  test.each([
    'a role of the app',
    'a user of the app',
    'a role of the app in another account',
    'another account',
    'Lambda',
    'CodeBuild',
  ] as const)('%s', (name) => expectReached(granted('grantPullPush', PRINCIPAL_CLASSES[name], { region }), REACHES[name]));
});

test.each(keysOf(REACHES_ELSEWHERE))(
  'if the policy of an imported repository is managed externally, the identity policy is written for: %s',
  (name) => {
    const options = { repository: importedRepository(HOME.account), externalRepositoryPolicy: true };
    expectReached(granted('grantPullPush', PRINCIPAL_CLASSES[name], options), REACHES_ELSEWHERE[name]);
  },
);

test('an imported repository accepts grants to identities of its account', () => {
  const options = { repository: importedRepository(HOME.account) };
  expectReached(granted('grantPullPush', PRINCIPAL_CLASSES['a role of the app'], options), REACHES['a role of the app']);
});

test('a role whose repository is in another account is allowed in its identity policy if the repository policy is managed externally', () => {
  const options = { repository: importedRepository(AWAY.account), externalRepositoryPolicy: true };
  expectReached(granted('grantPullPush', PRINCIPAL_CLASSES['a role of the app'], options), { 'the grantee': { identity: true } });
});
