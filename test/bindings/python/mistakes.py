"""Mistakes that are easily made in Python, and how what the user is told begins. Prints TAP."""

import re
import sys
import typing

from aws_cdk import App, Environment, Stack
from aws_cdk import aws_iam as iam
from cdk_secure_repository import (
    BitbucketSubject,
    BuildkitePublisher,
    BuildkiteSubject,
    CircleCiSubject,
    ContainerTool,
    GitHubClaims,
    GitHubPublisher,
    GitHubSubject,
    GitLabClaims,
    GitLabPublisher,
    GitLabSubject,
    ImageTag,
    LifecyclePolicy,
    LifecycleRule,
    SecureRepository,
    SecureRepositoryProps,
)

stack = Stack(App(), "S", env=Environment(account="111122223333", region="eu-west-1"))
repository = SecureRepository(stack, "Good")
role = iam.Role(stack, "Role", assumed_by=iam.AccountRootPrincipal())

subject = GitHubSubject.branch("my-org@123456/my-app@456789", "main")

# what the jsii runtime says goes on, line by line, to the value at fault: the texts that follow stand there in this order
MISTAKES = [
    (
        "text for a count",
        lambda: LifecyclePolicy.keep_latest("10"),
        "TypeError: type of argument count must be one of (int, float); got str instead",
    ),
    (
        "a count of 1.5",
        lambda: LifecyclePolicy.keep_latest(1.5),
        "RuntimeError: SecureRepositoryError: LifecyclePolicy.keepLatest(count, { protectedTags }), rule 2: countNumber is 1.5, "
        "but must be an integer of at least 1. Keep at least one image, or use expireAfter. [cdk-secure-repository:lifecycle-count]",
    ),
    (
        "no count",
        lambda: LifecyclePolicy.keep_latest(),
        "TypeError: LifecyclePolicy.keep_latest() missing 1 required positional argument: 'count'",
    ),
    (
        "a list of rules instead of rules",
        lambda: LifecyclePolicy.of([LifecycleRule.protect("v*")]),
        "TypeError: type of argument rules[0] must be cdk_secure_repository.LifecycleRule; got list instead",
    ),
    (
        "an unknown keyword",
        lambda: SecureRepository(stack, "Keyword", name="myapp"),
        "TypeError: SecureRepository.__init__() got an unexpected keyword argument 'name'",
    ),
    (
        "a keyword as TypeScript writes it",
        lambda: SecureRepository(stack, "CamelCase", repositoryName="myapp"),
        "TypeError: SecureRepository.__init__() got an unexpected keyword argument 'repositoryName'",
    ),
    (
        "properties by position",
        lambda: SecureRepository(stack, "Position", SecureRepositoryProps(repository_name="myapp")),
        "TypeError: SecureRepository.__init__() takes 3 positional arguments but 4 were given",
    ),
    (
        "text for a list of tags",
        lambda: SecureRepository(stack, "Tags", mutable_tags="latest"),
        "RuntimeError: Passed to parameter props of new cdk-secure-repository.SecureRepository: "
        "Unable to deserialize value as cdk-secure-repository.SecureRepositoryProps",
        "Key 'mutableTags': Unable to deserialize value as array<string>",
        "Failing value is a string",
        "Value is not an array",
    ),
    (
        "text for an enum",
        lambda: SecureRepository(stack, "Enum", removal_policy="DESTROY"),
        "TypeError: type of argument removal_policy must be one of (aws_cdk.RemovalPolicy, NoneType); got str instead",
    ),
    (
        "a name with capitals",
        lambda: SecureRepository(stack, "Name", repository_name="MyApp"),
        'RuntimeError: S/Name: repositoryName is "MyApp", with "M" at position 1, but must consist of lowercase letters and digits '
        'in parts separated by ".", "_", "__" or hyphens, with "/" between namespaces. Use "myapp". [cdk-secure-repository:repository-name]',
    ),
    (
        "a grant to None",
        lambda: repository.grant_pull(None),
        "RuntimeError: @jsii/kernel.SerializationError: Passed to parameter grantee of method "
        "cdk-secure-repository.SecureRepository#grantPull: Unable to deserialize value as aws-cdk-lib.aws_iam.IGrantable",
        "Failing value is null",
        "A value is required",
    ),
    (
        "a grant to the text of an ARN",
        lambda: repository.grant_pull("arn:aws:iam::111122223333:role/dev"),
        "RuntimeError: @jsii/kernel.SerializationError: Passed to parameter grantee of method "
        "cdk-secure-repository.SecureRepository#grantPull: Unable to deserialize value as aws-cdk-lib.aws_iam.IGrantable",
        "Failing value is a string",
        "'arn:aws:iam::111122223333:role/dev'",
    ),
    (
        "an action that does not exist",
        lambda: repository.grant(role, "ecr:BatchGetImages"),
        'RuntimeError: SecureRepositoryError: S/Good: action "ecr:BatchGetImages" does not exist. '
        'Did you mean "ecr:BatchGetImage"? [cdk-secure-repository:action]',
    ),
    (
        "an unknown claim",
        lambda: GitHubClaims(event_name="push"),
        "TypeError: GitHubClaims.__init__() got an unexpected keyword argument 'event_name'",
    ),
    (
        "a claim as TypeScript writes it",
        lambda: GitHubPublisher(
            stack, "Key", repositories=[repository], subjects=[subject], claims={"jobWorkflowRef": "x"}
        ),
        "TypeError: GitHubClaims.__init__() got an unexpected keyword argument 'jobWorkflowRef'",
    ),
    (
        "a subject of another CI system",
        lambda: GitHubPublisher(
            stack,
            "Subject",
            repositories=[repository],
            subjects=[subject, GitLabSubject.branch("my-group/my-app", "main")],
        ),
        "TypeError: type of argument subjects[1] must be cdk_secure_repository.GitHubSubject; got cdk_secure_repository.GitLabSubject instead",
    ),
    (
        "claims of another CI system",
        lambda: GitHubPublisher(
            stack,
            "Claims",
            repositories=[repository],
            subjects=[subject],
            claims=GitLabClaims(project_id="456789"),
        ),
        "TypeError: type of argument claims must be one of (cdk_secure_repository.GitHubClaims, Dict[str, Any], NoneType); "
        "got cdk_secure_repository.GitLabClaims instead",
    ),
    (
        "a wildcard for a repository of CircleCI",
        lambda: CircleCiSubject.branch("3c4d5e6f-7081-4920-8c1d-2e3f4a5b6c7d", "github.com/my-org/*", "main"),
        'RuntimeError: SecureRepositoryError: CircleCiSubject.branch: origin is "github.com/my-org/*", but must be the host and the path '
        'of one repository, without a scheme, .git and wildcards. Use "github.com/my-org/my-app", for example. [cdk-secure-repository:circleci-subject]',
    ),
    (
        "a subject for everyone",
        lambda: GitHubSubject.custom("*"),
        'RuntimeError: SecureRepositoryError: GitHubSubject.custom: text is "*", but must not consist of wildcards only, which would match every repository. '
        'Use "repo:my-org@123456/my-app@456789:environment:production", for example. [cdk-secure-repository:github-subject-wildcard]',
    ),
    (
        "a name for the UUID of Bitbucket",
        lambda: BitbucketSubject.repository("my-app"),
        'RuntimeError: SecureRepositoryError: BitbucketSubject.repository: repositoryUuid is "my-app", but must be a UUID in lower case, '
        'such as "0185d6a7-3b1f-4c2e-9d58-6f7a8b9c0d1e".',
    ),
    (
        "the path of a project for its ID",
        lambda: GitLabPublisher(
            stack,
            "Path",
            repositories=[repository],
            subjects=[GitLabSubject.branch("my-group/my-app", "main")],
            claims=GitLabClaims(project_id="my-group/my-app"),
        ),
        'RuntimeError: S/Path: claims.projectId is "my-group/my-app", but must be an ID of digits. '
        "Use the value in a token of the project. [cdk-secure-repository:gitlab-claims]",
    ),
    (
        "claims of GitHub Enterprise Server",
        lambda: GitHubPublisher(
            stack,
            "Enterprise",
            repositories=[repository],
            issuer_url="https://github.example.com/_services/token",
            subjects=[GitHubSubject.branch("my-org/my-app", "main")],
            claims=GitHubClaims(ref="refs/heads/main"),
        ),
        "RuntimeError: S/Enterprise: claims has ref, but AWS has no condition keys for claims of github.example.com/_services/token, "
        "which is not GitHub.com. Remove claims, and restrict the subjects. [cdk-secure-repository:github-claims]",
    ),
    (
        "two providers for one issuer",
        lambda: [
            BuildkitePublisher(
                stack,
                name,
                repositories=[repository],
                subjects=[BuildkiteSubject.branch("my-org", "my-app", "main")],
            )
            for name in ("First", "Second")
        ],
        "RuntimeError: S/Second: the app has another provider for https://agent.buildkite.com in this account (S/First/OidcProvider), "
        "but IAM accepts one per URL. Pass that provider as oidcProvider; the provider of a publisher is publisher.oidcProvider. "
        "[cdk-secure-repository:oidc-provider-duplicate]",
    ),
    (
        "a build cache of Podman",
        lambda: repository.push_commands(["v1"], tool=ContainerTool.PODMAN, cache="cache"),
        'RuntimeError: SecureRepositoryError: S/Good: cache is "cache" for podman, but Podman stores its cache as images with tags of their own. '
        "Use ContainerTool.DOCKER or FINCH, or remove cache. [cdk-secure-repository:push-commands]",
    ),
    (
        "a tag that the context does not have",
        lambda: ImageTag.from_context(stack, "imageTag"),
        'RuntimeError: SecureRepositoryError: S: the context "imageTag" is not set, but must be the tag or the digest of the image to deploy. '
        "Run npx cdk deploy S -c imageTag=3f9c2a1, or set it in cdk.json. [cdk-secure-repository:image-tag]",
    ),
    (
        "the name of a tool",
        lambda: repository.push_commands(["v1"], tool="podman"),
        "TypeError: type of argument tool must be one of (cdk_secure_repository.ContainerTool, NoneType); got str instead",
    ),
]


def told(mistake: typing.Callable[[], object]) -> str:
    try:
        mistake()
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    return "nothing"


def main() -> int:
    print(f"1..{len(MISTAKES)}")
    failed = False
    for number, (name, mistake, *expected) in enumerate(MISTAKES, start=1):
        text = told(mistake)
        ok = re.match(".*?".join(map(re.escape, expected)), text, re.DOTALL) is not None
        failed = failed or not ok
        print(f"{'ok' if ok else 'not ok'} {number} - {name}")
        if not ok:
            print(f"# told: {text!r}\n# expected: {expected!r}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
