import * as fc from 'fast-check';
import { digestOf, RecordedRepository } from '../../fixtures/recorded-aws/account';
import { RecordedRuns } from '../../fixtures/recorded-aws/recorded-runs';

let runs: RecordedRuns;
afterEach(() => runs.stop());

test('the files of a repository have what the service has', async () => {
  runs = await RecordedRuns.ofRegion({
    repositories: [
      {
        name: 'shop/api',
        settings: {
          imageTagMutability: 'IMMUTABLE_WITH_EXCLUSION',
          imageTagMutabilityExclusionFilters: [{ filterType: 'WILDCARD', filter: 'dev-*' }],
        },
        images: [
          { imageDigest: digestOf('a'), imageTags: ['v1'], imagePushedAt: 1.79e9, imageStatus: 'ACTIVE' },
          { imageDigest: digestOf('b'), imageStatus: 'ARCHIVED', lastArchivedAt: 1.79e9 },
        ],
        lifecyclePolicyText: '{"rules": []}',
        policyText: '{"Statement": []}',
        tags: [{ Key: 'owner', Value: 'shop' }],
      },
    ],
  });
  expect(await runs.collect()).toMatchObject({ exitCode: 0, complained: '' });
  expect(runs.ofRegistry('repositories/shop%2Fapi.json')).toEqual({
    formatVersion: 1,
    collectedAt: expect.stringMatching(/^\d{4}-.*Z$/),
    repository: {
      repositoryName: 'shop/api',
      registryId: '111122223333',
      repositoryArn: 'arn:aws:ecr:eu-west-1:111122223333:repository/shop/api',
      repositoryUri: '111122223333.dkr.ecr.eu-west-1.amazonaws.com/shop/api',
      createdAt: '2023-11-14T22:13:20.000Z',
      imageTagMutability: 'IMMUTABLE_WITH_EXCLUSION',
      imageTagMutabilityExclusionFilters: [{ filterType: 'WILDCARD', filter: 'dev-*' }],
      imageScanningConfiguration: { scanOnPush: false },
      encryptionConfiguration: { encryptionType: 'AES256' },
    },
    imageCount: 2,
    tags: [{ Key: 'owner', Value: 'shop' }],
    lifecyclePolicyText: '{"rules": []}',
    repositoryPolicyText: '{"Statement": []}',
    missing: {},
  });
  expect(runs.ofRegistry('images/shop%2Fapi.json')).toEqual({
    imageDetails: [
      {
        registryId: '111122223333',
        repositoryName: 'shop/api',
        imageDigest: digestOf('a'),
        imageTags: ['v1'],
        imagePushedAt: '2026-09-21T14:13:20.000Z',
        imageStatus: 'ACTIVE',
      },
      {
        registryId: '111122223333',
        repositoryName: 'shop/api',
        imageDigest: digestOf('b'),
        imageStatus: 'ARCHIVED',
        lastArchivedAt: '2026-09-21T14:13:20.000Z',
      },
    ],
  });
  expect(runs.called('DescribeImages')).toMatchObject([{ input: { filter: { imageStatus: 'ANY' }, maxResults: 1000 } }]);
});

test('a repository has every image of every page', async () => {
  runs = await RecordedRuns.ofRegion({ repositories: [{ name: 'empty' }, { name: 'large', images: 2001 }] });
  await runs.collect();
  expect(runs.called('DescribeImages')).toHaveLength(4);
  expect(runs.ofRegistry('repositories/empty.json').imageCount).toBe(0);
  expect(runs.ofRegistry('images/empty.json')).toEqual({ imageDetails: [] });
  const digests = runs.ofRegistry('images/large.json').imageDetails.map(({ imageDigest }: { imageDigest: string }) => imageDigest);
  expect(digests).toEqual(Array.from({ length: 2001 }, (_, index) => digestOf(`large/${index}`)));
});

test('what is collected is what the service has', async () => {
  const text = fc.option(fc.string(), { nil: undefined });
  const repository = fc.record({
    name: fc.stringMatching(/^[a-z]{2,9}(\/[a-z]{1,9}){0,2}(\.images|\.json)?$/),
    images: fc.nat(5),
    lifecyclePolicyText: text,
    policyText: text,
    tags: fc.array(fc.record({ Key: fc.string({ minLength: 1 }), Value: fc.string() }), { maxLength: 3 }),
  });
  runs = await RecordedRuns.ofRegion({});
  await fc.assert(
    fc.asyncProperty(fc.uniqueArray(repository, { selector: ({ name }) => name, maxLength: 6 }), async (repositories) => {
      await runs.stop();
      runs = await RecordedRuns.ofRegion({ repositories });
      expect(await runs.collect()).toMatchObject({ exitCode: 0, complained: '' });
      expect(runs.json('inventory.json').registries[0].repositories).toEqual(repositories.map(({ name }) => name));
      for (const one of repositories) expectCollected(one);
    }),
    { numRuns: 12 },
  );
});

function expectCollected({ name, images, lifecyclePolicyText, policyText, tags }: RecordedRepository): void {
  const stem = name.replace(/\//g, '%2F');
  expect(runs.ofRegistry(`repositories/${stem}.json`)).toMatchObject({
    repository: { repositoryName: name },
    imageCount: images,
    lifecyclePolicyText: lifecyclePolicyText ?? null,
    repositoryPolicyText: policyText ?? null,
    tags,
    missing: {},
  });
  expect(runs.ofRegistry(`images/${stem}.json`).imageDetails).toHaveLength(images as number);
}
