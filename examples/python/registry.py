from aws_cdk import App, Environment

from registry_stack import RegistryStack

app = App()
RegistryStack(app, "Registry", Environment(account="111122223333", region="eu-west-1"))
app.synth()
