package main

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/jsii-runtime-go"
	ecr "github.com/cdk-secure-repository/cdk-secure-repository-go/cdksecurerepository"
)

func main() {
	defer jsii.Close()

	app := awscdk.NewApp(nil)
	stack := awscdk.NewStack(app, jsii.String("MyApp"), nil)
	repository := ecr.NewSecureRepository(stack, jsii.String("Repository"), &ecr.SecureRepositoryProps{
		RepositoryName:  jsii.String("myapp"),
		LifecyclePolicy: ecr.LifecyclePolicy_KeepLatest(jsii.Number(10), nil),
	})
	awscdk.NewCfnOutput(stack, jsii.String("PushCommands"), &awscdk.CfnOutputProps{
		Value: awscdk.Fn_Join(jsii.String("\n"), repository.PushCommands(nil, nil)),
	})
	app.Synth(nil)
}
