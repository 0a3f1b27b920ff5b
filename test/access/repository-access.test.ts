import { App, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Allowed, ALLOWED } from './expected-actions';
import { RepositoryAccess, SecureRepository } from '../../src';
import { Method, METHODS } from '../fixtures/access/methods';
import { roleIn, shopWithRepository } from '../fixtures/access/shop';
import { warningsOf } from '../fixtures/reported';
import { identityStatements, repositoryStatements } from '../fixtures/synthesized';

let shop: Stack;
let repository: SecureRepository;
let access: RepositoryAccess;
let role: iam.Role;

beforeEach(() => {
  ({ shop, repository } = shopWithRepository());
  access = repository.access;
  role = roleIn(shop);
});

const ARN = 'arn:aws:ecr:eu-west-1:111111111111:repository/myapp';

describe.each(Object.keys(METHODS) as Method[])('%s', (name) => {
  const allow = METHODS[name];
  const { actions, login }: Allowed = ALLOWED[name];
  const statement = { Effect: 'Allow', Action: actions.length === 1 ? actions[0] : actions, Resource: ARN };
  const loggingIn = { Effect: 'Allow', Action: 'ecr:GetAuthorizationToken', Resource: '*' };

  test('allows a role its actions on the repository, and nothing else', () => {
    allow(access, role);
    expect(identityStatements(shop, { withLogin: true })).toEqual(login ? [statement, loggingIn] : [statement]);
    expect(repositoryStatements(shop)).toEqual([]);
  });

  test('means the same on an ecr.Repository', () => {
    const plain = new ecr.Repository(shop, 'Plain', { repositoryName: 'plain' });
    allow(RepositoryAccess.of(plain), role);
    expect(identityStatements(shop)).toEqual([{ ...statement, Resource: ARN.replace('myapp', 'plain') }]);
  });

  test('means the same on an imported repository', () => {
    allow(RepositoryAccess.of(ecr.Repository.fromRepositoryArn(shop, 'Imported', ARN)), role);
    expect(identityStatements(shop)).toEqual([statement]);
  });
});

test.each(['grantPull', 'grantPush', 'grantPullPush', 'grantRead'] as const)('SecureRepository.%s is that of its access', (name) => {
  const other = new iam.Role(shop, 'Other', { assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com') });
  repository[name](role);
  access[name](other);
  const [ofRepository, ofAccess] = identityStatements(shop, { withLogin: false });
  expect(ofRepository).toEqual(ofAccess);
});

test('SecureRepository.grant is that of its access', () => {
  repository.grant(role, 'ecr:TagResource');
  expect(identityStatements(shop)).toEqual([{ Effect: 'Allow', Action: 'ecr:TagResource', Resource: ARN }]);
});

describe('grant checks its actions', () => {
  test('none is an error', () => {
    expect(() => access.grant(role)).toThrow(
      new Error(
        'Shop/Repository: grant received no actions, but requires at least one. Pass an action such as "ecr:BatchGetImage". [cdk-secure-repository:input-type]',
      ),
    );
  });

  test('a misspelled one is an error, and nothing is written', () => {
    expect(() => access.grant(role, 'ecr:ListImages', 'ecr:PutImages')).toThrow(
      new Error('Shop/Repository: action "ecr:PutImages" does not exist. Did you mean "ecr:PutImage"? [cdk-secure-repository:action]'),
    );
    expect(identityStatements(shop)).toEqual([]);
  });

  test('one that is unknown to this version is allowed with a warning', () => {
    access.grant(role, 'ecr:MendImageLayers');
    expect(identityStatements(shop)).toMatchObject([{ Action: 'ecr:MendImageLayers' }]);
    expect(warningsOf(shop)).toEqual([
      '/Shop/Repository action "ecr:MendImageLayers" is not known to this version of the library. Check its spelling. ' +
        '[ack: cdk-secure-repository:action:ecr:MendImageLayers]',
    ]);
  });
});

describe('organizations', () => {
  const everyoneIn = (Condition: object) => [{ Effect: 'Allow', Action: ALLOWED.grantPull.actions, Principal: { AWS: '*' }, Condition }];

  test('an organization may pull', () => {
    access.grantPullToOrganization('o-a1b2c3d4e5');
    expect(repositoryStatements(shop)).toEqual(everyoneIn({ StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } }));
    expect(warningsOf(shop)).toEqual([]);
  });

  test('an organizational unit and those below it may pull', () => {
    access.grantPullToOrganizationalUnit('o-a1b2c3d4e5/r-ab12/ou-ab12-11111111');
    expect(repositoryStatements(shop)).toEqual(
      everyoneIn({ 'ForAnyValue:StringLike': { 'aws:PrincipalOrgPaths': 'o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/*' } }),
    );
  });

  test('what is no organization is refused', () => {
    expect(() => access.grantPullToOrganization('a1b2c3d4e5')).toThrow('Shop/Repository: organization is "a1b2c3d4e5"');
    expect(() => access.grantPullToOrganizationalUnit('o-a1b2c3d4e5')).toThrow('Shop/Repository: path is "o-a1b2c3d4e5"');
  });
});

test('describe returns the permissions', () => {
  access.grantPullPush(role);
  access.grantPullToOrganization('o-a1b2c3d4e5');
  expect(access.describe()).toEqual([
    {
      grantee: 'Shop/Role',
      level: 'pull and push',
      actions: [...new Set([...ALLOWED.grantPull.actions, ...ALLOWED.grantPush.actions])].sort(),
      policyType: 'identity policy',
      effect: 'Allow',
    },
    {
      grantee: 'organization o-a1b2c3d4e5',
      level: 'pull',
      actions: ALLOWED.grantPull.actions,
      policyType: 'repository policy',
      effect: 'Allow',
      conditions: { StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } },
    },
  ]);
});

test('a repository without grants has no policy', () => {
  Template.fromStack(shop).hasResourceProperties('AWS::ECR::Repository', { RepositoryPolicyText: Match.absent() });
  expect(access.describe()).toEqual([]);
});

test.each<[unknown, string]>([
  [new Stack(new App(), 'Cart'), 'the construct Cart'],
  ['myapp', '"myapp"'],
  [undefined, 'undefined'],
])('there is access to a repository only: %#', (value, words) => {
  expect(() => RepositoryAccess.of(value as ecr.IRepository)).toThrow(
    `RepositoryAccess.of(repository): repository is ${words}, but an ecr.IRepository is required. Use ecr.Repository.fromRepositoryName(`,
  );
});
