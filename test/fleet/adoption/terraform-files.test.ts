import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AdoptedRegistry } from '../../../src/fleet/adoption/adoption-plan';
import { isAdopted, REMOVED_FILE, STATE_FILE, terraformFiles } from '../../../src/fleet/adoption/terraform-files';
import { terraformResourcesOf } from '../../../src/fleet/adoption/terraform-origin';
import { ACCOUNT, REGION } from '../../fixtures/adoption/repositories';

function planOf(...names: string[]): AdoptedRegistry[] {
  const repositories = names.map((name) => ({ name, logicalId: name, properties: {}, standard: { changes: [] } }));
  return [{ account: ACCOUNT, region: REGION, stacks: 1, repositories, left: {} }];
}

const repository = (address: string, repositoryName: string) => ({ address, repositoryName });

test('no resources, or none that are adopted, need no file', () => {
  expect(terraformFiles([], planOf('a'))).toEqual([]);
  expect(terraformFiles([repository('aws_ecr_repository.b', 'b')], planOf('a'))).toEqual([]);
});

test('a block names a resource with all its instances, in any module', () => {
  const resources = [
    repository('aws_ecr_repository.a', 'a'),
    repository('module.m["x.y]"].aws_ecr_repository.r["b"]', 'b'),
    repository('module.m["z"].aws_ecr_repository.r["c"]', 'c'),
    repository('aws_ecr_lifecycle_policy.l[0]', 'a'),
  ];
  const [[path, text], ...others] = terraformFiles(resources, planOf('a', 'b', 'c'));
  expect([path, others]).toEqual([REMOVED_FILE, []]);
  expect([...text.matchAll(/from = (.*)/g)].map(([, from]) => from)).toEqual([
    'aws_ecr_repository.a',
    'module.m.aws_ecr_repository.r',
    'aws_ecr_lifecycle_policy.l',
  ]);
});

test('if some instances stay, each of the others is removed from the state', () => {
  const resources = ['a', "b'c", 'stays'].map((key) => repository(`aws_ecr_repository.r["${key}"]`, key));
  expect(terraformFiles(resources, planOf('a', "b'c"))).toEqual([
    [STATE_FILE, `set -eu\nterraform state rm 'aws_ecr_repository.r["a"]'\nterraform state rm 'aws_ecr_repository.r["b'\\''c"]'\n`],
  ]);
});

test('a repository of another account or Region is not adopted', () => {
  expect(isAdopted(repository('r', 'a'), planOf('a'))).toBe(true);
  expect(isAdopted({ ...repository('r', 'a'), account: ACCOUNT, region: REGION }, planOf('a'))).toBe(true);
  expect(isAdopted({ ...repository('r', 'a'), account: '444455556666' }, planOf('a'))).toBe(false);
  expect(isAdopted({ ...repository('r', 'a'), region: 'us-east-1' }, planOf('a'))).toBe(false);
});

/** Not there where Terraform is not installed. Without a provider, Terraform formats and validates `removed` blocks, and removes resources from a state. */
const isInstalled = spawnSync('terraform', ['version']).status === 0;

const describeIfInstalled = isInstalled ? describe : () => undefined;
describeIfInstalled('Terraform', () => {
  const folders: string[] = [];
  afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true })));

  /** Writes a folder, and returns what runs a program in it. */
  function folderWith(files: { readonly [name: string]: string }): (program: string, ...args: string[]) => string {
    const cwd = mkdtempSync(join(tmpdir(), 'terraform-'));
    folders.push(cwd);
    for (const [name, text] of Object.entries(files)) writeFileSync(join(cwd, name), text);
    const env = { ...process.env, CHECKPOINT_DISABLE: '1', TF_CLI_ARGS: '-no-color' };
    return (program, ...args) => execFileSync(program, args, { cwd, env, encoding: 'utf8', stdio: 'pipe' });
  }

  const instance = (name: string, key?: string | number) => ({
    ...(key === undefined ? {} : { index_key: key }),
    schema_version: 0,
    attributes: { name, repository: name },
  });
  const resource = (type: string, name: string, ...instances: object[]) => ({
    mode: 'managed',
    type,
    name,
    provider: 'provider["registry.terraform.io/hashicorp/aws"]',
    instances,
  });
  const state = {
    version: 4,
    terraform_version: '1.11.4',
    serial: 1,
    lineage: '1234abcd-12ab-34cd-56ef-1234567890ab',
    outputs: {},
    resources: [
      resource('aws_ecr_repository', 'one', instance('one')),
      resource('aws_ecr_repository', 'each', instance('a', 'a'), instance('stays', 'stays'), instance('c', 'c "${d}\'')),
      resource('aws_ecr_lifecycle_policy', 'count', instance('one', 0), instance('a', 1)),
      resource('aws_ecr_repository_policy', 'count', instance('a', 0), instance('stays', 1)),
    ],
  };
  const files = new Map(terraformFiles(terraformResourcesOf(state), planOf('one', 'a', 'c')));

  test('accepts the removed blocks, in its own format', () => {
    // without the state, whose provider Terraform would look for
    const run = folderWith({ 'removed.tf': files.get(REMOVED_FILE)! });
    expect(run('terraform', 'fmt', '-check', '-diff')).toBe('');
    run('terraform', 'init', '-backend=false');
    expect(JSON.parse(run('terraform', 'validate', '-json'))).toMatchObject({ valid: true, diagnostics: [] });
  });

  test('forgets exactly the instances that the script names', () => {
    const run = folderWith({ 'terraform.tfstate': JSON.stringify(state), 'state-rm.sh': files.get(STATE_FILE)! });
    const list = () => run('terraform', 'state', 'list').trim().split('\n');
    const before = list();
    run('sh', 'state-rm.sh');
    const after = list();
    expect(before.filter((address) => !after.includes(address)).sort()).toEqual([
      'aws_ecr_repository.each["a"]',
      'aws_ecr_repository.each["c \\"$${d}\'"]',
      'aws_ecr_repository_policy.count[0]',
    ]);
  });

  test('does not destroy what a removed block names', () => {
    // the same block for a resource that is built into Terraform
    const [[, removed]] = terraformFiles([repository('terraform_data.r["a"]', 'a')], planOf('a'));
    const run = folderWith({ 'main.tf': 'resource "terraform_data" "r" {\n  for_each = toset(["a"])\n}\n', 'removed.txt': removed });
    run('terraform', 'init');
    run('terraform', 'apply', '-auto-approve');
    run('cp', 'removed.txt', 'main.tf');
    expect(run('terraform', 'plan')).toMatch(/will no longer be managed by Terraform[^]*0 to destroy/);
    run('terraform', 'apply', '-auto-approve');
    expect(run('terraform', 'state', 'list')).toBe('');
  });
});
