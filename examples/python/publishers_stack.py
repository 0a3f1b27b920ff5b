from aws_cdk import CfnOutput, Fn, Stack
from aws_cdk.aws_ecr import RepositoryEncryption
from cdk_secure_repository import (
    BitbucketPublisher,
    BitbucketSubject,
    BuildkiteClaims,
    BuildkitePublisher,
    BuildkiteSubject,
    CircleCiClaims,
    CircleCiPublisher,
    CircleCiSubject,
    ContainerTool,
    GitHubClaims,
    GitHubPublisher,
    GitHubSubject,
    GitLabClaims,
    GitLabPublisher,
    GitLabSubject,
    LifecyclePolicy,
    OidcPublisher,
    OidcSubject,
    SecureRepository,
)
from constructs import Construct

# The path of a workflow that several repositories call.
WORKFLOW = ".github/workflows/publish.yml"


class PublishersStack(Stack):
    """A repository, and the roles with which the pipelines of several CI systems push to it."""

    def __init__(self, scope: Construct, construct_id: str) -> None:
        super().__init__(scope, construct_id)

        repository = SecureRepository(
            self,
            "Repository",
            repository_name="myapp",
            encryption=RepositoryEncryption.KMS,
            lifecycle_policy=LifecyclePolicy.keep_latest(10),
        )

        git_hub = GitHubPublisher(
            self,
            "GitHub",
            repositories=[repository],
            subjects=[GitHubSubject.environment("my-org@123456/myapp@456789", "production")],
            claims=GitHubClaims(
                job_workflow_ref=f"my-org/workflows/{WORKFLOW}@refs/tags/v1",
                ref="refs/heads/main",
            ),
        )
        # the subjects of an organization that has customized them; IAM accepts one provider per issuer
        git_hub_customized = GitHubPublisher(
            self,
            "GitHubCustomized",
            repositories=[repository],
            oidc_provider=git_hub.oidc_provider,
            subjects=[
                GitHubSubject.custom(
                    "repo:my-org@123456/myapp@456789:environment:production"
                    f":job_workflow_ref:my-org/workflows/{WORKFLOW}@refs/tags/v1"
                ),
                GitHubSubject.reusable_workflow(
                    "my-org/workflows",
                    WORKFLOW,
                    "refs/heads/main",
                    called_from="my-org@123456/myapp@456789",
                ),
            ],
        )
        git_lab = GitLabPublisher(
            self,
            "GitLab",
            repositories=[repository],
            subjects=[
                GitLabSubject.branch("my-group/myapp", "main"),
                GitLabSubject.tag("my-group/myapp", "v*"),
            ],
            claims=GitLabClaims(project_id="456789", ref_protected=True),
        )
        bitbucket = BitbucketPublisher(
            self,
            "Bitbucket",
            repositories=[repository],
            workspace="my-workspace",
            workspace_uuid="9f8e7d6c-5b4a-4392-8170-6f5e4d3c2b1a",
            subjects=[
                BitbucketSubject.environment(
                    "1a2b3c4d-5e6f-4708-9a0b-1c2d3e4f5a6b", "2b3c4d5e-6f70-4819-8b1c-2d3e4f5a6b7c"
                ),
            ],
        )
        circle_ci = CircleCiPublisher(
            self,
            "CircleCi",
            repositories=[repository],
            organization_id="4d5e6f70-8192-4a31-9d2e-3f4a5b6c7d8e",
            subjects=[
                CircleCiSubject.branch(
                    "3c4d5e6f-7081-4920-8c1d-2e3f4a5b6c7d", "github.com/my-org/myapp", "main"
                ),
            ],
            claims=CircleCiClaims(project_id="3c4d5e6f-7081-4920-8c1d-2e3f4a5b6c7d"),
        )
        buildkite = BuildkitePublisher(
            self,
            "Buildkite",
            repositories=[repository],
            subjects=[
                BuildkiteSubject.branch("my-org", "myapp", "main"),
                BuildkiteSubject.tag("my-org", "myapp", "v*"),
            ],
            claims=BuildkiteClaims(pipeline_id="0185d6a7-3b1f-4c2e-9d58-6f7a8b9c0d1e"),
        )
        jenkins = OidcPublisher(
            self,
            "Jenkins",
            repositories=[repository],
            issuer_url="https://jenkins.example.com/oidc",
            subjects=[OidcSubject.exact("https://jenkins.example.com/job/myapp/")],
        )

        CfnOutput(self, "GitHubRoleArn", value=git_hub.role.role_arn)
        CfnOutput(self, "GitHubCustomizedRoleArn", value=git_hub_customized.role.role_arn)
        CfnOutput(self, "GitLabRoleArn", value=git_lab.role.role_arn)
        CfnOutput(self, "BitbucketRoleArn", value=bitbucket.role.role_arn)
        CfnOutput(self, "CircleCiRoleArn", value=circle_ci.role.role_arn)
        CfnOutput(self, "BuildkiteRoleArn", value=buildkite.role.role_arn)
        CfnOutput(self, "JenkinsRoleArn", value=jenkins.role.role_arn)

        commands = repository.push_commands(
            ["$(git rev-parse --short HEAD)"],
            tool=ContainerTool.DOCKER,
            platforms=["linux/amd64", "linux/arm64"],
            dual_stack=True,
        )
        CfnOutput(self, "PushCommands", value=Fn.join("\n", commands))
        CfnOutput(self, "DualStackRegistry", value=repository.dual_stack_registry_uri)
