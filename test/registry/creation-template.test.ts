import { App, Aspects, CfnParameter, NestedStack, Stack, Stage, Tags } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import {
  LifecyclePolicy,
  RepositoryCreation,
  RepositoryPrefix,
  RepositoryTemplate,
  RepositoryTemplateProps,
  SecureRegistry,
} from '../../src';

const ENV = { account: '111122223333', region: 'eu-west-1' };
const TEMPLATE = 'AWS::ECR::RepositoryCreationTemplate';
const KEY_ARN = 'arn:aws:kms:eu-west-1:111122223333:key/1234abcd-0000-0000-0000-000000000000';

function withTemplate(
  props: Partial<RepositoryTemplateProps> | ((stack: Stack) => Partial<RepositoryTemplateProps>) = {},
  create = (app: App) => new Stack(app, 'Platform', { env: ENV }),
) {
  const app = new App();
  const stack = create(app);
  const registry = new SecureRegistry(stack, 'Registry');
  const template = registry.addRepositoryTemplate('Team', {
    prefix: RepositoryPrefix.of('team-a'),
    createdBy: [RepositoryCreation.CREATE_ON_PUSH],
    ...(typeof props === 'function' ? props(stack) : props),
  });
  return { app, stack, registry, template, resource: template._template.resource };
}

function rendered(stack: Stack) {
  const template = Template.fromStack(stack);
  const [resource] = Object.values(template.findResources(TEMPLATE)) as { Properties: { [property: string]: unknown } }[];
  const roles = Object.values(template.findResources('AWS::IAM::Role')) as { Properties: { [property: string]: never } }[];
  return { properties: resource.Properties, roles };
}

test('a template has the settings of a SecureRepository, and no role unless it needs one', () => {
  const { stack } = withTemplate({
    description: 'Team A',
    mutableTags: ['latest'],
    createdBy: [RepositoryCreation.CREATE_ON_PUSH, RepositoryCreation.REPLICATION, RepositoryCreation.REPLICATION],
  });
  const { properties, roles } = rendered(stack);
  expect(properties).toEqual({
    Prefix: 'team-a',
    AppliedFor: ['CREATE_ON_PUSH', 'REPLICATION'],
    Description: 'Team A',
    EncryptionConfiguration: { EncryptionType: 'AES256' },
    ImageTagMutability: 'IMMUTABLE_WITH_EXCLUSION',
    ImageTagMutabilityExclusionFilters: [
      { ImageTagMutabilityExclusionFilterType: 'WILDCARD', ImageTagMutabilityExclusionFilterValue: 'latest' },
    ],
    LifecyclePolicy: expect.stringContaining('"countNumber":14'),
  });
  expect(roles).toEqual([]);
});

describe('properties that are not valid', () => {
  test.each<[string, Partial<RepositoryTemplateProps>, string]>([
    ['a text for the prefix', { prefix: 'team-a' as never }, 'prefix is "team-a", but must be a RepositoryPrefix.'],
    ['no event', { createdBy: [] }, 'createdBy is [], but must have at least one event.'],
    [
      'an event that does not exist',
      { createdBy: ['PULL_THROUGH' as never] },
      'createdBy[0] is "PULL_THROUGH", but must be a RepositoryCreation. Use RepositoryCreation.PULL_THROUGH_CACHE, REPLICATION, CREATE_ON_PUSH.',
    ],
    ['a text for the events', { createdBy: 'REPLICATION' as never }, 'createdBy is "REPLICATION", but must have at least one event.'],
    ['a number for the description', { description: 1 as never }, 'description is 1, but must be a string'],
    [
      'a token for the tags',
      { tags: new CfnParameter(new Stack(), 'P').value as never },
      'tags is a token, but the keys must be known at synthesis.',
    ],
    ['null for a tag', { tags: { a: null as never } }, 'tags["a"] is null, but must be a string'],
    ['a number for the role', { creationRole: 1 as never }, 'creationRole is 1, but must be a role. Use iam.Role.fromRoleArn'],
    ['a text for the key', { encryptionKey: KEY_ARN as never }, 'but must be a KMS key'],
    [
      'a key of another Region',
      { encryptionKey: kms.Key.fromKeyArn(new Stack(), 'Key', KEY_ARN.replace('eu-west-1', 'us-east-1')) },
      'encryptionKey is in Region "us-east-1"',
    ],
  ])('%s', (_case, props, message) => {
    expect(() => withTemplate(props)).toThrow(message);
    expect(() => withTemplate(props)).toThrow(/^Platform\/Registry\/Team/);
  });

  test.each<[string, Partial<RepositoryTemplateProps>, RegExp]>([
    [
      'a description of 257 characters',
      { description: 'x'.repeat(257) },
      /description has 257 characters, but must have at most 256\. Shorten it\./,
    ],
    [
      '51 tags',
      { tags: Object.fromEntries(Array.from({ length: 51 }, (_, n) => [`k${n}`, 'v'])) },
      /the template has 51 tags, but a repository has at most 50\. Remove tags\./,
    ],
    ['a tag of AWS', { tags: { 'aws:a': 'b' } }, /the tag "aws:a" begins with "aws:", which is reserved for AWS\. Use another key\./],
    ['a key of 129 characters', { tags: { ['k'.repeat(129)]: 'v' } }, /has 129 characters, but must have 1 to 128\./],
    [
      'a value of 257 characters',
      { tags: { k: 'v'.repeat(257) } },
      /the value of the tag "k" has 257 characters, but must have at most 256\. Shorten it\./,
    ],
    [
      'an alias',
      { encryptionKey: kms.Alias.fromAliasName(new Stack(), 'A', 'alias/mine') },
      /a template accepts only the full ARN of a key\./,
    ],
  ])('%s, at synthesis', (_case, props, message) => {
    const { app } = withTemplate(props);
    expect(() => app.synth()).toThrow(message);
  });

  test('the longest values are accepted', () => {
    const tags = Object.fromEntries(Array.from({ length: 50 }, (_, n) => [`${n}`.padEnd(128, 'k'), 'v'.repeat(256)]));
    expect(() => withTemplate({ description: 'x'.repeat(256), tags }).app.synth()).not.toThrow();
  });
});

describe('what changes after the construction is checked at synthesis', () => {
  test.each<[string, (resource: ecr.CfnRepositoryCreationTemplate) => void, RegExp]>([
    [
      'a short lifecycle policy',
      (resource) => (resource.lifecyclePolicy = '{"rules":[]}'),
      /the lifecycle policy has 12 characters, but a template accepts 100 to 30720\./,
    ],
    [
      'a long lifecycle policy',
      (resource) => resource.addPropertyOverride('LifecyclePolicy', 'x'.repeat(30_721)),
      /the lifecycle policy has 30721 characters/,
    ],
    [
      'a long repository policy',
      (resource) => (resource.repositoryPolicy = JSON.stringify({ Statement: 'x'.repeat(10_240) })),
      /the repository policy has at least 10256 characters, but must have at most 10240\./,
    ],
    ['a long description', (resource) => (resource.description = 'x'.repeat(257)), /description has 257 characters/],
    [
      'a key without its ARN',
      (resource) => resource.addPropertyOverride('EncryptionConfiguration', { EncryptionType: 'KMS', KmsKey: 'alias/mine' }),
      /encryptionKey is "alias\/mine", but a template accepts only the full ARN/,
    ],
    [
      'a key of another Region',
      (resource) =>
        resource.addPropertyOverride('EncryptionConfiguration', {
          EncryptionType: 'KMS',
          KmsKey: KEY_ARN.replace('eu-west-1', 'us-east-1'),
        }),
      /encryptionKey is in us-east-1, but the registry is in eu-west-1\. Use a key of eu-west-1\./,
    ],
    [
      'tags without a role',
      (resource) => {
        resource.resourceTags = [{ key: 'a', value: 'b' }];
        resource.customRoleArn = undefined;
      },
      /the template has tags, but the role that Amazon ECR needs for it was removed from the L1\. Remove the change of customRoleArn, or set creationRole\./,
    ],
    [
      'KMS without a role',
      (resource) => {
        resource.encryptionConfiguration = { encryptionType: 'KMS' };
        resource.customRoleArn = undefined;
      },
      /the template has the encryption KMS, but the role/,
    ],
  ])('%s', (_case, change, message) => {
    const { app, resource } = withTemplate();
    change(resource);
    expect(() => app.synth()).toThrow(message);
    expect(() => app.synth()).toThrow(/cdk-secure-repository:repository-template\]/);
  });

  test.each<[string, (resource: ecr.CfnRepositoryCreationTemplate, stack: Stack) => void]>([
    [
      'a lifecycle policy that is a parameter',
      (resource, stack) => (resource.lifecyclePolicy = new CfnParameter(stack, 'P').valueAsString),
    ],
    [
      'a key that is a parameter',
      (resource, stack) =>
        (resource.encryptionConfiguration = { encryptionType: 'KMS', kmsKey: new CfnParameter(stack, 'P').valueAsString }),
    ],
    ['a description that is a parameter', (resource, stack) => (resource.description = new CfnParameter(stack, 'P').valueAsString)],
    [
      'tags that are a parameter',
      (resource, stack) => resource.addPropertyOverride('ResourceTags', { Ref: new CfnParameter(stack, 'P').logicalId }),
    ],
  ])('%s is not judged', (_case, change) => {
    const { app, stack, resource } = withTemplate();
    change(resource, stack);
    expect(() => app.synth()).not.toThrow();
  });
});

describe('lifecycle policies', () => {
  test('a token is passed on, and none() leaves the policy out', () => {
    const token = withTemplate((stack) => ({ lifecyclePolicy: LifecyclePolicy.fromText(new CfnParameter(stack, 'P').valueAsString) }));
    expect(rendered(token.stack).properties.LifecyclePolicy).toEqual({ Ref: 'P' });
    expect(rendered(withTemplate({ lifecyclePolicy: LifecyclePolicy.none() }).stack).properties).not.toHaveProperty('LifecyclePolicy');
  });
});

describe('the role', () => {
  const create = {
    Effect: 'Allow',
    Action: ['ecr:CreateRepository', 'ecr:ReplicateImage', 'ecr:TagResource'],
    Resource: 'arn:aws:ecr:eu-west-1:111122223333:repository/team-a/*',
  };
  const statementsOf = (role: { Properties: { [property: string]: never } }) =>
    (role.Properties.Policies as { PolicyDocument: { Statement: unknown[] } }[]).flatMap(
      ({ PolicyDocument: document }) => document.Statement,
    );

  test('is created for tags, with the documented permissions, and without a path', () => {
    const { properties, roles } = rendered(withTemplate({ tags: { owner: 'a' } }).stack);
    expect(properties).toMatchObject({
      ResourceTags: [{ Key: 'owner', Value: 'a' }],
      CustomRoleArn: { 'Fn::GetAtt': [expect.any(String), 'Arn'] },
    });
    expect(roles).toHaveLength(1);
    expect(statementsOf(roles[0])).toEqual([create]);
    expect(roles[0].Properties).toMatchObject({
      AssumeRolePolicyDocument: { Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'ecr.amazonaws.com' } }] },
    });
    expect(roles[0].Properties).not.toHaveProperty('Path');
  });

  test.each<[string, (stack: Stack) => Partial<RepositoryTemplateProps>, unknown]>([
    ['a key of the app', (stack) => ({ encryptionKey: new kms.Key(stack, 'Key') }), { 'Fn::GetAtt': ['Key961B73FD', 'Arn'] }],
    ['an imported key', (stack) => ({ encryptionKey: kms.Key.fromKeyArn(stack, 'Key', KEY_ARN) }), KEY_ARN],
    [
      'a key that is a parameter',
      (stack) => ({ encryptionKey: kms.Key.fromKeyArn(stack, 'Key', new CfnParameter(stack, 'P', { default: KEY_ARN }).valueAsString) }),
      { Ref: 'P' },
    ],
    [
      'a key of another stack',
      (stack) => ({ encryptionKey: new kms.Key(new Stack(stack.node.root as App, 'Keys', { env: ENV }), 'Key') }),
      { 'Fn::ImportValue': expect.stringMatching(/^Keys:ExportsOutputFnGetAttKey/) },
    ],
  ])('is created for %s, with the permissions on that key', (_case, props, arn) => {
    const { properties, roles } = rendered(withTemplate(props).stack);
    expect(properties.EncryptionConfiguration).toEqual({ EncryptionType: 'KMS', KmsKey: arn });
    expect(statementsOf(roles[0])).toEqual([
      create,
      { Effect: 'Allow', Action: ['kms:CreateGrant', 'kms:DescribeKey', 'kms:RetireGrant'], Resource: arn },
    ]);
  });

  test('is created for the key that AWS manages, which requires no permission on a key', () => {
    const { properties, roles } = rendered(withTemplate({ encryption: ecr.RepositoryEncryption.KMS }).stack);
    expect(properties.EncryptionConfiguration).toEqual({ EncryptionType: 'KMS' });
    expect(roles.flatMap(statementsOf)).toEqual([create]);
  });

  test('follows a key that is set on the L1', () => {
    const { stack, resource } = withTemplate();
    resource.addPropertyOverride('EncryptionConfiguration', { EncryptionType: 'KMS', KmsKey: KEY_ARN });
    expect(JSON.stringify(rendered(stack).roles)).toContain(KEY_ARN);
  });

  test.each<[string, (stack: Stack, template: RepositoryTemplate) => void, boolean]>([
    ['Tags.of the template', (_stack, template) => Tags.of(template).add('team', 'a'), true],
    ['Tags.of the stack', (stack) => Tags.of(stack).add('team', 'a'), true],
    ['Tags.of the app', (stack) => Tags.of(stack.node.root).add('team', 'a'), true],
    [
      'Tags.of with a late priority',
      (stack) =>
        Aspects.of(stack).add(
          { visit: (node) => node instanceof ecr.CfnRepositoryCreationTemplate && (node.resourceTags = [{ key: 'team', value: 'a' }]) },
          { priority: 990 },
        ),
      true,
    ],
    ['an L1 with a tag', (_stack, template) => (template._template.resource.resourceTags = [{ key: 'team', value: 'a' }]), true],
    [
      'an override with a tag',
      (_stack, template) => template._template.resource.addPropertyOverride('ResourceTags', [{ Key: 'team', Value: 'a' }]),
      true,
    ],
    [
      'a tag that is removed again',
      (stack, template) => {
        Tags.of(stack).add('team', 'a');
        Tags.of(template).remove('team', { priority: 300 });
      },
      false,
    ],
    ['a tag for other resource types', (stack) => Tags.of(stack).add('team', 'a', { includeResourceTypes: ['AWS::S3::Bucket'] }), false],
    [
      'a tag without this resource type',
      (stack) => Tags.of(stack).add('team', 'a', { excludeResourceTypes: ['AWS::ECR::RepositoryCreationTemplate'] }),
      false,
    ],
  ])('%s decides about tags and role', (_case, change, tagged) => {
    const { stack, template } = withTemplate();
    change(stack, template);
    const { properties, roles } = rendered(stack);
    expect(properties.ResourceTags).toEqual(tagged ? [{ Key: 'team', Value: 'a' }] : undefined);
    expect(roles).toHaveLength(tagged ? 1 : 0);
    expect(properties.CustomRoleArn !== undefined).toBe(tagged);
  });

  test.each<[string, (app: App) => Stack]>([
    ['a Stage', (app) => new Stack(new Stage(app, 'Prod', { env: ENV }), 'Platform')],
    ['a nested Stage', (app) => new Stack(new Stage(new Stage(app, 'Prod', { env: ENV }), 'Inner'), 'Platform')],
    ['a nested stack', (app) => new NestedStack(new Stack(app, 'Parent', { env: ENV }), 'Nested')],
    ['a stack without an environment', (app) => new Stack(app, 'Platform')],
  ])('tags of the Stage or app reach a template in %s', (_case, scope) => {
    const { app, stack } = withTemplate({}, scope);
    Tags.of(Stage.of(stack) ?? app).add('team', 'a');
    const { properties, roles } = rendered(stack);
    expect(properties.ResourceTags).toEqual([{ Key: 'team', Value: 'a' }]);
    expect(roles).toHaveLength(1);
  });

  test('a tag that another Aspect adds while Aspects run is a tag of the repositories, with the role', () => {
    const app = new App({ context: { '@aws-cdk/core:aspectStabilization': true } });
    const { stack, template } = withTemplate({}, () => new Stack(app, 'Platform', { env: ENV }));
    Aspects.of(stack).add({ visit: (node) => node === template && Tags.of(template).add('team', 'a') }, { priority: 100 });
    const { properties, roles } = rendered(stack);
    expect(properties.ResourceTags).toEqual([{ Key: 'team', Value: 'a' }]);
    expect(roles).toHaveLength(1);
  });

  test.each<[string, (resource: ecr.CfnRepositoryCreationTemplate) => void]>([
    ['an assignment', (resource) => (resource.customRoleArn = 'arn:aws:iam::111122223333:role/own')],
    ['an override', (resource) => resource.addPropertyOverride('CustomRoleArn', 'arn:aws:iam::111122223333:role/own')],
  ])('is left out if %s sets another one', (_case, change) => {
    const { stack, resource } = withTemplate({ tags: { a: 'b' } });
    change(resource);
    const { properties, roles } = rendered(stack);
    expect(properties.CustomRoleArn).toBe('arn:aws:iam::111122223333:role/own');
    expect(roles).toEqual([]);
  });

  test('a role of the user receives the permissions, and the template waits for them', () => {
    const { stack } = withTemplate((scope) => ({
      creationRole: new iam.Role(scope, 'Own', { assumedBy: new iam.ServicePrincipal('ecr.amazonaws.com') }),
      encryptionKey: kms.Key.fromKeyArn(scope, 'Key', KEY_ARN),
    }));
    const { properties, roles } = rendered(stack);
    const template = Template.fromStack(stack);
    expect(roles).toHaveLength(1);
    expect(properties.CustomRoleArn).toEqual({ 'Fn::GetAtt': [expect.stringMatching(/^Own/), 'Arn'] });
    template.hasResource('AWS::IAM::Policy', {
      Properties: {
        PolicyDocument: {
          Statement: [create, { Effect: 'Allow', Action: ['kms:CreateGrant', 'kms:DescribeKey', 'kms:RetireGrant'], Resource: KEY_ARN }],
        },
      },
    });
    template.hasResource(TEMPLATE, { DependsOn: Match.arrayWith([Match.stringLikeRegexp('^OwnDefaultPolicy')]) });
  });

  test.each<[string, (stack: Stack) => iam.IRole, RegExp]>([
    [
      'with a path',
      (stack) => new iam.Role(stack, 'Own', { assumedBy: new iam.ServicePrincipal('ecr.amazonaws.com'), path: '/service/' }),
      /the role Platform\/Own has a path, but CloudFormation accepts only roles without a path here\./,
    ],
    ['with a path in its ARN', (stack) => iam.Role.fromRoleArn(stack, 'Own', 'arn:aws:iam::111122223333:role/service/x'), /has a path/],
    [
      'that another service assumes',
      (stack) => new iam.Role(stack, 'Own', { assumedBy: new iam.ServicePrincipal('ecs.amazonaws.com') }),
      /does not allow ecr\.amazonaws\.com to assume it\./,
    ],
    [
      'of another account',
      (stack) => iam.Role.fromRoleArn(stack, 'Own', 'arn:aws:iam::444455556666:role/x'),
      /is in account 444455556666, but must be in account 111122223333 of the registry\./,
    ],
  ])('a role %s is an error', (_case, role, message) => {
    const { app } = withTemplate((stack) => ({ creationRole: role(stack) }));
    expect(() => app.synth()).toThrow(message);
  });
});

test('immutable tags are a warning only where the template is for a cache', () => {
  const warning = (createdBy: RepositoryCreation[]) => {
    const { stack } = withTemplate({ createdBy });
    return Annotations.fromStack(stack).findWarning('*', Match.stringLikeRegexp('cached-tags-immutable'));
  };
  expect(warning([RepositoryCreation.PULL_THROUGH_CACHE])).toHaveLength(1);
  expect(warning([RepositoryCreation.REPLICATION, RepositoryCreation.CREATE_ON_PUSH])).toHaveLength(0);
});

test.each([
  ['cn-north-1', 'aws-cn'],
  ['us-gov-west-1', 'aws-us-gov'],
])('in %s the role names the repositories of that partition', (region, partition) => {
  const { stack } = withTemplate({ tags: { a: 'b' } }, (app) => new Stack(app, 'Platform', { env: { ...ENV, region } }));
  expect(JSON.stringify(rendered(stack).roles)).toContain(`arn:${partition}:ecr:${region}:111122223333:repository/team-a/*`);
});

describe('changes after a description', () => {
  test('grants and tags are in the template', () => {
    const { stack, registry, template } = withTemplate({ tags: { first: 'tag' } });
    template.access.grantPullToOrganization('o-a1b2c3d4e5');
    registry.describe();
    template.access.grantPullToOrganization('o-b1b2c3d4e5');
    Tags.of(template).add('second', 'tag');
    const { properties } = rendered(stack);
    expect(properties.ResourceTags).toHaveLength(2);
    expect(JSON.stringify(properties.RepositoryPolicy)).toContain('o-b1b2c3d4e5');
  });

  test('the role is allowed to use a key that is set', () => {
    const { stack, registry, resource } = withTemplate({ tags: { first: 'tag' } });
    registry.describe();
    stack.resolve(
      stack.node
        .findAll()
        .filter(iam.CfnRole.isCfnResource)
        .map((role) => Reflect.get(role, 'policies') as unknown),
    );
    resource.encryptionConfiguration = { encryptionType: 'KMS', kmsKey: KEY_ARN };
    expect(JSON.stringify(rendered(stack).roles)).toContain('kms:CreateGrant');
  });
});

test('a role that was removed from the tree is an error', () => {
  const { app, template } = withTemplate({ tags: { owner: 'a' } });
  template._template.node.tryRemoveChild('Role');
  expect(() => app.synth()).toThrow('the template has tags, but the role that Amazon ECR needs for it was removed from the L1.');
});

test('the prefix of a template that was removed from the tree can be used again', () => {
  const { app, registry } = withTemplate();
  registry.node.tryRemoveChild('Team');
  const again = { prefix: RepositoryPrefix.of('team-a'), createdBy: [RepositoryCreation.REPLICATION] };
  registry.addRepositoryTemplate('Team', again);
  expect(() => app.synth()).not.toThrow();
  expect(() => registry.addRepositoryTemplate('Other', again)).toThrow('which Platform/Registry/Team has already');
});

test('a role that is not looked up yet is not judged', () => {
  const { app } = withTemplate((stack) => ({ creationRole: iam.Role.fromLookup(stack, 'Found', { roleName: 'creates' }) }));
  expect(() => app.synth()).not.toThrow();
});
