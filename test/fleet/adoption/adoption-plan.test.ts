import { App, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Repository } from 'aws-cdk-lib/aws-ecr';
import { adoptionPlan } from '../../../src/fleet/adoption/adoption-plan';
import { logicalIdOf } from '../../../src/fleet/adoption/logical-id';
import { Inventory } from '../../../src/fleet/inventory';
import { RepositoryFile } from '../../../src/fleet/inventory-format';
import { inventoryOf } from '../../fixtures/adoption/inventory-of';
import { ACCOUNT, furnished, REGION, repositoryFile } from '../../fixtures/adoption/repositories';

function planOf(...files: RepositoryFile[]) {
  return adoptionPlan(Inventory.fromDirectory(inventoryOf(files)))[0];
}

test('a plan has the registry, and each repository with its logical ID', () => {
  expect(planOf(repositoryFile('a'), repositoryFile('b/c'))).toMatchObject({
    account: ACCOUNT,
    region: REGION,
    stacks: 1,
    repositories: [
      { name: 'a', logicalId: logicalIdOf('a') },
      { name: 'b/c', logicalId: logicalIdOf('b/c') },
    ],
    left: {},
  });
});

test('the tags of AWS are not declared, and name the present stack', () => {
  const [{ properties, presentStack }] = planOf(furnished('app')).repositories;
  expect(presentStack).toBe('Old');
  expect(properties.Tags).toEqual([
    { Key: 'owner', Value: 'team-a' },
    { Key: 'empty', Value: '' },
  ]);
  const [withoutTags] = planOf(repositoryFile('app', { tags: [{ Key: 'aws:cloudformation:stack-name', Value: 'Old' }] })).repositories;
  expect(withoutTags.properties).not.toHaveProperty('Tags');
});

test.each<[string, Partial<RepositoryFile>, string]>([
  [
    'its lifecycle policy',
    { lifecyclePolicyText: undefined, missing: { lifecyclePolicyText: 'AccessDeniedException' } },
    'the lifecycle policy could not be read (AccessDeniedException), and would be lost. Collect again.',
  ],
  [
    'its repository policy',
    { repositoryPolicyText: undefined, missing: { repositoryPolicyText: 'denied' } },
    'the repository policy could not be read (denied), and would be lost. Collect again.',
  ],
  ['its tags', { tags: undefined, missing: { tags: 'denied' } }, 'the tags could not be read (denied), and would be lost. Collect again.'],
  [
    'its tags without a reason',
    { tags: undefined },
    'the tags could not be read (no reason is recorded), and would be lost. Collect again.',
  ],
  ['its encryption', { repository: { encryptionConfiguration: undefined } as never }, 'the encryption is not known. Collect again.'],
  ['its mutability', { repository: { imageTagMutability: undefined } as never }, 'the tag mutability is not known. Collect again.'],
  ['its scan setting', { repository: { imageScanningConfiguration: {} } as never }, 'the scan setting is not known. Collect again.'],
  ['a policy that is not JSON', { repositoryPolicyText: '{' }, 'the repository policy is not valid JSON. Correct it, and collect again.'],
  [
    'a value that CloudFormation replaces',
    { tags: [{ Key: 'a', Value: '{{resolve:ssm:x}}' }] },
    'a value contains {{resolve:, which CloudFormation replaces. Change the value, and collect again.',
  ],
  [
    'a retained state, whose images autoDeleteImages would delete',
    { tags: [{ Key: 'aws-cdk:auto-delete-images', Value: 'true' }] },
    'autoDeleteImages would delete its images when it leaves its stack. Remove autoDeleteImages, deploy, check that the tag ' +
      'aws-cdk:auto-delete-images is gone, and collect again.',
  ],
])('a repository without %s is left out, with the reason', (_, settings, reason) => {
  const { repositories, left } = planOf(repositoryFile('whole'), repositoryFile('app', settings));
  expect([repositories.map(({ name }) => name), left]).toEqual([['whole'], { app: reason }]);
});

test('the tag of autoDeleteImages is the one of aws-cdk-lib, and another value of it deletes nothing', () => {
  const stack = new Stack(new App(), 'Images');
  // the property is deprecated
  const warn = jest.spyOn(console, 'warn').mockImplementation();
  new Repository(stack, 'Repository', { removalPolicy: RemovalPolicy.DESTROY, autoDeleteImages: true });
  warn.mockRestore();
  const [{ Properties }] = Object.values(Template.fromStack(stack).findResources('AWS::ECR::Repository'));
  expect(Object.keys(planOf(repositoryFile('app', { tags: Properties.Tags })).left)).toEqual(['app']);
  const tags = [{ Key: 'aws-cdk:auto-delete-images', Value: 'false' }];
  expect(planOf(repositoryFile('app', { tags })).repositories).toHaveLength(1);
});

test('a repository whose images could not be read is adopted', () => {
  expect(planOf(repositoryFile('app', { imageCount: undefined, missing: { images: 'denied' } })).repositories).toHaveLength(1);
});
