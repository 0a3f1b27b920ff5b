import { Stack, StackProps } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import {
  LifecyclePolicy,
  RegistryScanning,
  ReplicationRule,
  RepositoryCreation,
  RepositoryFilter,
  RepositoryPrefix,
  SecureRegistry,
  Upstream,
} from 'cdk-secure-repository';
import { Construct } from 'constructs';

/** JSON with the keys `username` and `accessToken`. Its name must begin with `ecr-pullthroughcache/`. */
const DOCKER_HUB_SECRET = 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:ecr-pullthroughcache/docker-hub-AbCdEf';

/** The registry of an account and Region, and the role with which its ECS tasks pull. */
export class RegistryStack extends Stack {
  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);

    const registry = new SecureRegistry(this, 'Registry', {
      scanning: RegistryScanning.enhanced({
        continuous: [RepositoryFilter.matching('prod/*')],
        onPush: [RepositoryFilter.all()],
      }),
      replication: [
        ReplicationRule.toRegions('eu-central-1', 'us-east-1').forPrefix('prod/'),
        ReplicationRule.toAccount('444455556666', 'eu-west-1').forPrefix('prod/'),
      ],
    });
    registry.acceptReplicationFrom('777788889999', 'prod/');
    registry.denyUnlessInOrganization('o-a1b2c3d4e5');

    const secret = secretsmanager.Secret.fromSecretCompleteArn(this, 'DockerHubSecret', DOCKER_HUB_SECRET);
    const lifecyclePolicy = LifecyclePolicy.keepLatest(5);
    const hub = registry.addPullThroughCache('DockerHub', { upstream: Upstream.dockerHub(secret), prefix: 'docker-hub', lifecyclePolicy });
    const ecrPublic = registry.addPullThroughCache('EcrPublic', { upstream: Upstream.ecrPublic(), prefix: 'ecr-public', lifecyclePolicy });
    const prod = registry.addRepositoryTemplate('Prod', {
      prefix: RepositoryPrefix.of('prod'),
      createdBy: [RepositoryCreation.REPLICATION, RepositoryCreation.CREATE_ON_PUSH],
      lifecyclePolicy: LifecyclePolicy.keepLatest(20),
      tags: { owner: 'platform' },
    });

    const executionRole = new iam.Role(this, 'ExecutionRole', { assumedBy: new iam.ServicePrincipal('ecs-tasks.amazonaws.com') });
    hub.grantPull(executionRole);
    ecrPublic.grantPull(executionRole);
    prod.access.grantPull(executionRole);
  }
}
