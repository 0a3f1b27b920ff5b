package com.example;

import io.github.cdksecurerepository.BitbucketSubject;
import io.github.cdksecurerepository.BuildkitePublisher;
import io.github.cdksecurerepository.BuildkiteSubject;
import io.github.cdksecurerepository.ContainerTool;
import io.github.cdksecurerepository.GitHubClaims;
import io.github.cdksecurerepository.GitHubPublisher;
import io.github.cdksecurerepository.GitHubSubject;
import io.github.cdksecurerepository.GitLabClaims;
import io.github.cdksecurerepository.GitLabPublisher;
import io.github.cdksecurerepository.GitLabSubject;
import io.github.cdksecurerepository.ImageTag;
import io.github.cdksecurerepository.LifecyclePolicy;
import io.github.cdksecurerepository.LifecycleRule;
import io.github.cdksecurerepository.PullByCodeBuildOptions;
import io.github.cdksecurerepository.PushCommandsOptions;
import io.github.cdksecurerepository.SecureRepository;
import java.util.List;
import software.amazon.awscdk.Environment;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.services.iam.AccountRootPrincipal;
import software.amazon.awscdk.services.iam.AnyPrincipal;
import software.amazon.awscdk.services.iam.Role;

/** Mistakes that are easily made in Java, and how what the user is told begins. Prints TAP. */
public final class Mistakes {
    private static final Stack STACK = new Stack(new software.amazon.awscdk.App(), "S", StackProps.builder()
            .env(Environment.builder().account("111122223333").region("eu-west-1").build())
            .build());
    private static final SecureRepository REPOSITORY = new SecureRepository(STACK, "Good");
    private static final Role ROLE =
            Role.Builder.create(STACK, "Role").assumedBy(new AccountRootPrincipal()).build();

    private static final List<Mistake> MISTAKES = List.of(
            new Mistake(
                    "a count of 1.5",
                    () -> LifecyclePolicy.keepLatest(1.5),
                    "RuntimeException: SecureRepositoryError: LifecyclePolicy.keepLatest(count, { protectedTags }), rule 2: "
                            + "countNumber is 1.5, but must be an integer of at least 1. Keep at least one image, or use expireAfter. [cdk-secure-repository:lifecycle-count]"),
            new Mistake(
                    "no count", () -> LifecyclePolicy.keepLatest(null), "NullPointerException: count is required"),
            new Mistake(
                    "a rule that is null",
                    () -> LifecyclePolicy.of((LifecycleRule) null),
                    "RuntimeException: @jsii/kernel.SerializationError: Passed to parameter rules of static method "
                            + "cdk-secure-repository.LifecyclePolicy.of: Unable to deserialize value",
                    "Failing value is null",
                    "A value is required"),
            new Mistake(
                    "a scope that is null",
                    () -> new SecureRepository(null, "Scope"),
                    "NullPointerException: scope is required"),
            new Mistake(
                    "a name with capitals",
                    () -> SecureRepository.Builder.create(STACK, "Name").repositoryName("MyApp").build(),
                    "JsiiError: S/Name: repositoryName is \"MyApp\", with \"M\" at position 1, but must consist of lowercase letters "
                            + "and digits in parts separated by \".\", \"_\", \"__\" or hyphens, with \"/\" between namespaces. Use \"myapp\". "
                            + "[cdk-secure-repository:repository-name]"),
            new Mistake(
                    "numbers for tags",
                    () -> SecureRepository.Builder.create(STACK, "Tags").mutableTags(numbersAsTags()).build(),
                    "JsiiError: Passed to parameter props of new cdk-secure-repository.SecureRepository: Unable to deserialize value",
                    "Key 'mutableTags': ",
                    "Index 0: Unable to deserialize value as string",
                    "Value is not a string"),
            new Mistake(
                    "six tags that may move",
                    () -> SecureRepository.Builder.create(STACK, "Six")
                            .mutableTags(List.of("a", "b", "c", "d", "e", "f"))
                            .build(),
                    "JsiiError: S/Six: mutableTags has 6 tags, but ECR accepts at most 5. "
                            + "Combine some of them with a wildcard, such as \"dev-*\". [cdk-secure-repository:mutable-tags]"),
            new Mistake(
                    "images that would go with a repository that stays",
                    () -> SecureRepository.Builder.create(STACK, "Empty").emptyOnDelete(true).build(),
                    "JsiiError: S/Empty: emptyOnDelete is true, but removalPolicy is not set, and a repository that is retained keeps its images. "
                            + "Set removalPolicy to RemovalPolicy.DESTROY, or remove emptyOnDelete. [cdk-secure-repository:deletion]"),
            new Mistake(
                    "a grant to null",
                    () -> REPOSITORY.grantPull(null),
                    "NullPointerException: grantee is required"),
            new Mistake(
                    "a grant to everyone",
                    () -> REPOSITORY.grantPull(new AnyPrincipal()),
                    "RuntimeException: SecureRepositoryError: S/Good: the statement would allow everyone, which makes the repository public. "
                            + "Name the principals, or use grantPullToOrganization. [cdk-secure-repository:public-repository]"),
            new Mistake(
                    "options without what they must have",
                    () -> REPOSITORY.getAccess()
                            .grantPullToCodeBuild(PullByCodeBuildOptions.builder().build()),
                    "NullPointerException: projectArns is required"),
            new Mistake(
                    "an action that does not exist",
                    () -> REPOSITORY.grant(ROLE, "ecr:BatchGetImages"),
                    "RuntimeException: SecureRepositoryError: S/Good: action \"ecr:BatchGetImages\" does not exist. "
                            + "Did you mean \"ecr:BatchGetImage\"? [cdk-secure-repository:action]"),
            new Mistake(
                    "a publisher without subjects",
                    () -> GitHubPublisher.Builder.create(STACK, "None")
                            .repositories(List.of(REPOSITORY))
                            .build(),
                    "NullPointerException: subjects is required"),
            new Mistake(
                    "a subject of another CI system",
                    () -> GitHubPublisher.Builder.create(STACK, "Subject")
                            .repositories(List.of(REPOSITORY))
                            .subjects(subjectsOfGitLab())
                            .build(),
                    "JsiiError: Passed to parameter props of new cdk-secure-repository.GitHubPublisher: Unable to deserialize value",
                    "Key 'subjects': ",
                    "Object of type 'cdk-secure-repository.GitLabSubject' is not convertible to cdk-secure-repository.GitHubSubject"),
            new Mistake(
                    "a subject for everyone",
                    () -> GitHubSubject.custom("*"),
                    "RuntimeException: SecureRepositoryError: GitHubSubject.custom: text is \"*\", but must not consist of wildcards only, "
                            + "which would match every repository. Use \"repo:my-org@123456/my-app@456789:environment:production\", for example. "
                            + "[cdk-secure-repository:github-subject-wildcard]"),
            new Mistake(
                    "a name for the UUID of Bitbucket",
                    () -> BitbucketSubject.repository("my-app"),
                    "RuntimeException: SecureRepositoryError: BitbucketSubject.repository: repositoryUuid is \"my-app\", but must be a UUID "
                            + "in lower case, such as \"0185d6a7-3b1f-4c2e-9d58-6f7a8b9c0d1e\"."),
            new Mistake(
                    "the path of a project for its ID",
                    () -> GitLabPublisher.Builder.create(STACK, "Path")
                            .repositories(List.of(REPOSITORY))
                            .subjects(List.of(GitLabSubject.branch("my-group/my-app", "main")))
                            .claims(GitLabClaims.builder().projectId("my-group/my-app").build())
                            .build(),
                    "JsiiError: S/Path: claims.projectId is \"my-group/my-app\", but must be an ID of digits. "
                            + "Use the value in a token of the project. [cdk-secure-repository:gitlab-claims]"),
            new Mistake(
                    "claims of GitHub Enterprise Server",
                    () -> GitHubPublisher.Builder.create(STACK, "Enterprise")
                            .repositories(List.of(REPOSITORY))
                            .issuerUrl("https://github.example.com/_services/token")
                            .subjects(List.of(GitHubSubject.branch("my-org/my-app", "main")))
                            .claims(GitHubClaims.builder().ref("refs/heads/main").build())
                            .build(),
                    "JsiiError: S/Enterprise: claims has ref, but AWS has no condition keys for claims of github.example.com/_services/token, "
                            + "which is not GitHub.com. Remove claims, and restrict the subjects. [cdk-secure-repository:github-claims]"),
            new Mistake(
                    "two providers for one issuer",
                    () -> List.of("First", "Second").forEach(id -> BuildkitePublisher.Builder.create(STACK, id)
                            .repositories(List.of(REPOSITORY))
                            .subjects(List.of(BuildkiteSubject.branch("my-org", "my-app", "main")))
                            .build()),
                    "JsiiError: S/Second: the app has another provider for https://agent.buildkite.com in this account (S/First/OidcProvider), "
                            + "but IAM accepts one per URL. Pass that provider as oidcProvider; the provider of a publisher is publisher.oidcProvider. "
                            + "[cdk-secure-repository:oidc-provider-duplicate]"),
            new Mistake(
                    "a tag that the context does not have",
                    () -> ImageTag.fromContext(STACK, "imageTag"),
                    "RuntimeException: SecureRepositoryError: S: the context \"imageTag\" is not set, but must be the tag or the digest of the "
                            + "image to deploy. Run npx cdk deploy S -c imageTag=3f9c2a1, or set it in cdk.json. [cdk-secure-repository:image-tag]"),
            new Mistake(
                    "a build cache of Podman",
                    () -> REPOSITORY.pushCommands(
                            List.of("v1"),
                            PushCommandsOptions.builder()
                                    .tool(ContainerTool.PODMAN)
                                    .cache("cache")
                                    .build()),
                    "RuntimeException: SecureRepositoryError: S/Good: cache is \"cache\" for podman, but Podman stores its cache as images with "
                            + "tags of their own. Use ContainerTool.DOCKER or FINCH, or remove cache. [cdk-secure-repository:push-commands]"));

    public static void main(final String[] args) {
        System.out.println("1.." + MISTAKES.size());
        for (int number = 1; number <= MISTAKES.size(); number++) {
            final Mistake mistake = MISTAKES.get(number - 1);
            final String told = mistake.told();
            final boolean ok = mistake.isAnsweredBy(told);
            System.out.println((ok ? "ok " : "not ok ") + number + " - " + mistake.name);
            if (!ok) {
                System.out.println("# told: " + told.replace("\n", "\n# ") + "\n# expected: " + mistake.expected + mistake.further);
            }
        }
    }

    /** What a raw type lets through the compiler. */
    @SuppressWarnings({"unchecked", "rawtypes"})
    private static List<String> numbersAsTags() {
        return (List) List.of(1, 2);
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static List<GitHubSubject> subjectsOfGitLab() {
        return (List) List.of(GitLabSubject.branch("my-group/my-app", "main"));
    }

    private static final class Mistake {
        private final String name;
        private final Runnable made;
        private final String expected;
        /** What follows where the runtime goes on, line by line, to the value at fault. */
        private final List<String> further;

        Mistake(final String name, final Runnable made, final String expected, final String... further) {
            this.name = name;
            this.made = made;
            this.expected = expected;
            this.further = List.of(further);
        }

        boolean isAnsweredBy(final String told) {
            return told.startsWith(expected) && further.stream().allMatch(told::contains);
        }

        String told() {
            try {
                made.run();
                return "nothing";
            } catch (final RuntimeException error) {
                return error.getClass().getSimpleName() + ": " + error.getMessage();
            }
        }
    }

    private Mistakes() {}
}
