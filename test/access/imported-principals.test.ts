import { App, Environment, NestedStack, Stack, Stage, Token } from 'aws-cdk-lib';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as iam from 'aws-cdk-lib/aws-iam';
import { AwsSolutionsChecks } from 'cdk-nag';
import { Construct } from 'constructs';
import { RepositoryAccess } from '../../src';
import { HOME, OTHER_REGION } from '../fixtures/environments';
import { DeployedResource } from '../oracle/cloudformation/deployed-stack';
import { Deployment } from '../oracle/cloudformation/deployment';
import { Caller } from '../oracle/iam/caller';
import { decide } from '../oracle/iam/decide';
import { deployedWorld } from '../oracle/iam/deployed-world';

const ROLE = `arn:aws:iam::${HOME.account}:role/dev`;
const dev: Caller = { type: 'role', arn: ROLE };
const alice: Caller = { type: 'user', arn: `arn:aws:iam::${HOME.account}:user/alice` };

const roleArnIn = (scope: Construct) => Stack.of(scope).formatArn({ service: 'iam', region: '', resource: 'role', resourceName: 'dev' });

const PRINCIPALS: { readonly [name: string]: readonly [(scope: Construct) => iam.IGrantable, Caller?] } = {
  'a role by its name': [(scope) => iam.Role.fromRoleName(scope, 'P', 'dev'), dev],
  'a role by its ARN': [(scope) => iam.Role.fromRoleArn(scope, 'P', roleArnIn(scope)), dev],
  'a role with a name for its default policy': [
    (scope) => iam.Role.fromRoleArn(scope, 'P', roleArnIn(scope), { defaultPolicyName: 'Default' }),
    dev,
  ],
  'a user': [(scope) => iam.User.fromUserName(scope, 'P', 'alice'), alice],
  'a group': [(scope) => iam.Group.fromGroupName(scope, 'P', 'devs')],
};

const FLAGS = { 'the flag for stack-safe names off': false, 'the flag for stack-safe names on': true };

/** Two places from which one principal is granted to; each has constructs of the same ids. */
const PLACES: { readonly [name: string]: (app: App) => readonly [App, Construct][] } = {
  'two stacks': (app) => [
    [app, new Stack(app, 'A', { env: HOME })],
    [app, new Stack(app, 'B', { env: HOME })],
  ],
  'two stacks without an environment': (app) => [
    [app, new Stack(app, 'A')],
    [app, new Stack(app, 'B')],
  ],
  'two nested stacks': (app) => {
    const parent = new Stack(app, 'Parent', { env: HOME });
    return [
      [app, new NestedStack(parent, 'A')],
      [app, new NestedStack(parent, 'B')],
    ];
  },
  'a stack and one nested in it': (app) => {
    const parent = new Stack(app, 'Parent', { env: HOME });
    return [
      [app, parent],
      [app, new NestedStack(parent, 'Nested')],
    ];
  },
  'two Stages': (app) => [
    [app, new Stack(new Stage(app, 'Beta', { env: HOME }), 'Shop')],
    [app, new Stack(new Stage(app, 'Prod', { env: HOME }), 'Shop')],
  ],
  'one construct of two apps, under two stack names': (app) => {
    const other = new App();
    return [
      [app, new Stack(app, 'Shop', { env: HOME, stackName: 'shop-dev' })],
      [other, new Stack(other, 'Shop', { env: HOME, stackName: 'shop-test' })],
    ];
  },
  'one construct of two apps, under one stack name in two Regions': (app) => {
    const other = new App();
    const stack = (of: App, env: Environment) => new Stack(of, 'Shop', { env });
    return [
      [app, stack(app, HOME)],
      [other, stack(other, OTHER_REGION)],
    ];
  },
};

function resourcesOf(apps: readonly App[]): DeployedResource[] {
  return [...new Set(apps)].flatMap((app) => Deployment.of(app, { environment: HOME }).resources());
}

const rows = Object.keys(PRINCIPALS).flatMap((principal) =>
  Object.keys(PLACES).flatMap((place) => Object.keys(FLAGS).map((flag) => [principal, place, flag as keyof typeof FLAGS] as const)),
);

describe('grants from two places are independent of each other', () => {
  test.each(rows)('to %s, from %s, %s', (principal, place, flag) => {
    const [principalIn, caller] = PRINCIPALS[principal];
    const places = PLACES[place](new App({ context: { '@aws-cdk/aws-iam:importedRoleStackSafeDefaultPolicyName': FLAGS[flag] } }));
    places.forEach(([, scope], n) => {
      const repository = ecr.Repository.fromRepositoryName(scope, 'Repository', `shop/${n}`);
      const grantee = principalIn(scope);
      RepositoryAccess.of(repository).grantPull(grantee);
      RepositoryAccess.of(repository).grantPush(
        new iam.PrincipalWithConditions(grantee.grantPrincipal, { Bool: { 'aws:SecureTransport': 'true' } }),
      );
    });
    const resources = resourcesOf(places.map(([app]) => app));
    const world = deployedWorld(resources);
    const names = resources.filter(({ type }) => type === 'AWS::IAM::Policy').map(({ properties }) => String(properties.PolicyName));
    // the login on conditions is inline or not, as it fits
    expect(names.length).toBeGreaterThanOrEqual(4);
    names.forEach((name) => expect(name).toMatch(/^[\w+=,.@-]{1,128}$/));
    if (!caller) return;
    places.forEach(([, scope], n) => {
      const { region } = Stack.of(scope);
      const resource = `arn:aws:ecr:${Token.isUnresolved(region) ? HOME.region : region}:${HOME.account}:repository/shop/${n}`;
      const request = { principal: caller, action: 'ecr:BatchGetImage', resource };
      expect(decide(request, world.policiesFor(caller, resource)).allowed).toBe(true);
    });
  });
});

describe('the name of an inline policy', () => {
  const nameIn = (scope: Construct) => {
    const role = iam.Role.fromRoleName(scope, 'x'.repeat(150), 'dev');
    RepositoryAccess.of(ecr.Repository.fromRepositoryName(scope, 'Repository', 'shop')).grantRead(role);
    const [policy] = resourcesOf([scope.node.root as App]).filter(({ type }) => type === 'AWS::IAM::Policy');
    return String(policy.properties.PolicyName);
  };

  test('is the same at each synthesis', () => {
    const stack = () => new Stack(new App(), 'Shop', { env: HOME });
    expect(nameIn(stack())).toBe(nameIn(stack()));
  });

  test('is not longer than IAM allows, and ends with the stack', () => {
    expect(nameIn(new Stack(new App(), 'Shop', { env: HOME }))).toMatch(/^\w{91}-[0-9a-f-]{36}$/);
  });

  test('is that of aws-cdk-lib for a user of the app', () => {
    const stack = new Stack(new App(), 'Shop', { env: HOME });
    RepositoryAccess.of(ecr.Repository.fromRepositoryName(stack, 'Repository', 'shop')).grantRead(new iam.User(stack, 'User'));
    const [policy] = resourcesOf([stack.node.root as App]).filter(({ type }) => type === 'AWS::IAM::Policy');
    expect(policy.properties.PolicyName).toBe('UserEcrAccess279D7D41');
  });
});

describe('roles that accept no policies', () => {
  test.each<[string, (scope: Construct) => iam.IRole]>([
    ['an immutable one', (scope) => iam.Role.fromRoleArn(scope, 'P', ROLE, { mutable: false })],
    [
      'one of the app without updates',
      (scope) => new iam.Role(scope, 'P', { assumedBy: new iam.AccountRootPrincipal() }).withoutPolicyUpdates(),
    ],
    ['one of another account', (scope) => iam.Role.fromRoleArn(scope, 'P', ROLE.replace(HOME.account, '222222222222'))],
  ])('%s gets no policy', (_which, roleIn) => {
    const stack = new Stack(new App(), 'Shop', { env: HOME });
    const repository = new ecr.Repository(stack, 'Repository');
    RepositoryAccess.of(repository).grantPull(roleIn(stack));
    expect(resourcesOf([stack.node.root as App]).filter(({ type }) => /Policy$/.test(type))).toEqual([]);
  });
});

test.each(Object.keys(PRINCIPALS))('cdk-nag reports nothing for the login of %s', (principal) => {
  const stack = new Stack(new App(), 'Shop', { env: HOME });
  RepositoryAccess.of(ecr.Repository.fromRepositoryName(stack, 'Repository', 'shop')).grantPull(PRINCIPALS[principal][0](stack));
  expect(new AwsSolutionsChecks().validateScope(stack).violations).toEqual([]);
});
