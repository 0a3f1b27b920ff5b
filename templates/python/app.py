from aws_cdk import App

from images_stack import ImagesStack

app = App()
ImagesStack(app, "MyServiceImages")
app.synth()
