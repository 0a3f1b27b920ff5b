import { App, CfnOutput, Duration, NestedStack, PhysicalName, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as codebuild from 'aws-cdk-lib/aws-codebuild';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as iam from 'aws-cdk-lib/aws-iam';
import { ImageInventory, ImageSelection, LifecyclePolicy, LifecycleRule, SecureRepository } from '../src';
import { textOf } from './fixtures/docs/markdown';
import { HOME, OTHER_ACCOUNT } from './fixtures/environments';

// Public reports that no other test is about; docs/field.md names them.

let app: App;
let base: Stack;
let repository: SecureRepository;

beforeEach(() => {
  app = new App();
  base = new Stack(app, 'Base', { env: HOME });
  repository = new SecureRepository(base, 'Repository', { repositoryName: 'team/myapp' });
});

describe('a role in a nested stack of another account', () => {
  const nested = () => new NestedStack(new Stack(app, 'Services', { env: OTHER_ACCOUNT }), 'Nested');

  test.each<[string, (scope: NestedStack) => void]>([
    [
      'the execution role of a Fargate task',
      (scope) =>
        new ecs.FargateTaskDefinition(scope, 'Task').addContainer('app', { image: ecs.ContainerImage.fromEcrRepository(repository, 'v1') }),
    ],
    [
      'the role of a CodeBuild project',
      (scope) =>
        new codebuild.Project(scope, 'Project', {
          buildSpec: codebuild.BuildSpec.fromObject({ version: '0.2' }),
          environment: { buildImage: codebuild.LinuxBuildImage.fromEcrRepository(repository, 'v1') },
        }),
    ],
    [
      'a role whose name is generated if needed',
      (scope) =>
        repository.grantPull(
          new iam.Role(scope, 'Role', {
            roleName: PhysicalName.GENERATE_IF_NEEDED,
            assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com'),
          }),
        ),
    ],
  ])('has one name on both sides: %s', (_what, pull) => {
    const scope = nested();
    pull(scope);
    app.synth();
    const roles = Object.values(Template.fromStack(scope).findResources('AWS::IAM::Role'));
    const [name, ...others] = roles.flatMap(({ Properties: role }) => (role.RoleName as string | undefined) ?? []);
    expect(name).toMatch(/^[\w+=,.@-]{1,64}$/);
    expect(others).toEqual([]);
    const policy = JSON.stringify(Template.fromStack(base).findResources('AWS::ECR::Repository'));
    expect(policy).toContain(`:role/${name}"`);
  });
});

test('a repository in a nested stack has one name in both accounts when it is generated if needed', () => {
  const nested = new NestedStack(base, 'Nested');
  const generated = new SecureRepository(nested, 'Generated', { repositoryName: PhysicalName.GENERATE_IF_NEEDED });
  const services = new Stack(app, 'Services', { env: OTHER_ACCOUNT });
  new CfnOutput(services, 'Name', { value: generated.repositoryName });
  const { Name: name } = Template.fromStack(services).toJSON().Outputs;
  expect(name.Value).toMatch(/^[a-z0-9]+(-+[a-z0-9]+)*$/);
  Template.fromStack(nested).hasResourceProperties('AWS::ECR::Repository', { RepositoryName: name.Value });
});

test.each<[string, (scope: Stack) => iam.IRole]>([
  ['a role of the parent', () => new iam.Role(base, 'Role', { assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com') })],
  ['an imported role', (scope) => iam.Role.fromRoleArn(scope, 'Role', 'arn:aws:iam::111111111111:role/ci')],
])('two nested stacks may grant to %s', (_what, roleIn) => {
  let role: iam.IRole | undefined;
  const stacks = ['First', 'Second'].map((id) => {
    const nested = new NestedStack(base, id);
    const own = new SecureRepository(nested, 'Repository', { repositoryName: `team/${id.toLowerCase()}` });
    own.grantPull((role = role && Stack.of(role) === base ? role : roleIn(nested)));
    return nested;
  });
  app.synth();
  const statements = [base, ...stacks].map((stack) => JSON.stringify(Template.fromStack(stack).findResources('AWS::IAM::Policy')));
  expect(statements.join()).toContain('repository/team/first');
  expect(statements.join()).toContain('repository/team/second');
});

test('the mixin that empties a repository is deployed, and described', () => {
  const temporary = new SecureRepository(base, 'Temporary', { removalPolicy: RemovalPolicy.DESTROY });
  temporary.with(new ecr.mixins.RepositoryAutoDeleteImages());
  Template.fromStack(base).hasResourceProperties('AWS::ECR::Repository', { EmptyOnDelete: true });
  const permanent = new SecureRepository(base, 'Permanent', { removalPolicy: RemovalPolicy.DESTROY });
  expect(temporary.describe()).not.toEqual(permanent.describe());
});

test('a second tag does not make an image newer', () => {
  const now = new Date('2026-03-31T00:00:00Z');
  const images = [{ imageDigest: 'sha256:a', imagePushedAt: '2026-03-01T00:00:00Z', imageTags: ['build-1', 'moved-yesterday'] }];
  const policy = LifecyclePolicy.of(LifecycleRule.expireAfter(Duration.days(14), ImageSelection.tagged('moved-*')));
  const { expired } = policy.preview(ImageInventory.fromJson(JSON.stringify(images)), { now });
  expect(expired.map(({ digest }) => digest)).toEqual(['sha256:a']);
});

test('the pages say when ECR creates a repository on push', () => {
  for (const page of ['README.md', 'docs/troubleshooting.md']) {
    expect(textOf(page)).not.toMatch(/never creates|creates no repository/);
    expect(textOf(page)).toMatch(/creation\s+template/);
  }
});
