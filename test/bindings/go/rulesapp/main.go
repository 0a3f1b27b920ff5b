package main

import (
	"os"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsecr"
	"github.com/aws/jsii-runtime-go"
	ecr "github.com/cdk-secure-repository/cdk-secure-repository-go/cdksecurerepository"
)

func main() {
	defer jsii.Close()

	app := awscdk.NewApp(&awscdk.AppProps{
		PropertyInjectors: &[]awscdk.IPropertyInjector{ecr.SecureRepositoryDefaults_Of(&ecr.SecureRepositoryDefaultProps{
			LifecyclePolicy: ecr.LifecyclePolicy_KeepLatest(jsii.Number(20), nil),
			MutableTags:     jsii.Strings("latest"),
		})},
	})
	awscdk.Validations_Of(app).AddPlugins(ecr.NewRepositoryRules(&ecr.RepositoryRulesOptions{
		Baseline: jsii.String(os.Getenv("ECR_BASELINE")),
		Extra: &[]ecr.RepositoryRule{
			ecr.RepositoryRule_NO_MUTABLE_TAGS(),
			ecr.RepositoryRule_NameMatches(jsii.String("^team/")),
			ecr.RepositoryRule_RequiredTags(jsii.String("owner")),
		},
	}))

	found := stackOf(app, "Found")
	rawIn(found, nil)
	plain := plainIn(found, "team/plain")
	awscdk.Validations_Of(plain).Acknowledge(&awscdk.Acknowledgment{
		Id:     jsii.String("cdk-secure-repository::scanned-on-push"),
		Reason: jsii.String("Another product scans its images."),
	})
	secureIn(found)

	rawIn(stackOf(app, "Known"), nil)

	repaired := stackOf(app, "Repaired")
	awscdk.Aspects_Of(repaired).Add(ecr.RepositoryDefaults_AsAspect(&ecr.RepositoryDefaultsOptions{
		ImmutableTags:   jsii.Bool(true),
		LifecyclePolicy: ecr.LifecyclePolicy_KeepLatest(jsii.Number(50), nil),
	}), nil)
	plainIn(repaired, "team/plain")
	rawIn(repaired, jsii.String("team/raw"))
	secureIn(repaired)

	mixed := stackOf(app, "Mixed")
	plainIn(mixed, "team/mixed")
	awscdk.Mixins_Of(mixed, nil).Apply(ecr.RepositoryDefaults_AsMixin(nil))

	app.Synth(nil)
}

func stackOf(app awscdk.App, id string) awscdk.Stack {
	return awscdk.NewStack(app, jsii.String(id), nil)
}

func rawIn(stack awscdk.Stack, name *string) {
	awsecr.NewCfnRepository(stack, jsii.String("Raw"), &awsecr.CfnRepositoryProps{
		RepositoryName:     name,
		ImageTagMutability: jsii.String("MUTABLE"),
	})
}

func plainIn(stack awscdk.Stack, name string) awsecr.Repository {
	return awsecr.NewRepository(stack, jsii.String("Plain"), &awsecr.RepositoryProps{RepositoryName: jsii.String(name)})
}

func secureIn(stack awscdk.Stack) {
	ecr.NewSecureRepository(stack, jsii.String("Secure"), &ecr.SecureRepositoryProps{RepositoryName: jsii.String("team/secure")})
}
