import { readFileSync } from 'fs';
import { join } from 'path';
import { ciTool } from './tool';
import { digestOf } from '../fixtures/recorded-aws/account';
import { RecordedRuns } from '../fixtures/recorded-aws/recorded-runs';
import { AwsError } from '../fixtures/recorded-aws/service';

const schema = JSON.parse(readFileSync(join(__dirname, '../../docs/inventory.schema.json'), 'utf8')) as { $defs: Record<string, object> };
const ajv = new (ciTool('ajv/dist/2020').default)({ strict: true, strictTypes: false, strictRequired: false, allErrors: true });
ciTool('ajv-formats').default(ajv);

const list = { imageDigest: digestOf('list'), imageManifestMediaType: 'application/vnd.oci.image.index.v1+json', imagePushedAt: 1.79e9 };
let runs: RecordedRuns;
beforeEach(async () => {
  runs = await RecordedRuns.ofRegion({
    repositories: [
      {
        name: 'shop/api',
        images: [
          list,
          { imageDigest: digestOf('image'), imageTags: ['v1'], imageSizeInBytes: 9, imageStatus: 'ARCHIVED', lastArchivedAt: 1.79e9 },
        ],
        manifests: { [digestOf('list')]: '{}' },
        lifecyclePolicyText: '{}',
        tags: [{ Key: 'owner', Value: 'shop' }],
      },
      { name: 'web', images: 3, policyText: '{}' },
    ],
    clusters: [
      { name: 'main', tasks: [{ definition: 'api:1', image: 'api', digest: digestOf('list') }], services: [{ definition: 'api:1' }] },
    ],
    taskDefinitions: { 'api:1': ['api'] },
    functions: [{ name: 'resize:1', image: 'resize' }],
  });
});
afterEach(() => runs.stop());

/** The definition of a file, by its path in the inventory. */
function definitionOf(file: string): string {
  const name = file.replace(/^\d+\/[^/]+\//, '').replace(/^(repositories|images|manifests)\/.*\.json$/, '$1/NAME.json');
  return `#/$defs/${name.replace(/\//g, '~1')}`;
}

/** What the schema objects to, by file. */
function faults(): string[] {
  return runs.files().flatMap((file) => {
    const validate = ajv.compile({ ...schema, $ref: definitionOf(file) });
    validate(runs.json(file));
    return ((validate.errors ?? []) as { instancePath: string; message: string }[]).map(
      (one) => `${file} ${one.instancePath} ${one.message}`,
    );
  });
}

test('the files of a complete run are valid', async () => {
  expect(await runs.collect('--manifests')).toMatchObject({ exitCode: 0 });
  const kinds = new Set(runs.files().map((file) => definitionOf(file).slice('#/$defs/'.length).replace(/~1/g, '/')));
  expect([...kinds].sort()).toEqual(Object.keys(schema.$defs).sort());
  expect(faults()).toEqual([]);
});

test('the files of a run with missing values, and of one that failed, are valid', async () => {
  runs.service.before = ({ operation }) => {
    if (/Policy|ListClusters|DescribeImages|ListTags|DescribeRegistry$/.test(operation)) throw new AwsError('AccessDeniedException', 'no');
    if (operation === 'BatchGetImage') throw new AwsError('ExpiredTokenException', 'expired');
  };
  await runs.collect('--manifests', '--repositories', '*', '--region', 'eu-west-1');
  expect(runs.json('inventory.json').registries[0].incompleteRepositories).not.toEqual({});
  expect(faults()).toEqual([]);
  runs.service.before = ({ operation }) => {
    if (operation === 'DescribeRepositories') throw new AwsError('AccessDeniedException', 'no');
  };
  expect(await runs.collect()).toMatchObject({ exitCode: 2 });
  expect(faults()).toEqual([]);
});

test.each<[string, string, (file: any) => void, string]>([
  ['inventory.json', 'another format', (file) => (file.formatVersion = 2), '/formatVersion must be equal to constant'],
  [
    '111122223333/eu-west-1/running.json',
    'another kind',
    (file) => (file.images[0].kind = 'pod'),
    '/images/0/kind must be equal to one of the allowed values',
  ],
  ['111122223333/eu-west-1/repositories/web.json', 'no reasons', (file) => delete file.missing, " must have required property 'missing'"],
])('the schema does not accept %s with %s', async (path, _, spoil, fault) => {
  await runs.collect();
  const file = runs.json(path);
  spoil(file);
  const validate = ajv.compile({ ...schema, $ref: definitionOf(path) });
  expect(validate(file)).toBe(false);
  expect(validate.errors.map((one: { instancePath: string; message: string }) => `${one.instancePath} ${one.message}`)).toContain(fault);
});
