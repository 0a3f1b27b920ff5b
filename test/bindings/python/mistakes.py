"""Mistakes that are easily made in Python, and how what the user is told begins. Prints TAP."""

import re
import sys
import typing

from aws_cdk import App, Environment, Stack
from aws_cdk import aws_iam as iam
from cdk_secure_repository import (
    LifecyclePolicy,
    LifecycleRule,
    SecureRepository,
    SecureRepositoryProps,
)

stack = Stack(App(), "S", env=Environment(account="111122223333", region="eu-west-1"))
repository = SecureRepository(stack, "Good")
role = iam.Role(stack, "Role", assumed_by=iam.AccountRootPrincipal())

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
