import { App, Aspects, Fn, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as iam from 'aws-cdk-lib/aws-iam';
import { SecureRegistry, Upstream } from '../../src';

const ORGANIZATION = 'o-a1b2c3d4e5';
const OTHER = { Effect: 'Allow', Principal: { AWS: '444455556666' }, Action: 'ecr:ReplicateImage', Resource: '*' };

function changed(change: (policy: ecr.CfnRegistryPolicy) => void, context?: Record<string, boolean>): () => void {
  const app = new App({ context });
  const registry = new SecureRegistry(new Stack(app, 'Platform', { env: { account: '111122223333', region: 'eu-west-1' } }), 'Registry');
  registry.denyUnlessInOrganization(ORGANIZATION);
  registry.acceptReplicationFrom('444455556666', 'prod/');
  registry.acceptReplicationFrom('555566667777', 'prod/');
  change(registry.node.findChild('Policy') as ecr.CfnRegistryPolicy);
  return () => app.synth();
}

test.each<[string, (policy: ecr.CfnRegistryPolicy) => void, number]>([
  ['an override', (policy) => policy.addPropertyOverride('PolicyText', { Statement: [OTHER] }), 3],
  ['an override that deletes it', (policy) => policy.addPropertyDeletionOverride('PolicyText'), 3],
  ['an assignment', (policy) => (policy.policyText = { Statement: [OTHER] }), 3],
  ['an Aspect', (policy) => Aspects.of(policy).add({ visit: () => (policy.policyText = { Statement: [] }) }), 3],
  ['an override of one statement', (policy) => policy.addPropertyOverride('PolicyText.Statement.0', OTHER), 1],
  [
    'an override of the conditions of the guard rail',
    (policy) => policy.addPropertyOverride('PolicyText.Statement.0.Condition', { Bool: { 'aws:SecureTransport': 'false' } }),
    1,
  ],
  [
    'an override of the actions of the guard rail',
    (policy) => policy.addPropertyOverride('PolicyText.Statement.0.Action', 'ecr:PutImage'),
    1,
  ],
  ['an override of the effect of the guard rail', (policy) => policy.addPropertyOverride('PolicyText.Statement.0.Effect', 'Allow'), 1],
])('%s that replaces statements is an error', (_, change, lost) => {
  expect(changed(change)).toThrow(
    `[Platform/Registry] the policy on the L1 replaces ${lost} of the 3 statements that were added to the registry policy`,
  );
});

test.each<[string, (policy: ecr.CfnRegistryPolicy) => void]>([
  ['another removal policy', (policy) => policy.applyRemovalPolicy(RemovalPolicy.DESTROY)],
  ['an override beside the statements', (policy) => policy.addOverride('Metadata.owner', 'platform')],
  ['an ID of a statement', (policy) => policy.addPropertyOverride('PolicyText.Statement.0.Sid', 'GuardRail')],
  ['a further statement', (policy) => policy.addPropertyOverride('PolicyText.Statement.3', OTHER)],
  ['a policy that is known only at deployment', (policy) => policy.addPropertyOverride('PolicyText', Fn.importValue('policy'))],
  [
    'a statement that is known only at deployment',
    (policy) => policy.addPropertyOverride('PolicyText.Statement.3', Fn.importValue('statement')),
  ],
])('%s is no error', (_, change) => {
  expect(changed(change)).not.toThrow();
});

test('statements that are merged are deployed', () => {
  const change = (policy: ecr.CfnRegistryPolicy) => policy.addOverride('Metadata.owner', 'platform');
  expect(changed(change, { '@aws-cdk/aws-iam:minimizePolicies': true })).not.toThrow();
});

test('an assignment that replaces the statements of a cache is an error', () => {
  const app = new App();
  const registry = new SecureRegistry(new Stack(app, 'Platform'), 'Registry');
  registry.addPullThroughCache('Public', { upstream: Upstream.ecrPublic(), prefix: 'ecr-public' }).grantPullToOrganization(ORGANIZATION);
  (registry.node.findChild('Policy') as ecr.CfnRegistryPolicy).policyText = { Statement: [OTHER] };
  expect(() => app.synth()).toThrow('replaced-repository-policy');
});

test('a Deny to the own account by name causes a warning, too', () => {
  const stack = new Stack(new App(), 'Platform', { env: { account: '111122223333', region: 'eu-west-1' } });
  new SecureRegistry(stack, 'Registry').addToRegistryPolicy(
    new iam.PolicyStatement({
      effect: iam.Effect.DENY,
      principals: [new iam.AnyPrincipal()],
      actions: ['ecr:*'],
      resources: ['*'],
      conditions: { StringEquals: { 'aws:PrincipalAccount': '111122223333' } },
    }),
  );
  Annotations.fromStack(stack).hasWarning('/Platform/Registry', Match.stringLikeRegexp('registry-lock-out'));
});
