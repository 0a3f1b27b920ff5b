package main

import (
	"strings"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsecr"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsevents"
	"github.com/aws/aws-cdk-go/awscdk/v2/awseventstargets"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/aws-cdk-go/awscdk/v2/awssns"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
	ecr "github.com/cdk-secure-repository/cdk-secure-repository-go/cdksecurerepository"
)

// NewMyAppStack creates the path of an image: a repository, the roles that push to it, and a topic that receives findings.
func NewMyAppStack(scope constructs.Construct, id string) ecr.SecureRepository {
	stack := awscdk.NewStack(scope, jsii.String(id), nil)

	repository := ecr.NewSecureRepository(stack, jsii.String("Repository"), &ecr.SecureRepositoryProps{
		RepositoryName:  jsii.String("myapp"),
		MutableTags:     jsii.Strings("latest"),
		LifecyclePolicy: ecr.LifecyclePolicy_KeepLatest(jsii.Number(10), nil),
	})

	developers := awsiam.NewRole(stack, jsii.String("Developers"), &awsiam.RoleProps{
		AssumedBy: awsiam.NewAccountRootPrincipal(),
	})
	repository.GrantPullPush(developers)

	publisher := ecr.NewGitHubPublisher(stack, jsii.String("Publisher"), &ecr.GitHubPublisherProps{
		Repositories: &[]awsecr.IRepository{repository},
		Subjects: &[]ecr.GitHubSubject{
			ecr.GitHubSubject_Branch(jsii.String("my-org@123456/myapp@456789"), jsii.String("main")),
			ecr.GitHubSubject_Tag(jsii.String("my-org@123456/myapp@456789"), jsii.String("v*")),
		},
	})

	findings := awssns.NewTopic(stack, jsii.String("Findings"), &awssns.TopicProps{EnforceSSL: jsii.Bool(true)})
	ecr.NewScanFindingsRule(stack, jsii.String("FindingsRule"), &ecr.ScanFindingsRuleProps{
		Repository:      repository,
		MinimumSeverity: ecr.FindingSeverity_HIGH,
		Targets: &[]awsevents.IRuleTarget{
			awseventstargets.NewSnsTopic(findings, &awseventstargets.SnsTopicProps{Message: ecr.ScanFindingsRule_Message()}),
		},
	})

	var lines []string
	for _, line := range *repository.PushCommands(jsii.Strings("$(git rev-parse --short HEAD)", "v1.0.0", "latest"), nil) {
		lines = append(lines, *line)
	}
	output := func(id string, value *string) {
		awscdk.NewCfnOutput(stack, jsii.String(id), &awscdk.CfnOutputProps{Value: value})
	}
	output("PushCommands", jsii.String(strings.Join(lines, "\n")))
	output("PublisherRoleArn", publisher.Role().RoleArn())
	output("RepositoryName", repository.RepositoryName())
	output("Region", stack.Region())
	return repository
}
