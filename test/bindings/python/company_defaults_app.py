from aws_cdk import App, RemovalPolicy, Stack
from cdk_secure_repository import LifecyclePolicy, SecureRepository, SecureRepositoryDefaults

app = App()
SecureRepository(Stack(app, "OwnDefaults"), "Plain")
defaults = SecureRepositoryDefaults.of(
    lifecycle_policy=LifecyclePolicy.keep_latest(20, protected_tags=["release-*"]),
    pull_by_organization="o-a1b2c3d4e5",
)
stack = Stack(app, "CompanyDefaults", property_injectors=[defaults])
SecureRepository(stack, "Plain")
SecureRepository(stack, "Named", repository_name="team/named", mutable_tags=["latest"])
SecureRepository(stack, "Wrapped", repository_name="team/wrapped", lifecycle_policy=None)
SecureRepository(
    stack,
    "Otherwise",
    lifecycle_policy=LifecyclePolicy.none(),
    removal_policy=RemovalPolicy.DESTROY,
)
app.synth()
