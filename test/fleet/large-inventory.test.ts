import { closeSync, openSync, statSync, truncateSync, writeSync } from 'fs';
import { join } from 'path';
import { FleetPreview, Inventory, LifecyclePolicy } from '../../src';
import { detail, inventoryOnDisk, NOW } from '../fixtures/inventory-on-disk';

const IMAGES_FOLDER = '111122223333/eu-west-1/images';

describe('a repository whose images are in a file of 248 MB', () => {
  const IMAGES = 850_000;
  const folder = inventoryOnDisk([{ name: 'large' }, { name: 'small', images: [detail('a', '2026-01-01')] }]);
  const file = join(folder, IMAGES_FOLDER, 'large.json');

  beforeAll(() => {
    const descriptor = openSync(file, 'w');
    writeSync(descriptor, '{"imageDetails": [\n');
    for (let begin = 0; begin < IMAGES; begin += 10_000) {
      const lines = Array.from({ length: 10_000 }, (_, index) => JSON.stringify(imageOf(begin + index)));
      writeSync(descriptor, `${begin === 0 ? '' : ',\n'}${lines.join(',\n')}`);
    }
    writeSync(descriptor, '\n]}\n');
    closeSync(descriptor);
  });

  function imageOf(number: number): object {
    return {
      registryId: '111122223333',
      repositoryName: 'large',
      imageDigest: `sha256:${number.toString(16).padStart(64, '0')}`,
      imageTags: number % 2 === 0 ? [`main-${number}`] : undefined,
      imageSizeInBytes: 100_000_000,
      imagePushedAt: new Date(NOW.getTime() - 30 * 86_400_000 - number * 1000).toISOString(),
      imageManifestMediaType: 'application/vnd.oci.image.manifest.v1+json',
      artifactMediaType: 'application/vnd.oci.image.config.v1+json',
    };
  }

  test('is previewed as every other', () => {
    const { totals } = FleetPreview.of(LifecyclePolicy.keepLatest(1), Inventory.fromDirectory(folder), { now: NOW });
    expect(statSync(file).size).toBeGreaterThan(248_000_000);
    expect(totals).toMatchObject({ imageCount: IMAGES + 1, additionallyExpiredCount: IMAGES });
  });

  test('is missing, with the place where it was cut off, and the others are previewed', () => {
    truncateSync(file, 200_000_000);
    const { repositories, totals } = FleetPreview.of(LifecyclePolicy.keepLatest(1), Inventory.fromDirectory(folder), { now: NOW });
    expect(totals.imageCount).toBe(1);
    expect(repositories.find(({ repositoryName }) => repositoryName === 'large')?.missing).toEqual([
      expect.stringMatching(/^images: .*images\/large\.json: the text from line 1 on is not valid JSON \(.+ 200000000/),
    ]);
  });
});
