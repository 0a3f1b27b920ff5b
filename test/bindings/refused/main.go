// Mistakes that the compiler of Go finds; each line says what it tells.
package main

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/jsii-runtime-go"
	ecr "github.com/cdk-secure-repository/cdk-secure-repository-go/cdksecurerepository"
)

func main() {
	stack := awscdk.NewStack(awscdk.NewApp(nil), jsii.String("S"), nil)
	repository := ecr.NewSecureRepository(stack, jsii.String("Good"), nil)

	ecr.LifecyclePolicy_KeepLatest("10", nil)                                     // text for a count: cannot use "10" (untyped string constant) as *float64 value in argument
	ecr.LifecyclePolicy_KeepLatest(jsii.Number(10))                               // options left out: not enough arguments in call to ecr.LifecyclePolicy_KeepLatest
	ecr.NewSecureRepository(stack, "Id", nil)                                     // a name without jsii.String: cannot use "Id" (untyped string constant) as *string value in argument
	ecr.NewSecureRepository(stack, jsii.String("A"), ecr.SecureRepositoryProps{}) // properties that are no pointer: as *cdksecurerepository.SecureRepositoryProps value in argument
	_ = ecr.SecureRepositoryProps{Name: jsii.String("myapp")}                     // an unknown field: unknown field Name in struct literal of type cdksecurerepository.SecureRepositoryProps
	_ = ecr.SecureRepositoryProps{RepositoryName: "myapp"}                        // text for a pointer: cannot use "myapp" (untyped string constant) as *string value in struct literal
	repository.GrantPull(jsii.String("arn:aws:iam::111122223333:role/dev"))       // a grant to the text of an ARN: *string does not implement awsiam.IGrantable (missing method GrantPrincipal)

	_ = ecr.GitHubClaims{EventName: jsii.String("push")}                                                                                              // an unknown claim: unknown field EventName in struct literal of type cdksecurerepository.GitHubClaims
	_ = ecr.GitHubPublisherProps{Claims: &ecr.GitLabClaims{ProjectId: jsii.String("456789")}}                                                         // claims of another CI system: as *cdksecurerepository.GitHubClaims value in struct literal
	ecr.GitHubSubject_ReusableWorkflow(jsii.String("my-org/workflows"), jsii.String(".github/workflows/publish.yml"), jsii.String("refs/heads/main")) // options left out of a reusable workflow: not enough arguments in call to ecr.GitHubSubject_ReusableWorkflow
}
