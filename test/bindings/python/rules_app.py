import os

from aws_cdk import Acknowledgment, App, Aspects, Mixins, Stack, Validations
from aws_cdk import aws_ecr as ecr
from cdk_secure_repository import (
    LifecyclePolicy,
    RepositoryDefaults,
    RepositoryRule,
    RepositoryRules,
    SecureRepository,
    SecureRepositoryDefaults,
)

app = App(
    property_injectors=[
        SecureRepositoryDefaults.of(lifecycle_policy=LifecyclePolicy.keep_latest(20), mutable_tags=["latest"])
    ]
)
plugin = RepositoryRules(
    baseline=os.environ["ECR_BASELINE"],
    extra=[
        RepositoryRule.NO_MUTABLE_TAGS,
        RepositoryRule.name_matches("^team/"),
        RepositoryRule.required_tags("owner"),
    ],
)
Validations.of(app).add_plugins(plugin)

found = Stack(app, "Found")
ecr.CfnRepository(found, "Raw", image_tag_mutability="MUTABLE")
plain = ecr.Repository(found, "Plain", repository_name="team/plain")
Validations.of(plain).acknowledge(
    Acknowledgment(id="cdk-secure-repository::scanned-on-push", reason="Another product scans its images.")
)
SecureRepository(found, "Secure", repository_name="team/secure")

ecr.CfnRepository(Stack(app, "Known"), "Raw", image_tag_mutability="MUTABLE")

repaired = Stack(app, "Repaired")
Aspects.of(repaired).add(
    RepositoryDefaults.as_aspect(immutable_tags=True, lifecycle_policy=LifecyclePolicy.keep_latest(50))
)
ecr.Repository(repaired, "Plain", repository_name="team/plain")
ecr.CfnRepository(repaired, "Raw", repository_name="team/raw", image_tag_mutability="MUTABLE")
SecureRepository(repaired, "Secure", repository_name="team/secure")

mixed = Stack(app, "Mixed")
ecr.Repository(mixed, "Plain", repository_name="team/mixed")
Mixins.of(mixed).apply(RepositoryDefaults.as_mixin())

app.synth()
