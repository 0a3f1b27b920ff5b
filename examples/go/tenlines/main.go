package main

import (
	"strings"

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
	var lines []string
	for _, line := range *repository.PushCommands(nil) {
		lines = append(lines, *line)
	}
	awscdk.NewCfnOutput(stack, jsii.String("PushCommands"), &awscdk.CfnOutputProps{
		Value: jsii.String(strings.Join(lines, "\n")),
	})
	app.Synth(nil)
}
