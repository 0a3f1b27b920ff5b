import { adoptedApp } from '../../../src/fleet/adoption/adopted-app';
import { AdoptedRegistry } from '../../../src/fleet/adoption/adoption-plan';
import { stackOf } from '../../../src/fleet/adoption/import-stacks';
import { ACCOUNT, REGION } from '../../fixtures/adoption/repositories';

const registry = (names: readonly string[], obstacle?: string): AdoptedRegistry => ({
  account: ACCOUNT,
  region: REGION,
  stacks: 2,
  repositories: names.map((name) => ({
    name,
    logicalId: `Id${name}`,
    properties: { RepositoryName: name },
    standard: { changes: ['ImageScanningConfiguration: scan on push is turned on'], obstacle },
  })),
  left: {},
});

function filesOf(registries: readonly AdoptedRegistry[], ...states: { readonly [address: string]: string }[]): ReadonlyMap<string, string> {
  const terraform = states.map((state, index) => ({
    place: `${index}.json`,
    resources: Object.entries(state).map(([address, repositoryName]) => ({ address, repositoryName })),
  }));
  return adoptedApp({ registries, terraform, unread: ['prod could not be read.'], patterns: ['team/*'], version: '1.2.3' });
}

test('the app has its data, its code, its dependencies and its plan', () => {
  const files = filesOf([registry(['a'])], { 'aws_ecr_repository.a': 'a' });
  const stack = `Ecr-${ACCOUNT}-${REGION}-${stackOf('a', 2) + 1}`;
  expect([...files.keys()]).toEqual([
    'PLAN.md',
    'fleet.json',
    'app.ts',
    'cdk.json',
    'package.json',
    'tsconfig.json',
    '.gitignore',
    `import/${stack}.json`,
    'terraform/removed.tf',
  ]);
  expect(JSON.parse(files.get('package.json')!)).toMatchObject({ dependencies: { 'cdk-secure-repository': '1.2.3' } });
  expect(files.get('PLAN.md')).toContain('- prod could not be read.');
  expect(files.get('PLAN.md')).toContain('terraform/removed.tf');
  expect(files.get('PLAN.md')).toContain('`team/*`');
});

test('each state of Terraform has its files, because an address is that of another resource in another state', () => {
  const states = [{ 'aws_ecr_repository.r': 'a' }, { 'aws_ecr_repository.r': 'other' }, { 'aws_ecr_repository.r': 'b' }];
  const files = filesOf([registry(['a', 'b'])], ...states);
  const folders = ['terraform/1/removed.tf', 'terraform/3/removed.tf'];
  expect([...files.keys()].filter((path) => path.startsWith('terraform/'))).toEqual(folders);
  for (const path of folders) expect(files.get(path)).toContain('from = aws_ecr_repository.r\n');
  expect(files.get('PLAN.md')).toMatch(
    /state `0\.json`:[^]*`terraform\/1\/removed\.tf`[^]*state `2\.json`:[^]*`terraform\/3\/removed\.tf`/,
  );
  expect(files.get('PLAN.md')).not.toContain('`1.json`');
});

test('an import accepts no other resource, such as the metadata of the CDK', () => {
  expect(JSON.parse(filesOf([registry(['a'])]).get('cdk.json')!)).toMatchObject({ versionReporting: false });
});

test('the fleet file has the properties, and what the standard changes', () => {
  expect(JSON.parse(filesOf([registry(['a'])]).get('fleet.json')!)).toEqual({
    registries: [
      {
        account: ACCOUNT,
        region: REGION,
        stacks: 2,
        repositories: {
          a: {
            standard: false,
            standardChanges: ['ImageScanningConfiguration: scan on push is turned on'],
            properties: { RepositoryName: 'a' },
          },
        },
      },
    ],
  });
  expect(filesOf([registry(['a'], 'it is public.')]).get('fleet.json')).toContain('"not possible: it is public."');
});

test('each stack with repositories has a mapping from logical IDs to names', () => {
  const names = ['a', 'b', 'c', 'd', 'e'];
  const files = filesOf([registry(names)]);
  for (const index of [0, 1]) {
    const mapping = JSON.parse(files.get(`import/Ecr-${ACCOUNT}-${REGION}-${index + 1}.json`)!);
    const own = names.filter((name) => stackOf(name, 2) === index);
    expect(own.length).toBeGreaterThan(0);
    expect(mapping).toEqual(Object.fromEntries(own.map((name) => [`Id${name}`, { RepositoryName: name }])));
  }
});
