import { CfnOutput, Stack, StackProps } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import { ImageTag } from 'cdk-secure-repository';
import { Construct } from 'constructs';

export interface MyAppServiceStackProps extends StackProps {
  readonly repository: ecr.IRepository;
}

/** The service that runs an image of the repository. Deploy it after the first push, because it cannot start without an image. */
export class MyAppServiceStack extends Stack {
  constructor(scope: Construct, id: string, props: MyAppServiceStackProps) {
    super(scope, id, props);

    const vpc = new ec2.Vpc(this, 'Vpc', { maxAzs: 2, natGateways: 0, flowLogs: { All: {} } });
    const cluster = new ecs.Cluster(this, 'Cluster', { vpc, containerInsightsV2: ecs.ContainerInsights.ENABLED });
    const task = new ecs.FargateTaskDefinition(this, 'Task');
    const { tagOrDigest } = ImageTag.fromParameter(this, '/myapp/image-tag');
    task.addContainer('app', {
      image: ecs.ContainerImage.fromEcrRepository(props.repository, tagOrDigest),
      logging: ecs.LogDrivers.awsLogs({ streamPrefix: 'myapp' }),
    });
    const service = new ecs.FargateService(this, 'Service', {
      cluster,
      taskDefinition: task,
      desiredCount: 1,
      minHealthyPercent: 100,
      circuitBreaker: { rollback: true }, // if the image does not start, ECS rolls back to the previous one
      assignPublicIp: true,
    });

    new CfnOutput(this, 'ClusterName', { value: cluster.clusterName });
    new CfnOutput(this, 'ServiceName', { value: service.serviceName });
  }
}
