from aws_cdk import App

from my_app_service_stack import MyAppServiceStack
from my_app_stack import MyAppStack

app = App()
my_app = MyAppStack(app, "MyApp")
MyAppServiceStack(app, "MyApp-Service", my_app.repository)
app.synth()
