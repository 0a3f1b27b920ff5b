package main

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/jsii-runtime-go"
	ecr "github.com/cdk-secure-repository/cdk-secure-repository-go/cdksecurerepository"
)

func main() {
	defer jsii.Close()

	app := awscdk.NewApp(nil)
	ecr.NewSecureRepository(awscdk.NewStack(app, jsii.String("OwnDefaults"), nil), jsii.String("Plain"), nil)
	defaults := ecr.SecureRepositoryDefaults_Of(&ecr.SecureRepositoryDefaultProps{
		LifecyclePolicy: ecr.LifecyclePolicy_KeepLatest(jsii.Number(20), &ecr.KeepLatestOptions{
			ProtectedTags: jsii.Strings("release-*"),
		}),
		PullByOrganization: jsii.String("o-a1b2c3d4e5"),
	})
	stack := awscdk.NewStack(app, jsii.String("CompanyDefaults"), &awscdk.StackProps{
		PropertyInjectors: &[]awscdk.IPropertyInjector{defaults},
	})
	ecr.NewSecureRepository(stack, jsii.String("Plain"), nil)
	ecr.NewSecureRepository(stack, jsii.String("Named"), &ecr.SecureRepositoryProps{
		RepositoryName: jsii.String("team/named"),
		MutableTags:    jsii.Strings("latest"),
	})
	ecr.NewSecureRepository(stack, jsii.String("Wrapped"), &ecr.SecureRepositoryProps{
		RepositoryName:  jsii.String("team/wrapped"),
		LifecyclePolicy: nil,
	})
	ecr.NewSecureRepository(stack, jsii.String("Otherwise"), &ecr.SecureRepositoryProps{
		LifecyclePolicy: ecr.LifecyclePolicy_None(),
		RemovalPolicy:   awscdk.RemovalPolicy_DESTROY,
	})
	app.Synth(nil)
}
