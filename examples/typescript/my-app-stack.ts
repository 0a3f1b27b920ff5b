import { CfnOutput, Stack, StackProps } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as targets from 'aws-cdk-lib/aws-events-targets';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as sns from 'aws-cdk-lib/aws-sns';
import {
  FindingSeverity,
  GitHubPublisher,
  GitHubSubject,
  LifecyclePolicy,
  ScanFindingsRule,
  SecureRepository,
} from 'cdk-secure-repository';
import { Construct } from 'constructs';

/** The path of an image: a repository, the roles that push to it, a topic that receives findings, and a service that pulls. */
export class MyAppStack extends Stack {
  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);

    const repository = new SecureRepository(this, 'Repository', {
      repositoryName: 'myapp',
      mutableTags: ['latest'],
      lifecyclePolicy: LifecyclePolicy.keepLatest(10),
    });

    const developers = new iam.Role(this, 'Developers', { assumedBy: new iam.AccountRootPrincipal() });
    repository.grantPullPush(developers);

    const publisher = new GitHubPublisher(this, 'Publisher', {
      repositories: [repository],
      subjects: [GitHubSubject.branch('my-org@123456/myapp@456789', 'main'), GitHubSubject.tag('my-org@123456/myapp@456789', 'v*')],
    });

    const findings = new sns.Topic(this, 'Findings', { enforceSSL: true });
    new ScanFindingsRule(this, 'FindingsRule', {
      repository,
      minimumSeverity: FindingSeverity.HIGH,
      targets: [new targets.SnsTopic(findings, { message: ScanFindingsRule.message() })],
    });

    const vpc = new ec2.Vpc(this, 'Vpc', { maxAzs: 2, natGateways: 0, flowLogs: { All: {} } });
    const cluster = new ecs.Cluster(this, 'Cluster', { vpc, containerInsightsV2: ecs.ContainerInsights.ENABLED });
    const task = new ecs.FargateTaskDefinition(this, 'Task');
    task.addContainer('app', {
      image: ecs.ContainerImage.fromEcrRepository(repository, 'latest'),
      logging: ecs.LogDrivers.awsLogs({ streamPrefix: 'myapp' }),
    });
    // nothing runs before the first image is there: `aws ecs update-service --desired-count 1` starts it
    new ecs.FargateService(this, 'Service', { cluster, taskDefinition: task, desiredCount: 0, assignPublicIp: true });

    new CfnOutput(this, 'PushCommands', {
      value: repository.pushCommands(['$(git rev-parse --short HEAD)', 'v1.0.0', 'latest']).join('\n'),
    });
    new CfnOutput(this, 'PublisherRoleArn', { value: publisher.role.roleArn });
    new CfnOutput(this, 'RepositoryName', { value: repository.repositoryName });
    new CfnOutput(this, 'Region', { value: this.region });
  }
}
