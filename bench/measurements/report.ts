import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../../tools/process';
import { atMost } from '../bound';

/** A report of an inventory with a policy of ten rules, at two sizes. */
const IMAGES = 200;
const FEW = 600;
const MANY = 3_000;
const RULES = 10;
const ACCOUNT = '111122223333';
const REGION = 'eu-west-1';
const NOW = Date.parse('2026-01-31T12:00:00Z');

const digestOf = (repository: number, image: number) => `sha256:${(repository * IMAGES + image).toString(16).padStart(64, '0')}`;
const policy = {
  rules: Array.from({ length: RULES }, (_, rule) => ({
    rulePriority: rule + 1,
    selection: {
      tagStatus: 'tagged',
      tagPatternList: [rule % 2 ? `branch-${rule}-*` : `*-${rule}`],
      ...(rule % 2 ? { countType: 'imageCountMoreThan' } : { countType: 'sinceImagePushed', countUnit: 'days' }),
      countNumber: 5,
    },
    action: { type: 'expire' },
  })),
};
const present = JSON.stringify({ rules: policy.rules.slice(0, 3) });

/** Writes what `collect` writes for so many repositories, and returns the folder. */
function inventory(repositories: number): string {
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
  const tasks = names.map((name, task) => ({ image: `${host}/${name}:main-0-0`, digest: digestOf(task, 0), usedBy: `task/${task}` }));
  write(`${registry}/running.json`, { formatVersion: 1, images: tasks, missing: {} });
  names.forEach((repositoryName, number) => {
    const file = `${repositoryName.replace('/', '%2F')}.json`;
    const repository = { repositoryName, registryId: ACCOUNT, createdAt: '2025-01-31T12:00:00Z', imageTagMutability: 'IMMUTABLE' };
    write(`${registry}/repositories/${file}`, {
      repository,
      tags: [],
      lifecyclePolicyText: present,
      repositoryPolicyText: null,
      missing: {},
    });
    write(`${registry}/images/${file}`, {
      imageDetails: Array.from({ length: IMAGES }, (_, image) => imageOf(repositoryName, number, image)),
    });
  });
  return folder;
}

function imageOf(repositoryName: string, number: number, image: number): object {
  return {
    registryId: ACCOUNT,
    repositoryName,
    imageDigest: digestOf(number, image),
    imageTags: image === 0 ? ['main-0-0'] : [`branch-${image % RULES}-${image}`, `${image}-${image % RULES}`],
    imageSizeInBytes: 100_000_000 + image,
    imagePushedAt: new Date(NOW - image * 86_400_000).toISOString(),
    imageManifestMediaType: image % 3 ? 'application/vnd.oci.image.manifest.v1+json' : 'application/vnd.oci.image.index.v1+json',
    imageStatus: 'ACTIVE',
  };
}

/** A process that does nothing but one report, and prints its seconds and how many MB it took at most. */
const ONE_REPORT = `
  const { run } = require('./lib/cli/main');
  const quiet = { write() {} };
  run({ argv: ['node', 'x', ...process.argv.slice(1)], env: {}, stdin: [], stdout: quiet, stderr: process.stderr }).then((exitCode) => {
    console.log(JSON.stringify({ exitCode, seconds: process.uptime(), megabytes: process.resourceUsage().maxRSS / 1024 }));
  });
`;

async function measured(repositories: number): Promise<{ readonly seconds: number; readonly megabytes: number }> {
  const folder = inventory(repositories);
  try {
    const file = join(folder, 'policy.json');
    writeFileSync(file, JSON.stringify(policy));
    const output = await run(process.execPath, ['-e', ONE_REPORT, 'report', folder, '--policy', file, '--now', '2026-01-31T12:00:00Z']);
    const { exitCode, ...taken } = JSON.parse(output) as { exitCode: number; seconds: number; megabytes: number };
    if (exitCode !== 0) throw new Error(`the report ended with ${exitCode}`);
    console.log(`  ${repositories} repositories: ${taken.seconds.toFixed(1)} s, ${taken.megabytes.toFixed(0)} MB`);
    return taken;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function main(): Promise<void> {
  const few = await measured(FEW);
  const many = await measured(MANY);
  const size = `${FEW} repositories with ${FEW * IMAGES} images and ${RULES} rules`;
  atMost(`seconds of a report of ${size}`, few.seconds, 5);
  atMost(`megabytes of a report of ${size}`, few.megabytes, 1_000);
  atMost('time, five times the repositories', many.seconds / few.seconds, 6);
  atMost('memory, five times the repositories', many.megabytes / few.megabytes, 2);
}

void main();
