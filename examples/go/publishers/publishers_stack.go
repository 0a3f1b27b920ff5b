package main

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsecr"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
	ecr "github.com/cdk-secure-repository/cdk-secure-repository-go/cdksecurerepository"
)

// workflow is the path of a workflow that several repositories call.
const workflow = ".github/workflows/publish.yml"

// NewPublishersStack creates a repository, and the roles with which the pipelines of several CI systems push to it.
func NewPublishersStack(scope constructs.Construct, id string) awscdk.Stack {
	stack := awscdk.NewStack(scope, jsii.String(id), nil)

	repository := ecr.NewSecureRepository(stack, jsii.String("Repository"), &ecr.SecureRepositoryProps{
		RepositoryName:  jsii.String("myapp"),
		Encryption:      awsecr.RepositoryEncryption_KMS(),
		LifecyclePolicy: ecr.LifecyclePolicy_KeepLatest(jsii.Number(10), nil),
	})
	repositories := &[]awsecr.IRepository{repository}

	gitHub := ecr.NewGitHubPublisher(stack, jsii.String("GitHub"), &ecr.GitHubPublisherProps{
		Repositories: repositories,
		Subjects: &[]ecr.GitHubSubject{
			ecr.GitHubSubject_Environment(jsii.String("my-org@123456/myapp@456789"), jsii.String("production")),
		},
		Claims: &ecr.GitHubClaims{
			JobWorkflowRef: jsii.String("my-org/workflows/" + workflow + "@refs/tags/v1"),
			Ref:            jsii.String("refs/heads/main"),
		},
	})
	// the subjects of an organization that has customized them; IAM accepts one provider per issuer
	gitHubCustomized := ecr.NewGitHubPublisher(stack, jsii.String("GitHubCustomized"), &ecr.GitHubPublisherProps{
		Repositories: repositories,
		OidcProvider: gitHub.OidcProvider(),
		Subjects: &[]ecr.GitHubSubject{
			ecr.GitHubSubject_Custom(jsii.String("repo:my-org@123456/myapp@456789:environment:production" +
				":job_workflow_ref:my-org/workflows/" + workflow + "@refs/tags/v1")),
			ecr.GitHubSubject_ReusableWorkflow(
				jsii.String("my-org/workflows"),
				jsii.String(workflow),
				jsii.String("refs/heads/main"),
				&ecr.ReusableWorkflowOptions{CalledFrom: jsii.String("my-org@123456/myapp@456789")},
			),
		},
	})
	gitLab := ecr.NewGitLabPublisher(stack, jsii.String("GitLab"), &ecr.GitLabPublisherProps{
		Repositories: repositories,
		Subjects: &[]ecr.GitLabSubject{
			ecr.GitLabSubject_Branch(jsii.String("my-group/myapp"), jsii.String("main")),
			ecr.GitLabSubject_Tag(jsii.String("my-group/myapp"), jsii.String("v*")),
		},
		Claims: &ecr.GitLabClaims{ProjectId: jsii.String("456789"), RefProtected: jsii.Bool(true)},
	})
	bitbucket := ecr.NewBitbucketPublisher(stack, jsii.String("Bitbucket"), &ecr.BitbucketPublisherProps{
		Repositories:  repositories,
		Workspace:     jsii.String("my-workspace"),
		WorkspaceUuid: jsii.String("9f8e7d6c-5b4a-4392-8170-6f5e4d3c2b1a"),
		Subjects: &[]ecr.BitbucketSubject{
			ecr.BitbucketSubject_Environment(
				jsii.String("1a2b3c4d-5e6f-4708-9a0b-1c2d3e4f5a6b"), jsii.String("2b3c4d5e-6f70-4819-8b1c-2d3e4f5a6b7c"),
			),
		},
	})
	circleCi := ecr.NewCircleCiPublisher(stack, jsii.String("CircleCi"), &ecr.CircleCiPublisherProps{
		Repositories:   repositories,
		OrganizationId: jsii.String("4d5e6f70-8192-4a31-9d2e-3f4a5b6c7d8e"),
		Subjects: &[]ecr.CircleCiSubject{
			ecr.CircleCiSubject_Branch(
				jsii.String("3c4d5e6f-7081-4920-8c1d-2e3f4a5b6c7d"), jsii.String("github.com/my-org/myapp"), jsii.String("main"),
			),
		},
		Claims: &ecr.CircleCiClaims{ProjectId: jsii.String("3c4d5e6f-7081-4920-8c1d-2e3f4a5b6c7d")},
	})
	buildkite := ecr.NewBuildkitePublisher(stack, jsii.String("Buildkite"), &ecr.BuildkitePublisherProps{
		Repositories: repositories,
		Subjects: &[]ecr.BuildkiteSubject{
			ecr.BuildkiteSubject_Branch(jsii.String("my-org"), jsii.String("myapp"), jsii.String("main")),
			ecr.BuildkiteSubject_Tag(jsii.String("my-org"), jsii.String("myapp"), jsii.String("v*")),
		},
		Claims: &ecr.BuildkiteClaims{PipelineId: jsii.String("0185d6a7-3b1f-4c2e-9d58-6f7a8b9c0d1e")},
	})
	jenkins := ecr.NewOidcPublisher(stack, jsii.String("Jenkins"), &ecr.OidcPublisherProps{
		Repositories: repositories,
		IssuerUrl:    jsii.String("https://jenkins.example.com/oidc"),
		Subjects:     &[]ecr.OidcSubject{ecr.OidcSubject_Exact(jsii.String("https://jenkins.example.com/job/myapp/"))},
	})

	output := func(id string, value *string) {
		awscdk.NewCfnOutput(stack, jsii.String(id), &awscdk.CfnOutputProps{Value: value})
	}
	output("GitHubRoleArn", gitHub.Role().RoleArn())
	output("GitHubCustomizedRoleArn", gitHubCustomized.Role().RoleArn())
	output("GitLabRoleArn", gitLab.Role().RoleArn())
	output("BitbucketRoleArn", bitbucket.Role().RoleArn())
	output("CircleCiRoleArn", circleCi.Role().RoleArn())
	output("BuildkiteRoleArn", buildkite.Role().RoleArn())
	output("JenkinsRoleArn", jenkins.Role().RoleArn())

	commands := repository.PushCommands(jsii.Strings("$(git rev-parse --short HEAD)"), &ecr.PushCommandsOptions{
		Tool:      ecr.ContainerTool_DOCKER,
		Platforms: jsii.Strings("linux/amd64", "linux/arm64"),
		DualStack: jsii.Bool(true),
	})
	output("PushCommands", awscdk.Fn_Join(jsii.String("\n"), commands))
	output("DualStackRegistry", repository.DualStackRegistryUri())
	return stack
}
