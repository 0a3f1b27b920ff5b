import { Annotations, App, CfnOutput, CfnParameter, NestedStack, Stack, Stage } from 'aws-cdk-lib';
import * as codebuild from 'aws-cdk-lib/aws-codebuild';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { ReplicationRule, SecureRegistry, SecureRepository, SecureRepositoryProps } from '../../src';
import { HOME, OTHER_ACCOUNT, OTHER_REGION } from '../fixtures/environments';
import { warningsOf } from '../fixtures/reported';

/** What is reported about `latest`, after a use of a repository in a stack. */
function reportedFor(
  use: (stack: Stack, repository: SecureRepository) => unknown,
  props: SecureRepositoryProps = {},
  stackOf: (app: App, home: Stack) => Stack = (_app, home) => home,
): string[] {
  const app = new App();
  const home = new Stack(app, 'Home', { env: HOME });
  const repository = new SecureRepository(home, 'Repository', { repositoryName: 'my-app', ...props });
  use(stackOf(app, home), repository);
  return warningsOf(home).filter((warning) => warning.includes('latest'));
}

const NAME = [
  expect.stringMatching(/^\/Home\/Repository an image name contains the tag "latest" of this .*\[ack: cdk-secure-repository:latest-tag\]$/),
];
const PUSH = [
  expect.stringMatching(/^\/Home\/Repository the push commands push the tag "latest", but .*\[ack: cdk-secure-repository:latest-tag\]$/),
];

const task = (stack: Stack, repository: ecr.IRepository, ...tag: string[]) =>
  new ecs.FargateTaskDefinition(stack, 'Task').addContainer('App', { image: ecs.ContainerImage.fromEcrRepository(repository, ...tag) });
const fn = (stack: Stack, repository: ecr.IRepository, tagOrDigest?: string) =>
  new lambda.DockerImageFunction(stack, 'Function', { code: lambda.DockerImageCode.fromEcr(repository, { tagOrDigest }) });
const project = (stack: Stack, repository: ecr.IRepository, ...tag: string[]) =>
  new codebuild.PipelineProject(stack, 'Project', {
    environment: { buildImage: codebuild.LinuxBuildImage.fromEcrRepository(repository, ...tag) },
  });

const USES: { readonly [use: string]: (stack: Stack, repository: SecureRepository, tag?: string) => unknown } = {
  'an ECS task': (stack, repository, tag) => task(stack, repository, ...(tag ? [tag] : [])),
  'a Lambda function': fn,
  'a CodeBuild project': (stack, repository, tag) => project(stack, repository, ...(tag ? [tag] : [])),
  'an output': (stack, repository, tag = 'latest') => new CfnOutput(stack, 'Uri', { value: repository.repositoryUriForTag(tag) }),
};

describe.each(Object.entries(USES))('%s', (_use, use) => {
  test('with an immutable latest is reported', () => {
    expect(reportedFor(use)).toEqual(NAME);
    expect(reportedFor((stack, repository) => use(stack, repository, 'latest'))).toEqual(NAME);
    expect(reportedFor(use, { mutableTags: ['dev-*'] })).toEqual(NAME);
  });

  test.each([[['latest']], [['lat*']], [['dev', '*']]])('with the mutable tags %j is not reported for them', (mutableTags) => {
    expect(reportedFor(use, { mutableTags }).filter((warning) => warning.includes(':latest-tag'))).toEqual([]);
  });

  test('with another tag or a digest is not reported', () => {
    for (const tag of ['3f9c2a1', 'latest-1', `sha256:${'0'.repeat(64)}`]) {
      expect(reportedFor((stack, repository) => use(stack, repository, tag))).toEqual([]);
    }
  });

  test.each<[string, (app: App, home: Stack) => Stack]>([
    ['another stack', (app) => new Stack(app, 'Service', { env: HOME })],
    ['another Stage', (app) => new Stack(new Stage(app, 'Prod', { env: HOME }), 'Service')],
    ['another account', (app) => new Stack(app, 'Service', { env: OTHER_ACCOUNT })],
    ['another Region', (app) => new Stack(app, 'Service', { env: OTHER_REGION })],
    ['a nested stack', (_app, home) => new NestedStack(home, 'Nested')],
  ])('in %s is reported', (_where, stackOf) => {
    expect(reportedFor(use, {}, stackOf)).toEqual(NAME);
  });
});

test('several uses are reported once', () => {
  expect(reportedFor((stack, repository) => [task(stack, repository), fn(stack, repository)])).toEqual(NAME);
});

test('the settings are those of the template', () => {
  const mutable = (_stack: Stack, repository: SecureRepository) => {
    repository.repositoryUriForTag('latest');
    (repository.node.defaultChild as ecr.CfnRepository).imageTagMutability = 'MUTABLE';
  };
  expect(reportedFor(mutable).filter((warning) => warning.includes(':latest-tag'))).toEqual([]);
  const immutable = (_stack: Stack, repository: SecureRepository) => {
    repository.repositoryUriForTag('latest');
    (repository.node.defaultChild as ecr.CfnRepository).addPropertyOverride('ImageTagMutability', 'IMMUTABLE');
  };
  expect(reportedFor(immutable, { mutableTags: ['latest'] })).toEqual(NAME);
});

test('what is known only at deployment is not reported', () => {
  const tag = (stack: Stack) => new CfnParameter(stack, 'Tag').valueAsString;
  expect(reportedFor((stack, repository) => task(stack, repository, tag(stack)))).toEqual([]);
  const override = (stack: Stack, repository: SecureRepository) => {
    repository.repositoryUriForTag('latest');
    (repository.node.defaultChild as ecr.CfnRepository).imageTagMutability = tag(stack);
  };
  expect(reportedFor(override).filter((warning) => warning.includes(':latest-tag'))).toEqual([]);
});

test('push commands with an immutable latest are reported', () => {
  expect(reportedFor((_stack, repository) => repository.pushCommands(['v1', 'latest']))).toEqual(PUSH);
  expect(reportedFor((_stack, repository) => repository.pushCommands(['v1']))).toEqual([]);
  expect(reportedFor((_stack, repository) => repository.pushCommands(['latest']), { mutableTags: ['latest'] })).toEqual([]);
  const both = (stack: Stack, repository: SecureRepository) => [repository.pushCommands(['latest']), task(stack, repository)];
  expect(reportedFor(both)).toEqual([...PUSH, ...NAME]);
});

test('a replica is reported at its source', () => {
  const replica = (stack: Stack, repository: SecureRepository) => {
    const registry = new SecureRegistry(stack, 'Registry', { replication: [ReplicationRule.toRegions('us-east-1')] });
    registry.replicaOf(repository, 'us-east-1').repositoryUriForTag('latest');
  };
  expect(reportedFor(replica)).toEqual(NAME);
  expect(reportedFor(replica, { mutableTags: ['latest'] })).toEqual([]);
});

test('the warning can be acknowledged', () => {
  const acknowledged = (stack: Stack, repository: SecureRepository) => {
    task(stack, repository);
    Annotations.of(repository.stack).acknowledgeWarning('cdk-secure-repository:latest-tag', 'The image is built once.');
  };
  expect(reportedFor(acknowledged)).toEqual([]);
});

test('repositories of aws-cdk-lib, and names that are written by hand, are not noticed', () => {
  const others = (stack: Stack, repository: SecureRepository) => {
    task(stack, ecr.Repository.fromRepositoryName(stack, 'Imported', 'other'));
    fn(stack, new ecr.Repository(stack, 'Other'));
    new CfnOutput(stack, 'Uri', { value: `${repository.repositoryUri}:latest` });
  };
  expect(reportedFor(others)).toEqual([]);
});
