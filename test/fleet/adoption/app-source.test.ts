import * as fc from 'fast-check';
import { adoptedApp } from '../../../src/fleet/adoption/adopted-app';
import { adoptionDifferences } from '../../../src/fleet/adoption/adoption-comparison';
import { AdoptedRegistry, adoptionPlan } from '../../../src/fleet/adoption/adoption-plan';
import { APP_SOURCE } from '../../../src/fleet/adoption/app-source';
import { canonical, canonicalPolicy } from '../../../src/fleet/adoption/canonical-value';
import { stackName, stackOf } from '../../../src/fleet/adoption/import-stacks';
import { Inventory } from '../../../src/fleet/inventory';
import { RepositoryFile } from '../../../src/fleet/inventory-format';
import { inventoryOf } from '../../fixtures/adoption/inventory-of';
import { anyRepositories, furnished, LAMBDA, repositoryFile } from '../../fixtures/adoption/repositories';
import { repositoriesOf, synthesizedApp } from '../../fixtures/adoption/synthesized-app';
import { errorsOf } from '../../fixtures/docs/compiled';

type Fleet = {
  registries: { repositories: { [name: string]: { standard: boolean; standardChanges: string[]; mutableTags?: string[] } } }[];
};

function planOf(files: readonly RepositoryFile[]): AdoptedRegistry[] {
  return adoptionPlan(Inventory.fromDirectory(inventoryOf(files)));
}

/** The templates of the app, after a change of its fleet file. */
function templatesOf(registries: readonly AdoptedRegistry[], change: (fleet: Fleet) => void = () => undefined) {
  const files = new Map(adoptedApp({ registries, terraform: [], unread: [], patterns: [], version: '1.0.0' }));
  const fleet = JSON.parse(files.get('fleet.json')!) as Fleet;
  change(fleet);
  return synthesizedApp(files.set('fleet.json', JSON.stringify(fleet)));
}

function turnOnEach(fleet: Fleet): void {
  for (const { repositories } of fleet.registries) for (const settings of Object.values(repositories)) settings.standard = true;
}

test('the app type-checks', () => {
  expect(errorsOf([{ place: 'app.ts', code: APP_SOURCE, isWhole: true } as never])).toEqual([]);
});

test('every repository has exactly the settings that were collected, in the stack that its name determines', () => {
  fc.assert(
    fc.property(anyRepositories, (files) => {
      const plan = planOf(files);
      const templates = templatesOf(plan);
      expect(adoptionDifferences(plan, templates, new Map())).toEqual([]);
      const found = repositoriesOf(templates);
      expect(found.size).toBe(files.length);
      for (const { repository, lifecyclePolicyText, repositoryPolicyText } of files) {
        const { stackName: home, resource } = found.get(repository.repositoryName)!;
        expect(home).toBe(stackName(plan[0], stackOf(repository.repositoryName, plan[0].stacks)));
        // the text of the lifecycle policy, byte for byte
        expect((resource.Properties!.LifecyclePolicy as { LifecyclePolicyText: string } | undefined)?.LifecyclePolicyText ?? null).toBe(
          lifecyclePolicyText,
        );
        expect(resource.Properties!.RepositoryPolicyText ?? null).toEqual(JSON.parse(repositoryPolicyText ?? 'null'));
      }
    }),
    { numRuns: 10 },
  );
});

test('the standard keeps the logical ID, the policies, the tags and the encryption, and changes exactly what the fleet file lists', () => {
  fc.assert(
    fc.property(anyRepositories, (files) => {
      const plan = planOf(files);
      expect(plan[0].repositories.filter(({ standard }) => standard.obstacle !== undefined)).toEqual([]);
      const [before, after] = [repositoriesOf(templatesOf(plan)), repositoriesOf(templatesOf(plan, turnOnEach))];
      for (const { name, standard } of plan[0].repositories) {
        const [was, becomes] = [before.get(name)!, after.get(name)!];
        expect([becomes.stackName, becomes.logicalId, becomes.resource.DeletionPolicy]).toEqual([was.stackName, was.logicalId, 'Retain']);
        const [present, changed] = [was.resource.Properties!, becomes.resource.Properties!];
        const properties = [...new Set([...Object.keys(present), ...Object.keys(changed)])].sort();
        const differing = properties.filter((property) => {
          const text = property === 'RepositoryPolicyText' ? canonicalPolicy : canonical;
          return text(sortedTags(present[property])) !== text(sortedTags(changed[property]));
        });
        expect([name, standard.changes.map((line) => line.split(':')[0]).sort()]).toEqual([name, differing]);
        // nothing that is there is lost
        expect(differing).not.toContain('Tags');
        expect(differing).not.toContain('EncryptionConfiguration');
        if (present.LifecyclePolicy !== undefined) expect(changed.LifecyclePolicy).toEqual(present.LifecyclePolicy);
        expect(sidsOf(changed.RepositoryPolicyText)).toEqual(sidsOf(present.RepositoryPolicyText));
      }
    }),
    { numRuns: 10 },
  );
});

function sortedTags(value: unknown): unknown {
  const isTags = Array.isArray(value) && value.every((one) => 'Key' in one);
  return isTags ? [...value].sort((a, b) => (a.Key < b.Key ? -1 : 1)) : value;
}

function sidsOf(policy: unknown): unknown[] {
  const { Statement: statements = [] } = (policy ?? {}) as { Statement?: { Sid?: string; Effect: string }[] };
  return [...new Set(statements.map(({ Sid, Effect }) => `${Sid} ${Effect}`))].sort();
}

test('a repository that is added to the fleet file moves no other', () => {
  const plan = planOf(['a', 'b', 'c'].map((name) => repositoryFile(`team/${name}`)));
  const home = (change?: (fleet: Fleet) => void) =>
    [...repositoriesOf(templatesOf(plan, change))].map(([name, { stackName: stack, logicalId }]) => [name, stack, logicalId]);
  const added = home(({ registries: [{ repositories }] }) => (repositories['another/one'] = repositories['team/a']));
  expect(added).toEqual(expect.arrayContaining(home()));
  expect(added).toHaveLength(4);
});

test('mutable tags can be listed for the standard', () => {
  const templates = templatesOf(planOf([furnished('a/b')]), (fleet) => {
    turnOnEach(fleet);
    fleet.registries[0].repositories['a/b'].mutableTags = ['latest'];
  });
  expect(repositoriesOf(templates).get('a/b')!.resource.Properties).toMatchObject({
    ImageTagMutability: 'IMMUTABLE_WITH_EXCLUSION',
    ImageTagMutabilityExclusionFilters: [{ ImageTagMutabilityExclusionFilterValue: 'latest' }],
    EncryptionConfiguration: { EncryptionType: 'KMS_DSSE' },
  });
});

test('a repository whose template had no encryption keeps none with the standard, because adding it would replace the repository', () => {
  const templates = templatesOf(planOf([repositoryFile('app')]), (fleet) => {
    turnOnEach(fleet);
    const { properties } = fleet.registries[0].repositories.app as unknown as { properties: { EncryptionConfiguration?: object } };
    delete properties.EncryptionConfiguration;
  });
  expect(repositoriesOf(templates).get('app')!.resource.Properties).not.toHaveProperty('EncryptionConfiguration');
});

test('an unrestricted service is restricted by the standard', () => {
  const policy = { Version: '2012-10-17', Statement: LAMBDA };
  const plan = planOf([repositoryFile('app', { repositoryPolicyText: JSON.stringify(policy) })]);
  const { Properties: properties } = repositoriesOf(templatesOf(plan, turnOnEach)).get('app')!.resource;
  expect(properties!.RepositoryPolicyText).toMatchObject({ Statement: [{ Sid: 'Lambda', Condition: { ArnLike: expect.anything() } }] });
});
