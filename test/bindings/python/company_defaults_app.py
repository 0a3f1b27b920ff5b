from aws_cdk import App, RemovalPolicy, Stack
from cdk_secure_repository import LifecyclePolicy, SecureRepository
from company_defaults import CompanyDefaults

app = App()
SecureRepository(Stack(app, "OwnDefaults"), "Plain")
stack = Stack(app, "CompanyDefaults", property_injectors=[CompanyDefaults()])
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
