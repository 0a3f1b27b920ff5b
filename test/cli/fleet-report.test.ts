import { FleetPreview, Inventory, LifecyclePolicy } from '../../src';
import { formatFleet, formatFleetAsJson, formatFleetAsMarkdown } from '../../src/cli/fleet-report';
import { fleetRules } from '../../src/fleet/fleet-preview-options';
import { detail, inventoryOnDisk, NOW } from '../fixtures/inventory-on-disk';

const inventory = Inventory.fromDirectory('test/data/inventory');
const proposed = FleetPreview.of(LifecyclePolicy.keepLatest(1), inventory, { now: NOW, releaseTags: ['v*'] });
const present = FleetPreview._of(inventory, {
  current: true,
  now: NOW.getTime(),
  pricePerGbMonth: 0.1,
  releases: [],
  rules: fleetRules('rules', []),
});

test('the table of a proposed policy is as it was', () => {
  expect(formatFleet(proposed)).toMatchSnapshot();
});

test('the table of the present policies is as it was', () => {
  expect(formatFleet(present)).toMatchSnapshot();
});

test('the Markdown is as it was', () => {
  expect(formatFleetAsMarkdown(proposed)).toMatchSnapshot();
});

test('the JSON is as it was', () => {
  expect(formatFleetAsJson(proposed)).toMatchSnapshot();
});

const hostile = FleetPreview.of(
  LifecyclePolicy.keepLatest(1),
  Inventory.fromDirectory(
    inventoryOnDisk([{ name: 'a', images: [detail('a', '2020-01-01')], file: { missing: { tags: 'a | <b> `c`\n[x](y)' } } }]),
  ),
  { now: NOW },
);

test('text from elsewhere is not Markdown', () => {
  expect(formatFleetAsMarkdown(hostile)).toContain('tags: a \\| \\<b\\> \\`c\\` \\[x\\](y) |');
});

test('text from elsewhere stays on its line', () => {
  expect(formatFleet(hostile)).toContain('tags: a | <b> `c` [x](y)\n');
});
