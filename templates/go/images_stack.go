package main

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsecr"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
	ecr "github.com/cdk-secure-repository/cdk-secure-repository-go/cdksecurerepository"
)

const (
	// the name of the repository: change it to the name of your service
	repositoryName = "my-service"
	// the repository on GitHub whose branch main may push, with the IDs that its settings display under Actions, OIDC: change it to yours
	gitHubRepository = "my-org@123456/my-service@456789"
)

// NewImagesStack makes the images of one service, and the role of the workflow that pushes them.
func NewImagesStack(scope constructs.Construct, id string) awscdk.Stack {
	stack := awscdk.NewStack(scope, jsii.String(id), nil)

	repository := ecr.NewSecureRepository(stack, jsii.String("Repository"), &ecr.SecureRepositoryProps{
		RepositoryName: jsii.String(repositoryName),
		// keeps the 20 newest tagged images, and every release
		LifecyclePolicy: ecr.LifecyclePolicy_KeepLatest(jsii.Number(20), &ecr.KeepLatestOptions{
			ProtectedTags: jsii.Strings("v*"),
		}),
	})

	publisher := ecr.NewGitHubPublisher(stack, jsii.String("Publisher"), &ecr.GitHubPublisherProps{
		Repositories: &[]awsecr.IRepository{repository},
		Subjects: &[]ecr.GitHubSubject{
			ecr.GitHubSubject_Branch(jsii.String(gitHubRepository), jsii.String("main")),
		},
	})

	awscdk.NewCfnOutput(stack, jsii.String("PublisherRoleArn"), &awscdk.CfnOutputProps{Value: publisher.Role().RoleArn()})
	awscdk.NewCfnOutput(stack, jsii.String("PushCommands"), &awscdk.CfnOutputProps{
		Value: awscdk.Fn_Join(jsii.String("\n"), repository.PushCommands(nil, nil)),
	})
	return stack
}
