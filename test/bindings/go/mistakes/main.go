// The program makes mistakes that are easily made in Go, and checks how what the user is told begins. It prints TAP.
package main

import (
	"fmt"
	"os"
	"strings"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsecr"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/jsii-runtime-go"
	ecr "github.com/cdk-secure-repository/cdk-secure-repository-go/cdksecurerepository"
)

type mistake struct {
	name     string
	make     func()
	expected string
	// what follows where the runtime goes on, line by line, to the value at fault
	further []string
}

func (m mistake) isAnsweredBy(text string) bool {
	for _, part := range m.further {
		if !strings.Contains(text, part) {
			return false
		}
	}
	return strings.HasPrefix(text, m.expected)
}

func mistakes() []mistake {
	stack := awscdk.NewStack(awscdk.NewApp(nil), jsii.String("S"), &awscdk.StackProps{
		Env: &awscdk.Environment{Account: jsii.String("111122223333"), Region: jsii.String("eu-west-1")},
	})
	repository := ecr.NewSecureRepository(stack, jsii.String("Good"), nil)
	role := awsiam.NewRole(stack, jsii.String("Role"), &awsiam.RoleProps{AssumedBy: awsiam.NewAccountRootPrincipal()})
	repositories := &[]awsecr.IRepository{repository}
	subjects := &[]ecr.GitHubSubject{ecr.GitHubSubject_Branch(jsii.String("my-org/my-app"), jsii.String("main"))}
	made := func(id string, props *ecr.SecureRepositoryProps) func() {
		return func() { ecr.NewSecureRepository(stack, jsii.String(id), props) }
	}
	return []mistake{
		{
			"a count of 1.5",
			func() { ecr.LifecyclePolicy_KeepLatest(jsii.Number(1.5), nil) },
			"SecureRepositoryError: LifecyclePolicy.keepLatest(count, { protectedTags }), rule 2: countNumber is 1.5, " +
				"but must be an integer of at least 1. Keep at least one image, or use expireAfter. [cdk-secure-repository:lifecycle-count]",
			nil,
		},
		{
			"a count that is nil",
			func() { ecr.LifecyclePolicy_KeepLatest(nil, nil) },
			"parameter count is required, but nil was provided",
			nil,
		},
		{
			"a rule that is nil",
			func() { ecr.LifecyclePolicy_Of(nil) },
			"@jsii/kernel.SerializationError: Passed to parameter rules of static method cdk-secure-repository.LifecyclePolicy.of: " +
				"Unable to deserialize value as cdk-secure-repository.LifecycleRule",
			[]string{"Failing value is null", "A value is required"},
		},
		{
			"a scope that is nil",
			func() { ecr.NewSecureRepository(nil, jsii.String("Scope"), nil) },
			"parameter scope is required, but nil was provided",
			nil,
		},
		{
			"an id that is nil",
			func() { ecr.NewSecureRepository(stack, nil, nil) },
			"parameter id is required, but nil was provided",
			nil,
		},
		{
			"a name with capitals",
			made("Name", &ecr.SecureRepositoryProps{RepositoryName: jsii.String("MyApp")}),
			`S/Name: repositoryName is "MyApp", with "M" at position 1, but must consist of lowercase letters and digits in parts separated by ` +
				`".", "_", "__" or hyphens, with "/" between namespaces. Use "myapp". [cdk-secure-repository:repository-name]`,
			nil,
		},
		{
			"six tags that may move",
			made("Six", &ecr.SecureRepositoryProps{MutableTags: jsii.Strings("a", "b", "c", "d", "e", "f")}),
			`S/Six: mutableTags has 6 tags, but ECR accepts at most 5. Combine some of them with a wildcard, such as "dev-*". [cdk-secure-repository:mutable-tags]`,
			nil,
		},
		{
			"images that would go with a repository that stays",
			made("Empty", &ecr.SecureRepositoryProps{EmptyOnDelete: jsii.Bool(true)}),
			"S/Empty: emptyOnDelete is true, but removalPolicy is not set, and a repository that is retained keeps its images. " +
				"Set removalPolicy to RemovalPolicy.DESTROY, or remove emptyOnDelete. [cdk-secure-repository:deletion]",
			nil,
		},
		{
			"a grant to nil",
			func() { repository.GrantPull(nil) },
			"parameter grantee is required, but nil was provided",
			nil,
		},
		{
			"a grant to everyone",
			func() { repository.GrantPull(awsiam.NewAnyPrincipal()) },
			"SecureRepositoryError: S/Good: the statement would allow everyone, which makes the repository public. " +
				"Name the principals, or use grantPullToOrganization. [cdk-secure-repository:public-repository]",
			nil,
		},
		{
			"options without what they must have",
			func() { repository.Access().GrantPullToCodeBuild(&ecr.PullByCodeBuildOptions{}) },
			"Field *[]*string.ProjectArns is required, but has nil value",
			nil,
		},
		{
			"an action that does not exist",
			func() { repository.Grant(role, jsii.String("ecr:BatchGetImages")) },
			`SecureRepositoryError: S/Good: action "ecr:BatchGetImages" does not exist. Did you mean "ecr:BatchGetImage"? [cdk-secure-repository:action]`,
			nil,
		},
		{
			"a publisher without subjects",
			func() {
				ecr.NewGitHubPublisher(stack, jsii.String("None"), &ecr.GitHubPublisherProps{Repositories: repositories})
			},
			"Field *[]cdksecurerepository.GitHubSubject.Subjects is required, but has nil value",
			nil,
		},
		{
			// which is an interface without methods, like the one that is wanted
			"a subject of another CI system",
			func() {
				ecr.NewGitHubPublisher(stack, jsii.String("Subject"), &ecr.GitHubPublisherProps{
					Repositories: repositories,
					Subjects:     &[]ecr.GitHubSubject{ecr.GitLabSubject_Branch(jsii.String("my-group/my-app"), jsii.String("main"))},
				})
			},
			"Passed to parameter props of new cdk-secure-repository.GitHubPublisher: Unable to deserialize value",
			[]string{
				"Key 'subjects': ",
				"Object of type 'cdk-secure-repository.GitLabSubject' is not convertible to cdk-secure-repository.GitHubSubject",
			},
		},
		{
			"text for a subject",
			func() {
				ecr.NewGitHubPublisher(stack, jsii.String("Text"), &ecr.GitHubPublisherProps{
					Repositories: repositories,
					Subjects:     &[]ecr.GitHubSubject{"repo:my-org/my-app:ref:refs/heads/main"},
				})
			},
			"Passed to parameter props of new cdk-secure-repository.GitHubPublisher: Unable to deserialize value",
			[]string{"Key 'subjects': ", "Failing value is a string"},
		},
		{
			"a subject for everyone",
			func() { ecr.GitHubSubject_Custom(jsii.String("*")) },
			`SecureRepositoryError: GitHubSubject.custom: text is "*", but must not consist of wildcards only, which would match every repository. ` +
				`Use "repo:my-org@123456/my-app@456789:environment:production", for example. [cdk-secure-repository:github-subject-wildcard]`,
			nil,
		},
		{
			"a name for the UUID of Bitbucket",
			func() { ecr.BitbucketSubject_Repository(jsii.String("my-app")) },
			`SecureRepositoryError: BitbucketSubject.repository: repositoryUuid is "my-app", but must be a UUID in lower case, ` +
				`such as "0185d6a7-3b1f-4c2e-9d58-6f7a8b9c0d1e".`,
			nil,
		},
		{
			"the path of a project for its ID",
			func() {
				ecr.NewGitLabPublisher(stack, jsii.String("Path"), &ecr.GitLabPublisherProps{
					Repositories: repositories,
					Subjects:     &[]ecr.GitLabSubject{ecr.GitLabSubject_Branch(jsii.String("my-group/my-app"), jsii.String("main"))},
					Claims:       &ecr.GitLabClaims{ProjectId: jsii.String("my-group/my-app")},
				})
			},
			`S/Path: claims.projectId is "my-group/my-app", but must be an ID of digits. Use the value in a token of the project. [cdk-secure-repository:gitlab-claims]`,
			nil,
		},
		{
			"claims of GitHub Enterprise Server",
			func() {
				ecr.NewGitHubPublisher(stack, jsii.String("Enterprise"), &ecr.GitHubPublisherProps{
					Repositories: repositories,
					IssuerUrl:    jsii.String("https://github.example.com/_services/token"),
					Subjects:     subjects,
					Claims:       &ecr.GitHubClaims{Ref: jsii.String("refs/heads/main")},
				})
			},
			"S/Enterprise: claims has ref, but AWS has no condition keys for claims of github.example.com/_services/token, which is not GitHub.com. " +
				"Remove claims, and restrict the subjects. [cdk-secure-repository:github-claims]",
			nil,
		},
		{
			"two providers for one issuer",
			func() {
				for _, name := range []string{"First", "Second"} {
					ecr.NewBuildkitePublisher(stack, jsii.String(name), &ecr.BuildkitePublisherProps{
						Repositories: repositories,
						Subjects: &[]ecr.BuildkiteSubject{
							ecr.BuildkiteSubject_Branch(jsii.String("my-org"), jsii.String("my-app"), jsii.String("main")),
						},
					})
				}
			},
			"S/Second: the app has another provider for https://agent.buildkite.com in this account (S/First/OidcProvider), but IAM accepts one per URL. " +
				"Pass that provider as oidcProvider; the provider of a publisher is publisher.oidcProvider. [cdk-secure-repository:oidc-provider-duplicate]",
			nil,
		},
		{
			// which the compiler takes for text that is no constant of the type
			"a tool that does not exist",
			func() {
				repository.PushCommands(jsii.Strings("v1"), &ecr.PushCommandsOptions{Tool: "buildah"})
			},
			"@jsii/kernel.SerializationError: Passed to parameter options of method cdk-secure-repository.SecureRepository#pushCommands: Unable to deserialize value",
			[]string{"Key 'tool': ", "No such enum member: 'buildah'"},
		},
		{
			"a tag that the context does not have",
			func() { ecr.ImageTag_FromContext(stack, jsii.String("imageTag")) },
			`SecureRepositoryError: S: the context "imageTag" is not set, but must be the tag or the digest of the image to deploy. ` +
				"Run npx cdk deploy S -c imageTag=3f9c2a1, or set it in cdk.json. [cdk-secure-repository:image-tag]",
			nil,
		},
		{
			"a build cache of Podman",
			func() {
				repository.PushCommands(jsii.Strings("v1"), &ecr.PushCommandsOptions{
					Tool:  ecr.ContainerTool_PODMAN,
					Cache: jsii.String("cache"),
				})
			},
			`SecureRepositoryError: S/Good: cache is "cache" for podman, but Podman stores its cache as images with tags of their own. ` +
				"Use ContainerTool.DOCKER or FINCH, or remove cache. [cdk-secure-repository:push-commands]",
			nil,
		},
	}
}

func told(make func()) (text string) {
	defer func() {
		if problem := recover(); problem != nil {
			text = fmt.Sprint(problem)
		}
	}()
	make()
	return "nothing"
}

func run() int {
	defer jsii.Close()
	all := mistakes()
	code := 0
	fmt.Printf("1..%d\n", len(all))
	for index, mistake := range all {
		text := told(mistake.make)
		if mistake.isAnsweredBy(text) {
			fmt.Printf("ok %d - %s\n", index+1, mistake.name)
			continue
		}
		code = 1
		fmt.Printf("not ok %d - %s\n# told: %s\n# expected: %s\n", index+1, mistake.name, strings.ReplaceAll(text, "\n", "\n# "), mistake.expected)
	}
	return code
}

func main() {
	os.Exit(run())
}
