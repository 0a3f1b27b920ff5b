import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { run } from '../../src/cli/main';
import { FakeTerminal } from '../fixtures/fake-terminal';
import { ACCOUNT, detail, digestOf, expiring, inventoryOnDisk, REGION } from '../fixtures/inventory-on-disk';

/** Every member of every file of an inventory is replaced by each of these: by hand, a merge, or another program. */
const VALUES: readonly unknown[] = [undefined, null, 3, 'x', [], {}];
type Path = readonly (string | number)[];

const LIST = 'application/vnd.oci.image.index.v1+json';
const POLICY = { rules: [expiring(1, { tagStatus: 'any', countType: 'imageCountMoreThan', countNumber: 1 })] };
const REFERENCED = { mediaType: LIST, manifests: [{ digest: digestOf('b') }] };
const STATEMENT = { Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` }, Action: 'ecr:BatchGetImage' };
const OWN = { registryId: ACCOUNT, repositoryName: 'team/api' };

const work = mkdtempSync(join(tmpdir(), 'broken-inventory-'));
afterAll(() => rmSync(work, { recursive: true }));
const policy = join(work, 'policy.json');
writeFileSync(policy, JSON.stringify(POLICY));

/** An inventory in which each member that a reader may use has a value. */
const folder = inventoryOnDisk(
  [
    {
      name: 'team/api',
      images: [
        detail('a', '2025-01-01', {
          ...OWN,
          imageTags: ['v1'],
          imageManifestMediaType: LIST,
          lastRecordedPullTime: '2025-02-01T00:00:00Z',
        }),
        detail('b', '2025-01-01', { ...OWN, subjectManifestDigest: digestOf('a'), imageStatus: 'ACTIVE' }),
      ],
      manifests: [{ ...OWN, imageId: { imageDigest: digestOf('a') }, imageManifest: JSON.stringify(REFERENCED) }],
      policy: POLICY,
      repository: {
        imageTagMutability: 'IMMUTABLE_WITH_EXCLUSION',
        imageTagMutabilityExclusionFilters: [{ filterType: 'WILDCARD', filter: 'dev*' }],
        encryptionConfiguration: { encryptionType: 'KMS', kmsKey: `arn:aws:kms:${REGION}:${ACCOUNT}:key/a` },
      },
      file: { formatVersion: 1, imageCount: 2, repositoryPolicyText: JSON.stringify({ Version: '2012-10-17', Statement: [STATEMENT] }) },
    },
    { name: 'unread', file: { missing: { tags: 'AccessDeniedException' }, tags: undefined } },
  ],
  {
    run: {
      repositories: ['t*', 'unread'],
      failed: [{ account: '444455556666', profile: 'prod', region: 'us-east-1', part: 'manifests', error: 'AccessDeniedException' }],
    },
    registry: {
      settings: {
        scanning: { scanType: 'BASIC', rules: [{ scanFrequency: 'MANUAL', repositoryFilters: [{ filter: '*', filterType: 'WILDCARD' }] }] },
      },
    },
    running: {
      images: [
        { image: `${ACCOUNT}.dkr.ecr.${REGION}.amazonaws.com/team/api:v1`, digest: digestOf('a'), kind: 'ecs-task', usedBy: 'task/1' },
      ],
    },
  },
);
const files = readdirSync(folder, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map(({ parentPath, name }) => join(parentPath, name).slice(folder.length + 1));

test.each(files)('no wrong value in %s is a fault of the program, or text of a type that is not text', async (file) => {
  const place = join(folder, file);
  const before = readFileSync(place, 'utf8');
  const whole: unknown = JSON.parse(before);
  const found: string[] = [];
  for (const path of pathsOf(whole)) {
    for (const value of VALUES) {
      writeFileSync(place, JSON.stringify(replaced(whole, path, value)) ?? '');
      for (const { exitCode, printed } of [await reported(), await adopted()]) {
        const isClear = exitCode < 2 || /\. \[cdk-secure-repository:[a-z-]+\]/.test(printed);
        const [wrong] = /TypeError|RangeError|Cannot |is not a function|not iterable|undefined|NaN|\[object|Invalid/.exec(printed) ?? [];
        if (!isClear || wrong !== undefined) found.push(`${path.join('.')} = ${JSON.stringify(value)}: ${wrong ?? printed}`);
      }
    }
  }
  writeFileSync(place, before);
  expect(found).toEqual([]);
});

async function reported(): Promise<{ readonly exitCode: number; readonly printed: string }> {
  return output('report', folder, '--policy', policy, '--in-use', '--fail-if-expires', 'v*');
}

async function adopted(): Promise<{ readonly exitCode: number; readonly printed: string }> {
  const out = join(work, 'app');
  const { exitCode, printed } = await output('adopt', folder, '--out', out);
  if (exitCode > 0) return { exitCode, printed };
  const written = ['PLAN.md', 'fleet.json'].map((name) => readFileSync(join(out, name), 'utf8'));
  rmSync(out, { recursive: true });
  return { exitCode, printed: [printed, ...written].join('') };
}

async function output(...args: string[]): Promise<{ readonly exitCode: number; readonly printed: string }> {
  const terminal = new FakeTerminal(args);
  const exitCode = await run(terminal);
  return { exitCode, printed: terminal.written + terminal.complained };
}

function* pathsOf(value: unknown, path: Path = []): Generator<Path> {
  yield path;
  if (typeof value !== 'object' || value === null) return;
  for (const [key, member] of Object.entries(value)) yield* pathsOf(member, [...path, key]);
}

function replaced(value: unknown, [key, ...rest]: Path, by: unknown): unknown {
  if (key === undefined) return by;
  const copy = Array.isArray(value) ? [...(value as unknown[])] : { ...(value as object) };
  return Object.assign(copy, { [key]: replaced(Reflect.get(copy, key), rest, by) });
}
