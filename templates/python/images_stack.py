from aws_cdk import CfnOutput, Fn, Stack
from cdk_secure_repository import GitHubPublisher, GitHubSubject, LifecyclePolicy, SecureRepository
from constructs import Construct

# the name of the repository: change it to the name of your service
REPOSITORY_NAME = "my-service"
# the repository on GitHub whose branch main may push, with the IDs that its settings display under Actions, OIDC: change it to yours
GITHUB_REPOSITORY = "my-org@123456/my-service@456789"


class ImagesStack(Stack):
    """The images of one service, and the role of the workflow that pushes them."""

    def __init__(self, scope: Construct, construct_id: str) -> None:
        super().__init__(scope, construct_id)

        repository = SecureRepository(
            self,
            "Repository",
            repository_name=REPOSITORY_NAME,
            # keeps the 20 newest tagged images, and every release
            lifecycle_policy=LifecyclePolicy.keep_latest(20, protected_tags=["v*"]),
        )

        publisher = GitHubPublisher(
            self,
            "Publisher",
            repositories=[repository],
            subjects=[GitHubSubject.branch(GITHUB_REPOSITORY, "main")],
        )

        CfnOutput(self, "PublisherRoleArn", value=publisher.role.role_arn)
        CfnOutput(self, "PushCommands", value=Fn.join("\n", repository.push_commands()))
