from aws_cdk import App

from publishers_stack import PublishersStack

app = App()
PublishersStack(app, "Publishers")
app.synth()
