from aws_cdk import App

from my_app_stack import MyAppStack

app = App()
MyAppStack(app, "MyApp")
app.synth()
