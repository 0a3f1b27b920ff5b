import { Stack } from 'aws-cdk-lib';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as iam from 'aws-cdk-lib/aws-iam';
import { AWAY, HOME, ORGANIZATION, OTHER_UNIT } from './accounts';
import { identityProbe, impostors, REPOSITORY_NAME } from './cast';
import { Scene } from './scene';
import { SecureRepository } from '../../../src/secure-repository';
import { Probe } from '../iam/matrix';

/** Principals of one app that may all be granted something, some of them close to one another by name. */
export interface Company {
  readonly scene: Scene;
  /** By the name of the resource in the questions. */
  readonly repositories: Readonly<Record<RepositoryInCompany, ecr.IRepository>>;
  readonly principals: Readonly<Record<PrincipalInCompany, iam.IGrantable>>;
}

export type RepositoryInCompany = 'this repository' | 'a repository with a longer name';

export type PrincipalInCompany =
  | 'role a'
  | 'role a with a condition'
  | 'role b of another stack'
  | 'user u'
  | 'policy of role f'
  | 'the ARN of role d'
  | 'role a of the other account'
  | 'role b of the other account'
  | 'imported role c of the other account'
  | 'role a of a third account'
  | 'the other account'
  | 'the third account'
  | 'the organization'
  | 'Lambda'
  | 'a rule';

const assumedBy = new iam.AccountRootPrincipal();
const role = (scope: Stack, roleName: string) => new iam.Role(scope, roleName, { roleName, assumedBy });
const arnOf = ({ account }: { account: string }, name: string) => `arn:aws:iam::${account}:${name}`;

export function company(): Company {
  const scene = new Scene();
  const { app, home, away, repository } = scene;
  const a = role(home, 'a');
  return {
    scene,
    repositories: {
      'this repository': repository,
      'a repository with a longer name': new SecureRepository(home, 'Longer', { repositoryName: `${REPOSITORY_NAME}2` }),
    },
    principals: {
      'role a': a,
      'role a with a condition': new iam.PrincipalWithConditions(a, { StringEquals: { 'aws:PrincipalTag/team': 'red' } }),
      'role b of another stack': role(new Stack(app, 'Roles', { env: HOME }), 'b'),
      'user u': new iam.User(home, 'u', { userName: 'u' }),
      'policy of role f': new iam.Policy(home, 'Policy', { roles: [role(home, 'f')] }),
      'the ARN of role d': new iam.ArnPrincipal(arnOf(HOME, 'role/d')),
      'role a of the other account': role(away, 'a'),
      'role b of the other account': role(away, 'b'),
      'imported role c of the other account': iam.Role.fromRoleArn(home, 'c', arnOf(AWAY, 'role/c')),
      'role a of a third account': role(new Stack(app, 'Third', { env: OTHER_UNIT }), 'a'),
      'the third account': new iam.AccountPrincipal(OTHER_UNIT.account),
      'the other account': new iam.AccountPrincipal(AWAY.account),
      'the organization': new iam.OrganizationPrincipal(ORGANIZATION),
      Lambda: new iam.ServicePrincipal('lambda.amazonaws.com'),
      'a rule': new iam.ServicePrincipal('events.amazonaws.com').withConditions({
        ArnEquals: { 'aws:SourceArn': `arn:aws:events:${HOME.region}:${HOME.account}:rule/nightly` },
      }),
    },
  };
}

const RED = { 'aws:PrincipalTag/team': 'red' };

/** Everybody of the company, as they call. */
export const COLLEAGUES: readonly Probe[] = [
  identityProbe('role a', arnOf(HOME, 'role/a')),
  identityProbe('role a, red', arnOf(HOME, 'role/a'), RED),
  identityProbe('role b', arnOf(HOME, 'role/b')),
  identityProbe('role d', arnOf(HOME, 'role/d')),
  identityProbe('role f', arnOf(HOME, 'role/f')),
  identityProbe('user u', arnOf(HOME, 'user/u')),
  identityProbe('role a there', arnOf(AWAY, 'role/a')),
  identityProbe('role b there', arnOf(AWAY, 'role/b')),
  identityProbe('role c there', arnOf(AWAY, 'role/c')),
  identityProbe('role a of the third', arnOf(OTHER_UNIT, 'role/a')),
];

/** Who could be taken for one of the company. */
export const IMPOSTORS: readonly Probe[] = [
  ...impostors('role a, red', arnOf(HOME, 'role/a'), RED),
  ...['a', 'b', 'c'].flatMap((name) => [
    identityProbe(`role ${name}2 there`, arnOf(AWAY, `role/${name}2`)),
    ...impostors(`role ${name} there`, arnOf(AWAY, `role/${name}`)),
  ]),
  identityProbe('role a2 of the third', arnOf(OTHER_UNIT, 'role/a2')),
  ...impostors('role a of the third', arnOf(OTHER_UNIT, 'role/a')),
];
