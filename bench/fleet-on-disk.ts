import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What `collect` writes for many repositories, with the same images in each. */
const ACCOUNT = '111122223333';
const REGION = 'eu-west-1';
/** The number of words in tags that the rules of a measurement match. */
export const WORDS = 10;
export const NOW = Date.parse('2026-01-31T12:00:00Z');

/** A name and a number that no text of an image has, so that the text of each repository comes from that of one. */
const NAME = 'REPOSITORY-NAME';
const NUMBER = 'a'.repeat(32);

/**
 * Writes an inventory, and returns its folder.
 * @param lifecyclePolicyText the present policy of each repository
 */
export function fleetOnDisk(repositories: number, images: number, lifecyclePolicyText: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'bench-report-'));
  const write = (path: string, content: unknown) => writeFileSync(join(folder, path), JSON.stringify(content));
  const registry = `${ACCOUNT}/${REGION}`;
  for (const below of ['repositories', 'images']) mkdirSync(join(folder, registry, below), { recursive: true });
  const names = Array.from({ length: repositories }, (_, number) => `team-${number % 20}/service-${number}`);
  const done = { formatVersion: 1, startedAt: '2026-01-31T11:00:00Z', completedAt: '2026-01-31T11:01:00Z' };
  const entry = { account: ACCOUNT, region: REGION, repositoryCount: repositories, repositories: names, incompleteRepositories: {} };
  write('inventory.json', { ...done, registries: [entry], failed: [] });
  write(`${registry}/registry.json`, { formatVersion: 1, settings: { scanning: { scanType: 'BASIC', rules: [] } }, missing: {} });
  const host = `${ACCOUNT}.dkr.ecr.${REGION}.amazonaws.com`;
  const tasks = names.map((name, task) => ({
    image: `${host}/${name}:main-0-0`,
    digest: digestOf(inHex(task), 0),
    usedBy: `task/${task}`,
  }));
  write(`${registry}/running.json`, { formatVersion: 1, images: tasks, missing: {} });
  // an entry a line, as collect writes it
  const text = `{"imageDetails": [\n${Array.from({ length: images }, (_, image) => JSON.stringify(imageOf(image))).join(',\n')}\n]}\n`;
  names.forEach((repositoryName, number) => {
    const file = `${repositoryName.replace('/', '%2F')}.json`;
    write(`${registry}/repositories/${file}`, {
      formatVersion: 1,
      repository: { repositoryName, registryId: ACCOUNT, createdAt: '2025-01-31T12:00:00Z', imageTagMutability: 'IMMUTABLE' },
      imageCount: images,
      tags: [],
      lifecyclePolicyText,
      repositoryPolicyText: null,
      missing: {},
    });
    writeFileSync(join(folder, registry, 'images', file), text.replaceAll(NAME, repositoryName).replaceAll(NUMBER, inHex(number)));
  });
  return folder;
}

function inHex(number: number): string {
  return number.toString(16).padStart(NUMBER.length, '0');
}

function digestOf(repository: string, image: number): string {
  return `sha256:${repository}${image.toString(16).padStart(64 - NUMBER.length, '0')}`;
}

function imageOf(image: number): object {
  return {
    registryId: ACCOUNT,
    repositoryName: NAME,
    imageDigest: digestOf(NUMBER, image),
    imageTags: image === 0 ? ['main-0-0'] : [`branch-${image % WORDS}-${image}`, `${image}-${image % WORDS}`],
    imageSizeInBytes: 100_000_000 + image,
    imagePushedAt: new Date(NOW - image * 86_400_000).toISOString(),
    imageManifestMediaType: image % 3 ? 'application/vnd.oci.image.manifest.v1+json' : 'application/vnd.oci.image.index.v1+json',
    imageStatus: 'ACTIVE',
  };
}
