package main

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/aws-cdk-go/awscdk/v2/awssecretsmanager"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
	ecr "github.com/cdk-secure-repository/cdk-secure-repository-go/cdksecurerepository"
)

// dockerHubSecret is JSON with the keys username and accessToken. Its name must begin with ecr-pullthroughcache/.
const dockerHubSecret = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:ecr-pullthroughcache/docker-hub-AbCdEf"

// NewRegistryStack creates the registry of an account and Region, and the role with which its ECS tasks pull.
func NewRegistryStack(scope constructs.Construct, id string, props *awscdk.StackProps) awscdk.Stack {
	stack := awscdk.NewStack(scope, jsii.String(id), props)

	registry := ecr.NewSecureRegistry(stack, jsii.String("Registry"), &ecr.SecureRegistryProps{
		Scanning: ecr.RegistryScanning_Enhanced(&ecr.EnhancedScanningOptions{
			Continuous: &[]ecr.RepositoryFilter{ecr.RepositoryFilter_Matching(jsii.String("prod/*"))},
			OnPush:     &[]ecr.RepositoryFilter{ecr.RepositoryFilter_All()},
		}),
		Replication: &[]ecr.ReplicationRule{
			ecr.ReplicationRule_ToRegions(jsii.String("eu-central-1"), jsii.String("us-east-1")).ForPrefix(jsii.String("prod/")),
			ecr.ReplicationRule_ToAccount(jsii.String("444455556666"), jsii.String("eu-west-1")).ForPrefix(jsii.String("prod/")),
		},
	})
	registry.AcceptReplicationFrom(jsii.String("777788889999"), jsii.String("prod/"))
	registry.DenyUnlessInOrganization(jsii.String("o-a1b2c3d4e5"))

	secret := awssecretsmanager.Secret_FromSecretCompleteArn(stack, jsii.String("DockerHubSecret"), jsii.String(dockerHubSecret))
	lifecyclePolicy := ecr.LifecyclePolicy_KeepLatest(jsii.Number(5), nil)
	hub := registry.AddPullThroughCache(jsii.String("DockerHub"), &ecr.PullThroughCacheProps{
		Upstream:        ecr.Upstream_DockerHub(secret),
		Prefix:          jsii.String("docker-hub"),
		LifecyclePolicy: lifecyclePolicy,
	})
	ecrPublic := registry.AddPullThroughCache(jsii.String("EcrPublic"), &ecr.PullThroughCacheProps{
		Upstream:        ecr.Upstream_EcrPublic(),
		Prefix:          jsii.String("ecr-public"),
		LifecyclePolicy: lifecyclePolicy,
	})
	prod := registry.AddRepositoryTemplate(jsii.String("Prod"), &ecr.RepositoryTemplateProps{
		Prefix:          ecr.RepositoryPrefix_Of(jsii.String("prod")),
		CreatedBy:       &[]ecr.RepositoryCreation{ecr.RepositoryCreation_REPLICATION, ecr.RepositoryCreation_CREATE_ON_PUSH},
		LifecyclePolicy: ecr.LifecyclePolicy_KeepLatest(jsii.Number(20), nil),
		Tags:            &map[string]*string{"owner": jsii.String("platform")},
	})

	executionRole := awsiam.NewRole(stack, jsii.String("ExecutionRole"), &awsiam.RoleProps{
		AssumedBy: awsiam.NewServicePrincipal(jsii.String("ecs-tasks.amazonaws.com"), nil),
	})
	hub.GrantPull(executionRole)
	ecrPublic.GrantPull(executionRole)
	prod.Access().GrantPull(executionRole)
	return stack
}
