import { App, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as signer from 'aws-cdk-lib/aws-signer';
import { RegistryScanning, ReplicationRule, RepositoryFilter, SecureRegistry, SigningRule, Upstream } from '../../src';
import { HOME, OTHER_ACCOUNT } from '../fixtures/environments';

// Public reports about registries that no other test is about; docs/field.md names them.

let app: App;
let stack: Stack;

beforeEach(() => {
  app = new App();
  stack = new Stack(app, 'Registry', { env: HOME });
});

test('enhanced scanning is a setting of the registry', () => {
  new SecureRegistry(stack, 'Registry', { scanning: RegistryScanning.enhanced({ continuous: [RepositoryFilter.all()] }) });
  Template.fromStack(stack).hasResourceProperties('AWS::ECR::RegistryScanningConfiguration', {
    ScanType: 'ENHANCED',
    Rules: [{ ScanFrequency: 'CONTINUOUS_SCAN', RepositoryFilters: [{ Filter: '*', FilterType: 'WILDCARD' }] }],
  });
});

test('a stack that is deleted clears no setting that exists once', () => {
  const profile = new signer.SigningProfile(stack, 'Profile', { platform: signer.Platform.NOTATION_OCI_SHA384_ECDSA });
  const registry = new SecureRegistry(stack, 'Registry', {
    scanning: RegistryScanning.enhanced({ continuous: [RepositoryFilter.all()] }),
    replication: [ReplicationRule.toRegions('us-east-1')],
    signing: [SigningRule.of(profile, RepositoryFilter.all())],
  });
  registry.denyUnlessInOrganization('o-a1b2c3d4e5');
  const template = Template.fromStack(stack);
  for (const type of ['RegistryScanningConfiguration', 'SigningConfiguration']) {
    template.hasResource(`AWS::ECR::${type}`, { DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' });
  }
  for (const type of ['ReplicationConfiguration', 'RegistryPolicy']) {
    template.hasResource(`AWS::ECR::${type}`, { DeletionPolicy: 'RetainExceptOnCreate', UpdateReplacePolicy: 'Retain' });
  }
});

test('the repositories of a cache have a lifecycle policy and tags that can be moved', () => {
  new SecureRegistry(stack, 'Registry').addPullThroughCache('Public', { upstream: Upstream.ecrPublic(), prefix: 'ecr-public' });
  Template.fromStack(stack).hasResourceProperties('AWS::ECR::RepositoryCreationTemplate', {
    Prefix: 'ecr-public',
    AppliedFor: ['PULL_THROUGH_CACHE'],
    ImageTagMutability: 'MUTABLE',
    LifecyclePolicy: Match.stringLikeRegexp('"tagStatus":"untagged"'),
  });
});

test('a role of another account is allowed by all three policies', () => {
  const other = new Stack(app, 'Other', { env: OTHER_ACCOUNT });
  const role = new iam.Role(other, 'Role', { roleName: 'puller', assumedBy: new iam.AccountRootPrincipal() });
  const registry = new SecureRegistry(stack, 'Registry');
  registry.addPullThroughCache('Public', { upstream: Upstream.ecrPublic(), prefix: 'ecr-public' }).grantPull(role);
  const imports = Match.objectLike({ Action: ['ecr:BatchImportUpstreamImage', 'ecr:CreateRepository'], Effect: 'Allow' });
  const template = Template.fromStack(stack);
  template.hasResourceProperties('AWS::ECR::RegistryPolicy', { PolicyText: { Statement: [imports] } });
  template.hasResourceProperties('AWS::ECR::RepositoryCreationTemplate', { RepositoryPolicy: Match.anyValue() });
  Template.fromStack(other).hasResourceProperties('AWS::IAM::Policy', { PolicyDocument: { Statement: Match.arrayWith([imports]) } });
});
