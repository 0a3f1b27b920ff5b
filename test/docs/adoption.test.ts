import { adoptedApp } from '../../src/fleet/adoption/adopted-app';
import { adoptionPlan } from '../../src/fleet/adoption/adoption-plan';
import { logicalIdOf } from '../../src/fleet/adoption/logical-id';
import { Inventory } from '../../src/fleet/inventory';
import { inventoryOf } from '../fixtures/adoption/inventory-of';
import { KEY_ARN, PULL, repositoryFile } from '../fixtures/adoption/repositories';
import { textOf } from '../fixtures/docs/markdown';

const PAGE = textOf('docs/adoption.md');
const POLICY = { Version: '2008-10-17', Statement: [PULL] };

test('the mapping has the logical ID of the repository', () => {
  expect(PAGE).toContain(`"${logicalIdOf('pay/service-1')}": {\n    "RepositoryName": "pay/service-1"\n`);
});

test('the entry of the fleet file is as adopt writes it', () => {
  const file = repositoryFile('pay/service-1', {
    repository: { encryptionConfiguration: { encryptionType: 'KMS_DSSE', kmsKey: KEY_ARN } },
    lifecyclePolicyText:
      '{"rules":[{"rulePriority":1,"selection":{"tagStatus":"any","countType":"imageCountMoreThan","countNumber":9},"action":{"type":"expire"}}]}',
    repositoryPolicyText: JSON.stringify(POLICY),
    tags: [{ Key: 'owner', Value: 'pay' }],
  });
  const registries = adoptionPlan(Inventory.fromDirectory(inventoryOf([file])));
  const fleet = JSON.parse(adoptedApp({ registries, terraform: [], unread: [], patterns: [], version: '1.0.0' }).get('fleet.json')!);
  const { standardChanges, properties } = fleet.registries[0].repositories['pay/service-1'];
  const [, entry] = /```json\n("pay\/service-1": [^]*?)```/.exec(PAGE)!;
  const shown = JSON.parse(`{${entry.replace('[…] }', '[] }').replace('key/1234abcd-…', KEY_ARN.split(':')[5])}}`)['pay/service-1'];
  expect(shown.standardChanges).toEqual(standardChanges);
  expect(Object.keys(shown.properties)).toEqual(Object.keys(properties));
  expect(shown.properties).toMatchObject({ EncryptionConfiguration: properties.EncryptionConfiguration, Tags: properties.Tags });
});

test('what is not compared has the reason of the plan', () => {
  const file = repositoryFile('pay/service-2', { tags: undefined, missing: { tags: 'AccessDeniedException' } });
  const [{ left }] = adoptionPlan(Inventory.fromDirectory(inventoryOf([file])));
  expect(PAGE).toContain(`pay/service-2 is not compared: ${left['pay/service-2']} [cdk-secure-repository:gate-undecided]\n`);
});
