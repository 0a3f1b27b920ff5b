from aws_cdk import Environment, Stack
from aws_cdk import aws_iam as iam
from aws_cdk import aws_secretsmanager as secretsmanager
from cdk_secure_repository import (
    LifecyclePolicy,
    RegistryScanning,
    ReplicationRule,
    RepositoryCreation,
    RepositoryFilter,
    RepositoryPrefix,
    SecureRegistry,
    Upstream,
)
from constructs import Construct

# JSON with the keys username and accessToken. Its name must begin with ecr-pullthroughcache/.
DOCKER_HUB_SECRET = (
    "arn:aws:secretsmanager:eu-west-1:111122223333:secret:ecr-pullthroughcache/docker-hub-AbCdEf"
)


class RegistryStack(Stack):
    """The registry of an account and Region, and the role with which its ECS tasks pull."""

    def __init__(self, scope: Construct, construct_id: str, env: Environment) -> None:
        super().__init__(scope, construct_id, env=env)

        registry = SecureRegistry(
            self,
            "Registry",
            scanning=RegistryScanning.enhanced(
                continuous=[RepositoryFilter.matching("prod/*")],
                on_push=[RepositoryFilter.all()],
            ),
            replication=[
                ReplicationRule.to_regions("eu-central-1", "us-east-1").for_prefix("prod/"),
                ReplicationRule.to_account("444455556666", "eu-west-1").for_prefix("prod/"),
            ],
        )
        registry.accept_replication_from("777788889999", "prod/")
        registry.deny_unless_in_organization("o-a1b2c3d4e5")

        secret = secretsmanager.Secret.from_secret_complete_arn(self, "DockerHubSecret", DOCKER_HUB_SECRET)
        lifecycle_policy = LifecyclePolicy.keep_latest(5)
        hub = registry.add_pull_through_cache(
            "DockerHub",
            upstream=Upstream.docker_hub(secret),
            prefix="docker-hub",
            lifecycle_policy=lifecycle_policy,
        )
        ecr_public = registry.add_pull_through_cache(
            "EcrPublic",
            upstream=Upstream.ecr_public(),
            prefix="ecr-public",
            lifecycle_policy=lifecycle_policy,
        )
        prod = registry.add_repository_template(
            "Prod",
            prefix=RepositoryPrefix.of("prod"),
            created_by=[RepositoryCreation.REPLICATION, RepositoryCreation.CREATE_ON_PUSH],
            lifecycle_policy=LifecyclePolicy.keep_latest(20),
            tags={"owner": "platform"},
        )

        execution_role = iam.Role(
            self, "ExecutionRole", assumed_by=iam.ServicePrincipal("ecs-tasks.amazonaws.com")
        )
        hub.grant_pull(execution_role)
        ecr_public.grant_pull(execution_role)
        prod.access.grant_pull(execution_role)
