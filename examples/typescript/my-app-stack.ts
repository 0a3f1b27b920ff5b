import { CfnOutput, Stack, StackProps } from 'aws-cdk-lib';
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

/** The path of an image: a repository, the roles that push to it, and a topic that receives findings. */
export class MyAppStack extends Stack {
  public readonly repository: SecureRepository;

  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);

    const repository = new SecureRepository(this, 'Repository', {
      repositoryName: 'myapp',
      mutableTags: ['latest'],
      lifecyclePolicy: LifecyclePolicy.keepLatest(10),
    });
    this.repository = repository;

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

    new CfnOutput(this, 'PushCommands', {
      value: repository.pushCommands(['$(git rev-parse --short HEAD)', 'v1.0.0', 'latest']).join('\n'),
    });
    new CfnOutput(this, 'PublisherRoleArn', { value: publisher.role.roleArn });
    new CfnOutput(this, 'RepositoryName', { value: repository.repositoryName });
    new CfnOutput(this, 'Region', { value: this.region });
  }
}
