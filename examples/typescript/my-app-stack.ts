import { CfnOutput, Stack, StackProps } from 'aws-cdk-lib';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as iam from 'aws-cdk-lib/aws-iam';
import { LifecyclePolicy, SecureRepository } from 'cdk-secure-repository';
import { Construct } from 'constructs';

/** A repository, the people who push to it, and the task that runs what they push. */
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

    const task = new ecs.FargateTaskDefinition(this, 'Task');
    task.addContainer('app', {
      image: ecs.ContainerImage.fromEcrRepository(repository, 'latest'),
      logging: ecs.LogDrivers.awsLogs({ streamPrefix: 'myapp' }),
    });

    new CfnOutput(this, 'PushCommands', { value: repository.pushCommands(['$(git rev-parse --short HEAD)', 'v1.0.0']).join('\n') });
  }
}
