from aws_cdk import CfnOutput, Stack
from aws_cdk import aws_events_targets as targets
from aws_cdk import aws_iam as iam
from aws_cdk import aws_sns as sns
from cdk_secure_repository import (
    FindingSeverity,
    GitHubPublisher,
    GitHubSubject,
    LifecyclePolicy,
    ScanFindingsRule,
    SecureRepository,
)
from constructs import Construct


class MyAppStack(Stack):
    """The path of an image: a repository, the roles that push, and a topic that receives findings."""

    def __init__(self, scope: Construct, construct_id: str) -> None:
        super().__init__(scope, construct_id)

        repository = SecureRepository(
            self,
            "Repository",
            repository_name="myapp",
            mutable_tags=["latest"],
            lifecycle_policy=LifecyclePolicy.keep_latest(10),
        )
        self.repository = repository

        developers = iam.Role(self, "Developers", assumed_by=iam.AccountRootPrincipal())
        repository.grant_pull_push(developers)

        publisher = GitHubPublisher(
            self,
            "Publisher",
            repositories=[repository],
            subjects=[
                GitHubSubject.branch("my-org@123456/myapp@456789", "main"),
                GitHubSubject.tag("my-org@123456/myapp@456789", "v*"),
            ],
        )

        findings = sns.Topic(self, "Findings", enforce_ssl=True)
        ScanFindingsRule(
            self,
            "FindingsRule",
            repository=repository,
            minimum_severity=FindingSeverity.HIGH,
            targets=[targets.SnsTopic(findings, message=ScanFindingsRule.message())],
        )

        push_commands = repository.push_commands(["$(git rev-parse --short HEAD)", "v1.0.0", "latest"])
        CfnOutput(self, "PushCommands", value="\n".join(push_commands))
        CfnOutput(self, "PublisherRoleArn", value=publisher.role.role_arn)
        CfnOutput(self, "RepositoryName", value=repository.repository_name)
        CfnOutput(self, "Region", value=self.region)
