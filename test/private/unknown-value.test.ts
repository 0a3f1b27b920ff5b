import { App, Fn, Lazy, SecretValue, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as elb from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as rds from 'aws-cdk-lib/aws-rds';
import * as route53 from 'aws-cdk-lib/aws-route53';
import * as ssm from 'aws-cdk-lib/aws-ssm';
import { isPlaceholder, isUnknown, withPlaceholdersAs } from '../../src/private/unknown-value';
import { HOME } from '../fixtures/environments';

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

test.each(Object.entries(LOOK_UPS))('the placeholder of %s is not known', (_, lookUp) => {
  const found = dummies(stackOf(lookUp)).filter((text) => !TAKEN_FOR_VALUES.includes(text));
  expect(found.filter((text) => !isPlaceholder(text))).toEqual([]);
});

test.each([
  ['StringParameter.valueFromLookup', 'dummy-value-for-/account/of/the/builds'],
  ['Repository.fromLookup', 'DUMMY_ARN'],
  ['Role.fromLookup', 'arn:aws:iam::123456789012:role/DUMMY_ARN'],
])('the placeholder of %s is recognized in a text, and the rest of the text is kept', (_, text) => {
  for (const [before, after] of [
    ['', ''],
    ['team/', '*'],
    ['v', '?x'],
  ]) {
    expect(isUnknown(`${before}${text}${after}`)).toBe(true);
    expect(withPlaceholdersAs(`${before}${text}${after}`, '|')).toMatch(new RegExp(`^${before}\\|[${after}]`.replace('[]', '')));
  }
});

test('each placeholder in a text is replaced', () => {
  expect(withPlaceholdersAs('dummy-value-for-/a:*:dummy-value-for-/b', 'x')).toBe('x:*:x');
  expect(withPlaceholdersAs('vpc-12345', 'x')).toBe('x');
  expect(withPlaceholdersAs('my-vpc-12345', 'x')).toBe('my-vpc-12345');
});

/** IDs that a user may write as a part of a value. */
const IDS: [string, string | undefined][] = [
  ['DUMMY', 'arn:aws:route53:::hostedzone/'],
  ['Z3DZXE0EXAMPLE', 'arn:aws:route53:::hostedzone/'],
  ['1234abcd-12ab-34cd-56ef-1234567890ab', 'arn:aws:kms:eu-west-1:111111111111:key/'],
  ['dummy1a', undefined],
  ['vpc-12345', 'arn:aws:ec2:eu-west-1:111111111111:vpc/'],
  ['s-12345', 'arn:aws:ec2:eu-west-1:111111111111:subnet/'],
  ['p-67890', 'arn:aws:ec2:eu-west-1:111111111111:subnet/'],
  ['rtb-12345s', 'arn:aws:ec2:eu-west-1:111111111111:route-table/'],
  ['1.2.3.4/5', undefined],
  ['sg-1234', 'arn:aws:ec2:eu-west-1:111111111111:security-group/'],
  ['sg-12345678', 'arn:aws:ec2:eu-west-1:111111111111:security-group/'],
  ['sg-123456789012', 'arn:aws:ec2:eu-west-1:111111111111:security-group/'],
  ['ami-1234', 'arn:aws:ec2:eu-west-1::image/'],
  ['pl-xxxxxxxx', 'arn:aws:ec2:eu-west-1:111111111111:prefix-list/'],
  ['my-load-balancer-1234567890.us-west-2.elb.amazonaws.com', undefined],
  ['TESTARN', undefined],
];

test.each(IDS)('%s is a placeholder as a whole, and a value of the user as a part', (id, arn) => {
  expect(isPlaceholder(id)).toBe(true);
  if (arn !== undefined) expect(isPlaceholder(`${arn}${id}`)).toBe(true);
  for (const text of [`web-${id}`, `${id}-web`, `team/${id}`, `*/${id}`, `arn:aws:iam::111111111111:role/${id}`]) {
    expect(isPlaceholder(text)).toBe(false);
  }
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

test.each([
  'app',
  'TEST',
  'dummy',
  'value-for-x',
  'sg-12',
  'ami-12345',
  'web-s-12345',
  '*/DUMMY',
  '123456789012',
  '',
  undefined,
  null,
  3,
  {},
  [],
  ['app'],
])('%j is known', (value) => expect(isUnknown(value)).toBe(false));
