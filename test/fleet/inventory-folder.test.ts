import { InventoryFolder } from '../../src/fleet/inventory-folder';
import { inventoryOnDisk } from '../fixtures/inventory-on-disk';

test('a file that may be missing is undefined, and any other is an error', () => {
  const folder = new InventoryFolder(inventoryOnDisk([], { running: null }), 'inventory');
  expect(folder.running('111122223333', 'eu-west-1')).toBeUndefined();
  expect(folder.inUseText()).toBeUndefined();
  expect(() => folder.registry('444455556666', 'eu-west-1')).toThrow(
    /^inventory, 444455556666\/eu-west-1\/registry\.json: the file does not exist\. Pass a folder that collect wrote\. \[cdk-secure-repository:inventory\]$/,
  );
});

test('a repository has the shape that collect writes', () => {
  const file = { lifecyclePolicyText: 3 };
  const folder = new InventoryFolder(inventoryOnDisk([{ name: 'api', file }]), 'inventory');
  expect(() => folder.repository('111122223333', 'eu-west-1', 'api')).toThrow(
    /api\.json: lifecyclePolicyText is 3, which collect does not write/,
  );
});
