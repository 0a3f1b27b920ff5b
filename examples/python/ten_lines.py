from aws_cdk import App, CfnOutput, Fn, Stack
from cdk_secure_repository import LifecyclePolicy, SecureRepository

app = App()
stack = Stack(app, "MyApp")
policy = LifecyclePolicy.keep_latest(10)
repository = SecureRepository(stack, "Repository", repository_name="myapp", lifecycle_policy=policy)
CfnOutput(stack, "PushCommands", value=Fn.join("\n", repository.push_commands()))
app.synth()
