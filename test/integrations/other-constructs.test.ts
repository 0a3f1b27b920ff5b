import { App, Size, Stack } from 'aws-cdk-lib';
import * as batch from 'aws-cdk-lib/aws-batch';
import * as codepipeline from 'aws-cdk-lib/aws-codepipeline';
import * as actions from 'aws-cdk-lib/aws-codepipeline-actions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import * as tasks from 'aws-cdk-lib/aws-stepfunctions-tasks';
import { CodePipeline, CodePipelineSource, DockerCredential, ShellStep } from 'aws-cdk-lib/pipelines';
import { SecureRepository } from '../../src';
import { HOME } from '../fixtures/environments';
import { warningsOf } from '../fixtures/reported';
import { identityStatements, repositoryStatements, resourcesOf } from '../fixtures/synthesized';

let shop: Stack;
let repository: SecureRepository;

beforeEach(() => {
  shop = new Stack(new App(), 'Shop', { env: HOME });
  repository = new SecureRepository(shop, 'Repository', { repositoryName: 'myapp' });
});

const ARN = 'arn:aws:ecr:eu-west-1:111111111111:repository/myapp';
const PULL = ['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'];
const allowedOnRepository = () => identityStatements(shop).filter(({ Resource }) => JSON.stringify(Resource).includes(':repository/myapp'));

afterEach(() => {
  expect(repositoryStatements(shop)).toEqual([]);
  expect(warningsOf(shop).filter((warning) => warning.includes('cdk-secure-repository'))).toEqual([]);
});

test('a job of Batch may pull', () => {
  new batch.EcsJobDefinition(shop, 'Job', {
    container: new batch.EcsFargateContainerDefinition(shop, 'Container', {
      image: ecs.ContainerImage.fromEcrRepository(repository, 'v1'),
      memory: Size.mebibytes(512),
      cpu: 0.25,
    }),
  });
  expect(allowedOnRepository()).toMatchObject([{ Action: PULL, Resource: ARN }]);
});

test('the model of a SageMaker task of Step Functions may pull', () => {
  const model = new tasks.SageMakerCreateModel(shop, 'Model', {
    modelName: 'model',
    primaryContainer: new tasks.ContainerDefinition({
      image: tasks.DockerImage.fromEcrRepository(repository, 'v1'),
      mode: tasks.Mode.SINGLE_MODEL,
      modelS3Location: tasks.S3Location.fromJsonExpression('$.model'),
    }),
  });
  new sfn.StateMachine(shop, 'Machine', { definitionBody: sfn.DefinitionBody.fromChainable(model) });
  expect(allowedOnRepository()).toMatchObject([{ Action: PULL, Resource: ARN }]);
});

describe('CodePipeline', () => {
  const source = new codepipeline.Artifact();
  const pipelineWith = (action: codepipeline.IAction) => {
    const from = new actions.EcrSourceAction({ actionName: 'Image', repository, imageTag: 'latest', output: source });
    new codepipeline.Pipeline(shop, 'Pipeline', {
      stages: [
        { stageName: 'Source', actions: [from] },
        { stageName: 'Build', actions: [action] },
      ],
    });
  };
  const approval = () => new actions.ManualApprovalAction({ actionName: 'Approve' });

  test('a source may read the image, and receives the event of a push', () => {
    pipelineWith(approval());
    expect(identityStatements(shop)).toContainEqual({
      Effect: 'Allow',
      Action: 'ecr:DescribeImages',
      Resource: { 'Fn::GetAtt': ['Repository22E53BBD', 'Arn'] },
    });
    expect(resourcesOf(shop, 'AWS::Events::Rule')).toHaveLength(1);
  });

  test('a build that publishes may push', () => {
    pipelineWith(
      new actions.EcrBuildAndPublishAction({
        actionName: 'Publish',
        repositoryName: repository.repositoryName,
        registryType: actions.RegistryType.PRIVATE,
        input: source,
      }),
    );
    expect(identityStatements(shop).flatMap(({ Action }) => Action)).toContain('ecr:PutImage');
  });
});

test('docker credentials of CDK pipelines let the synthesis and the self-mutation pull', () => {
  const source = CodePipelineSource.s3(new Bucket(shop, 'Source'), 'source.zip');
  new CodePipeline(shop, 'Pipeline', {
    dockerEnabledForSynth: true,
    dockerCredentials: [DockerCredential.ecr([repository])],
    synth: new ShellStep('Synth', { input: source, commands: ['npx cdk synth'] }),
  }).buildPipeline();
  expect(allowedOnRepository()).toMatchObject([
    { Action: PULL, Resource: ARN },
    { Action: PULL, Resource: ARN },
  ]);
});

test('an instance may pull by its role', () => {
  const vpc = ec2.Vpc.fromVpcAttributes(shop, 'Vpc', { vpcId: 'vpc-1', availabilityZones: ['eu-west-1a'], publicSubnetIds: ['subnet-1'] });
  const instance = new ec2.Instance(shop, 'Instance', {
    vpc,
    instanceType: new ec2.InstanceType('t3.micro'),
    machineImage: ec2.MachineImage.genericLinux({ 'eu-west-1': 'ami-1' }),
  });
  repository.grantPull(instance);
  expect(allowedOnRepository()).toEqual([{ Effect: 'Allow', Action: PULL, Resource: ARN }]);
  expect(instance.role).toBeInstanceOf(iam.Role);
});
