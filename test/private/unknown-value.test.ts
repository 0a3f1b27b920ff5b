import { App, Fn, Lazy, SecretValue, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as elb from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as rds from 'aws-cdk-lib/aws-rds';
import * as route53 from 'aws-cdk-lib/aws-route53';
import * as ssm from 'aws-cdk-lib/aws-ssm';
import { isPlaceholder, isUnknown } from '../../src/private/unknown-value';
import { HOME } from '../support/environments';

type LookUp = (stack: Stack) => unknown;

/** Each look-up of `aws-cdk-lib`. */
const LOOK_UPS: { [name: string]: LookUp } = {
  'StringParameter.valueFromLookup': (stack) => ssm.StringParameter.valueFromLookup(stack, '/account/of/the/builds'),
  'Role.fromLookup': (stack) => iam.Role.fromLookup(stack, 'Role', { roleName: 'builder' }),
  'Repository.fromLookup': (stack) => ecr.Repository.fromLookup(stack, 'Repository', { repositoryName: 'app' }),
  'Key.fromLookup': (stack) => kms.Key.fromLookup(stack, 'Key', { aliasName: 'alias/images' }),
  'HostedZone.fromLookup': (stack) => route53.HostedZone.fromLookup(stack, 'Zone', { domainName: 'example.org' }),
  'Vpc.fromLookup': (stack) => ec2.Vpc.fromLookup(stack, 'Vpc', { isDefault: true }),
  'Stack.availabilityZones': (stack) => stack.availabilityZones,
  'SecurityGroup.fromLookupById': (stack) => ec2.SecurityGroup.fromLookupById(stack, 'Group', 'sg-1'),
  'PrefixList.fromLookup': (stack) => ec2.PrefixList.fromLookup(stack, 'Prefixes', { prefixListName: 'office' }),
  'MachineImage.lookup': (stack) => ec2.MachineImage.lookup({ name: 'builder-*' }).getImage(stack),
  'ApplicationLoadBalancer.fromLookup': (stack) =>
    elb.ApplicationLoadBalancer.fromLookup(stack, 'Alb', { loadBalancerTags: { name: 'web' } }),
  'ApplicationListener.fromLookup': (stack) =>
    elb.ApplicationListener.fromLookup(stack, 'Listener', { loadBalancerTags: { name: 'web' }, listenerPort: 80 }),
  'NetworkLoadBalancer.fromLookup': (stack) => elb.NetworkLoadBalancer.fromLookup(stack, 'Nlb', { loadBalancerTags: { name: 'web' } }),
  'NetworkListener.fromLookup': (stack) => elb.NetworkListener.fromLookup(stack, 'Listener', { loadBalancerTags: { name: 'web' } }),
  'DatabaseInstance.fromLookup': (stack) => rds.DatabaseInstance.fromLookup(stack, 'Database', { instanceIdentifier: 'db' }),
  'DatabaseCluster.fromLookup': (stack) => rds.DatabaseCluster.fromLookup(stack, 'Cluster', { clusterIdentifier: 'db' }),
};

/** What is no placeholder: the query itself, a port, a kind; and a word that a user may well have meant. */
const TAKEN_FOR_VALUES = ['example.org', '5432', 'dualstack', 'TEST'];

function stackOf(lookUp: LookUp): { stack: Stack; result: unknown } {
  const stack = new Stack(new App(), 'Stack', { env: HOME });
  return { stack, result: lookUp(stack) };
}

/** The texts that the first run of the app has got in the place of what is missing. */
function dummies({ stack, result }: { stack: Stack; result: unknown }): string[] {
  const { missing = [] } = (stack.node.root as App).synth().manifest;
  const values = missing.map(({ props }) => ('dummyValue' in props ? (props.dummyValue as unknown) : undefined));
  return [...values, ...(typeof result === 'string' ? [result] : [])].flatMap(texts);
}

function texts(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(texts) : [];
}

test.each(Object.entries(LOOK_UPS))('what %s says before it has looked is not known', (_, lookUp) => {
  const found = dummies(stackOf(lookUp)).filter((text) => !TAKEN_FOR_VALUES.includes(text));
  expect(found.filter((text) => !isPlaceholder(text))).toEqual([]);
  for (const text of found) expect(isUnknown(`before/${text}/after`)).toBe(true);
});

test.each([
  ['a role', (stack: Stack) => iam.Role.fromLookup(stack, 'Role', { roleName: 'builder' }).roleArn],
  ['a repository', (stack: Stack) => ecr.Repository.fromLookup(stack, 'R', { repositoryName: 'app' }).repositoryArn],
  ['the name of a repository', (stack: Stack) => ecr.Repository.fromLookup(stack, 'R', { repositoryName: 'app' }).repositoryName],
  ['a key', (stack: Stack) => kms.Key.fromLookup(stack, 'Key', { aliasName: 'alias/images' }).keyArn],
  ['a hosted zone', (stack: Stack) => route53.HostedZone.fromLookup(stack, 'Zone', { domainName: 'example.org' }).hostedZoneId],
  ['a VPC', (stack: Stack) => ec2.Vpc.fromLookup(stack, 'Vpc', { isDefault: true }).vpcId],
  ['a subnet', (stack: Stack) => ec2.Vpc.fromLookup(stack, 'Vpc', { isDefault: true }).publicSubnets[0].subnetId],
])('the placeholder of %s is recognised where a construct returns it', (_, value) => {
  expect(isPlaceholder(stackOf(value).result)).toBe(true);
});

test.each([
  ['a reference', Fn.ref('Topic')],
  ['a text with a token', `app-${Fn.ref('Stage')}`],
  ['a lazy value', Lazy.string({ produce: () => 'x' })],
  ['a secret', SecretValue.unsafePlainText('x')],
])('%s is not known, and no placeholder', (_, value) => {
  expect(isUnknown(value)).toBe(true);
  expect(isPlaceholder(value)).toBe(false);
});

test.each(['app', 'TEST', 'dummy', 'value-for-x', 'sg-12', 'ami-12345', '123456789012', '', undefined, null, 3, {}, [], ['app']])(
  '%j is known',
  (value) => expect(isUnknown(value)).toBe(false),
);
