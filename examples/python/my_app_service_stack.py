from aws_cdk import CfnOutput, Stack
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_ecr as ecr
from aws_cdk import aws_ecs as ecs
from cdk_secure_repository import ImageTag
from constructs import Construct


class MyAppServiceStack(Stack):
    """The service that runs an image of the repository. It cannot start before the first push."""

    def __init__(self, scope: Construct, construct_id: str, repository: ecr.IRepository) -> None:
        super().__init__(scope, construct_id)

        vpc = ec2.Vpc(self, "Vpc", max_azs=2, nat_gateways=0, flow_logs={"All": ec2.FlowLogOptions()})
        cluster = ecs.Cluster(self, "Cluster", vpc=vpc, container_insights_v2=ecs.ContainerInsights.ENABLED)
        task = ecs.FargateTaskDefinition(self, "Task")
        tag = ImageTag.from_parameter(self, "/myapp/image-tag")
        task.add_container(
            "app",
            image=ecs.ContainerImage.from_ecr_repository(repository, tag.tag_or_digest),
            logging=ecs.LogDrivers.aws_logs(stream_prefix="myapp"),
        )
        service = ecs.FargateService(
            self,
            "Service",
            cluster=cluster,
            task_definition=task,
            desired_count=1,
            min_healthy_percent=100,
            # if the image does not start, ECS rolls back to the previous one
            circuit_breaker=ecs.DeploymentCircuitBreaker(rollback=True),
            assign_public_ip=True,
        )

        CfnOutput(self, "ClusterName", value=cluster.cluster_name)
        CfnOutput(self, "ServiceName", value=service.service_name)
