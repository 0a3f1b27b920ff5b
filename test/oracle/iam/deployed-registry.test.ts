import { App, Fn, Stack } from 'aws-cdk-lib';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import { RequestContext } from './context';
import { decide } from './decide';
import { deployedWorld } from './deployed-world';
import { World } from './world';
import { Deployment } from '../cloudformation/deployment';

const HOME = { account: '111111111111', region: 'eu-west-1' };
const registry = 'arn:aws:ecr:eu-west-1:111111111111';
const nginx = `${registry}:repository/docker-hub/library/nginx`;
const away = { type: 'role', arn: 'arn:aws:iam::222222222222:role/dev' } as const;
const home = { type: 'role', arn: 'arn:aws:iam::111111111111:role/dev' } as const;

function deployed(build: (stack: Stack) => void, env?: typeof HOME): World {
  const app = new App({ analyticsReporting: false, treeMetadata: false });
  build(new Stack(app, 'Registry', { env }));
  return deployedWorld(Deployment.of(app, { environment: HOME }).resources());
}

function registryPolicy(
  stack: Stack,
  id = 'Policy',
  resource = stack.formatArn({ service: 'ecr', resource: 'repository', resourceName: '*' }),
) {
  const statement = { Effect: 'Allow', Principal: { AWS: home.arn }, Action: 'ecr:CreateRepository', Resource: resource };
  return new ecr.CfnRegistryPolicy(stack, id, { policyText: { Version: '2012-10-17', Statement: [statement] } });
}

function template(stack: Stack, prefix: string, repositoryPolicy?: string, appliedFor = ['PULL_THROUGH_CACHE']) {
  return new ecr.CfnRepositoryCreationTemplate(stack, `Template${prefix}`, { prefix, appliedFor, repositoryPolicy });
}

const policyText = (Principal: object) => JSON.stringify({ Statement: [{ Effect: 'Allow', Principal, Action: 'ecr:BatchGetImage' }] });
const may = (world: World, action: string, resource = nginx) =>
  decide({ principal: home, action, resource }, world.policiesFor(home, resource)).allowed;

test.each([undefined, HOME])('the policy of a registry is met by each request on the registry, in the environment %j', (env) => {
  const world = deployed((stack) => registryPolicy(stack), env);
  expect(may(world, 'ecr:CreateRepository')).toBe(true);
  expect(may(world, 'ecr:CreateRepository', `${registry}:repository/app`)).toBe(true);
  expect(may(world, 'ecr:PutImage')).toBe(false);
  for (const elsewhere of [nginx.replace('eu-west-1', 'eu-west-2'), nginx.replace('111111111111', '222222222222')]) {
    expect(world.policiesFor(home, elsewhere).registryPolicy).toBeUndefined();
  }
});

test('a request about no resource meets the policy of the registry of the caller, in the Region of the request', () => {
  const world = deployed((stack) => {
    registryPolicy(stack);
    registryPolicy(new Stack(stack.node.root as App, 'Other', { env: { ...HOME, region: 'us-east-1' } }));
  }, HOME);
  const policyIn = (caller: typeof home | typeof away, region?: string) =>
    world.registryPolicyFor(caller, '*', new RequestContext(caller, { 'aws:RequestedRegion': region }))?.place;
  expect(policyIn(home, 'eu-west-1')).toBe('Registry/Policy');
  expect(policyIn(home, 'us-east-1')).toBe('Other/Policy');
  expect(policyIn(home, 'us-east-2')).toBeUndefined();
  expect(policyIn(away, 'eu-west-1')).toBeUndefined();
  expect(() => policyIn(home)).toThrow('needs aws:RequestedRegion');
});

test('a registry without a second one needs no Region in a request', () => {
  expect(deployed((stack) => registryPolicy(stack)).registryPolicyFor(home, '*')?.place).toBe('Registry/Policy');
});

test('a created repository has the policy of its template, one that does not exist yet has none', () => {
  const world = deployed((stack) => template(stack, 'docker-hub', policyText({ AWS: home.arn })));
  expect(may(world, 'ecr:BatchGetImage')).toBe(false);
  const created = world.withCreated({ arn: nginx, by: 'PULL_THROUGH_CACHE' });
  expect(may(created, 'ecr:BatchGetImage')).toBe(true);
  expect(may(created, 'ecr:PutImage')).toBe(false);
  expect(may(created, 'ecr:BatchGetImage', `${nginx}2`)).toBe(false);
});

test.each<[string, (stack: Stack) => string]>([
  ['Fn::Join', (stack) => stack.toJsonString(JSON.parse(policyText({ AWS: `arn:${stack.partition}:iam::${stack.account}:role/dev` })))],
  ['Fn::Sub', () => Fn.sub(policyText({ AWS: 'arn:${AWS::Partition}:iam::${AWS::AccountId}:role/dev' }))],
])('a policy of a template that %s joins is resolved', (_, text) => {
  const world = deployed((stack) => template(stack, 'ROOT', text(stack))).withCreated({ arn: nginx, by: 'PULL_THROUGH_CACHE' });
  expect(may(world, 'ecr:BatchGetImage')).toBe(true);
});

test('a closer template without a policy keeps the policy of the wider one away', () => {
  const world = deployed((stack) => {
    template(stack, 'ROOT', policyText({ AWS: home.arn }));
    template(stack, 'docker-hub');
  }).withCreated({ arn: nginx, by: 'PULL_THROUGH_CACHE' }, { arn: `${registry}:repository/quay/app`, by: 'PULL_THROUGH_CACHE' });
  expect(may(world, 'ecr:BatchGetImage')).toBe(false);
  expect(may(world, 'ecr:BatchGetImage', `${registry}:repository/quay/app`)).toBe(true);
});

test('ECR does not create a repository that has a policy', () => {
  const RepositoryPolicyText = JSON.parse(policyText({ AWS: home.arn }));
  const world = deployed((stack) => {
    new ecr.CfnRepository(stack, 'Repository', { repositoryName: 'docker-hub/library/nginx', repositoryPolicyText: RepositoryPolicyText });
  });
  expect(() => world.withCreated({ arn: nginx, by: 'PULL_THROUGH_CACHE' })).toThrow(`${nginx} exists, so ECR does not create it`);
});

test('a registry has one policy and one template for a prefix', () => {
  const identifier = 'AWS::ECR::RepositoryCreationTemplate arn:aws:ecr:eu-west-1:111111111111 docker-hub';
  expect(() => deployed((stack) => [registryPolicy(stack), registryPolicy(stack, 'Second')])).toThrow(
    `Registry/Second: Registry/Policy already is the AWS::ECR::RegistryPolicy ${registry}`,
  );
  expect(() =>
    deployed((stack) => {
      template(stack, 'docker-hub');
      new ecr.CfnRepositoryCreationTemplate(stack, 'Second', { prefix: 'docker-hub', appliedFor: ['REPLICATION'] });
    }),
  ).toThrow(`Registry/Second: Registry/Templatedockerhub already is the ${identifier}`);
});

test('a policy of a template with a Resource, or one that is no string, is refused', () => {
  const withResource = JSON.stringify({ Statement: [{ Effect: 'Allow', Principal: '*', Action: 'ecr:*', Resource: '*' }] });
  expect(() => deployed((stack) => template(stack, 'ROOT', withResource))).toThrow(
    'Registry/TemplateROOT[0]: the policy of a repository takes no Resource',
  );
  expect(() => deployed((stack) => template(stack, 'ROOT').addPropertyOverride('RepositoryPolicy', { Statement: [] }))).toThrow(
    'Registry/TemplateROOT: RepositoryPolicy is a string of JSON',
  );
});
