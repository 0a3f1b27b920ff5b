import os
from datetime import datetime, timezone

from aws_cdk import App, CfnOutput, Duration, Stack
from cdk_secure_repository import (
    FleetPreview,
    ImageInventory,
    ImageSelection,
    Inventory,
    LifecyclePolicy,
    LifecycleRule,
)

policy = LifecyclePolicy.of(
    LifecycleRule.protect("v*"),
    LifecycleRule.expire_after(Duration.days(14), ImageSelection.untagged()),
    LifecycleRule.keep_latest(20, ImageSelection.any()),
)
now = datetime(2026, 11, 23, 12, tzinfo=timezone.utc)
images = ImageInventory.from_file(os.environ["ECR_IMAGES"])
forecast = policy.forecast(images, now=now, days=60, pushes_per_day={"untagged": 2.5})
fleet = FleetPreview.of(
    policy, Inventory.from_directory(os.environ["ECR_INVENTORY"]), now=now, current=True
)

app = App()
stack = Stack(app, "Previews")


def output(name: str, value: str) -> None:
    CfnOutput(stack, name, value=value)


output("Preview", policy.preview(images, now=now).summary())
output("Forecast", forecast.summary())
output("Days", str(len(forecast.days)))
output("LastDay", str(int(forecast.days[60].least_size_in_bytes)))
output("Families", " ".join(family.name for family in forecast.families))
output("Assumptions", " ".join(forecast.assumptions))
output("Fleet", fleet.to_csv())
output("FleetImages", str(int(fleet.totals.image_count)))
app.synth()
