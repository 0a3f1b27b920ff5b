import { App, CfnOutput, Duration, Stack } from 'aws-cdk-lib';
import { FleetPreview, ImageInventory, ImageSelection, Inventory, LifecyclePolicy, LifecycleRule } from 'cdk-secure-repository';

const policy = LifecyclePolicy.of(
  LifecycleRule.protect('v*'),
  LifecycleRule.expireAfter(Duration.days(14), ImageSelection.untagged()),
  LifecycleRule.keepLatest(20, ImageSelection.any()),
);
const now = new Date('2026-11-23T12:00:00Z');
const images = ImageInventory.fromFile(process.env.ECR_IMAGES!);
const forecast = policy.forecast(images, { now, days: 60, pushesPerDay: { untagged: 2.5 } });
const fleet = FleetPreview.of(policy, Inventory.fromDirectory(process.env.ECR_INVENTORY!), { now, current: true });

const app = new App();
const stack = new Stack(app, 'Previews');
const output = (name: string, value: string) => new CfnOutput(stack, name, { value });
output('Preview', policy.preview(images, { now }).summary());
output('Forecast', forecast.summary());
output('Days', String(forecast.days.length));
output('LastDay', String(forecast.days[60].leastSizeInBytes));
output('Families', forecast.families.map(({ name }) => name).join(' '));
output('Assumptions', forecast.assumptions.join(' '));
output('Fleet', fleet.toCsv());
output('FleetImages', String(fleet.totals.imageCount));
app.synth();
