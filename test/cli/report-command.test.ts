import { mkdtempSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { run } from '../../src/cli/main';
import { FakeTerminal } from '../fixtures/fake-terminal';
import { ACCOUNT, addRegistry, detail, digestOf, expiring, inventoryOnDisk, untaggedAfter } from '../fixtures/inventory-on-disk';

const directory = mkdtempSync(join(tmpdir(), 'report-command-'));
afterAll(() => rmSync(directory, { recursive: true }));
function file(name: string, content: unknown): string {
  const path = join(directory, name);
  writeFileSync(path, JSON.stringify(content));
  return path;
}

const keepOne = expiring(2, { tagStatus: 'tagged', tagPatternList: ['v*'], countType: 'imageCountMoreThan', countNumber: 1 });
const standard = file('standard.json', { rules: [untaggedAfter(3), keepOne] });
const harmless = file('harmless.json', {
  rules: [expiring(1, { tagStatus: 'untagged', countType: 'imageCountMoreThan', countNumber: 900 })],
});
const images = [
  detail('a', '2026-01-01', { imageTags: ['v1'] }),
  detail('b', '2026-01-02', { imageTags: ['v2'] }),
  detail('c', '2026-01-29'),
];
const host = `${ACCOUNT}.dkr.ecr.eu-west-1.amazonaws.com`;
const using = (...names: string[]) => ({
  running: { images: names.map((name) => ({ image: `${host}/${name}`, usedBy: `task of ${name}` })) },
});
const api = { name: 'team/api', images };
const template = (name: string, ...repositories: [name: unknown, policy: object | undefined][]) =>
  file(name, {
    Resources: Object.fromEntries(
      repositories.map(([RepositoryName, policy], index) => [
        `Repository${index}`,
        {
          Type: 'AWS::ECR::Repository',
          Properties: { RepositoryName, ...(policy && { LifecyclePolicy: { LifecyclePolicyText: JSON.stringify(policy) } }) },
        },
      ]),
    ),
  });

async function report(folder: string, ...args: string[]) {
  const terminal = new FakeTerminal(['report', folder, '--now', '2026-01-31T12:00:00Z', ...args]);
  const exitCode = await run(terminal);
  return { exitCode, written: terminal.written, complained: terminal.complained };
}
const json = async (folder: string, ...args: string[]) => JSON.parse((await report(folder, ...args, '--format', 'json')).written);

describe('without gates', () => {
  test('a report succeeds, whatever it finds', async () => {
    expect(await report('test/data/inventory', '--policy', standard)).toMatchObject({ exitCode: 0, complained: '' });
  });

  test('the present policies alone have no line about a proposed policy', async () => {
    const { written } = await report('test/data/inventory');
    expect(written).not.toMatch(/proposed|IN ADDITION|SAVES/);
    expect(JSON.stringify(await json('test/data/inventory'))).not.toMatch(/additionally|saved/);
  });

  test.each(['table', 'json', 'csv', 'markdown'])('the format %s is accepted', async (format) => {
    const { exitCode, written } = await report('test/data/inventory', '--format', format);
    expect([exitCode, written.length > 500]).toEqual([0, true]);
  });

  test('releases that would go are reported, and are no failure', async () => {
    const tagged = ['1.0.0', '1.1.0', 'v1.2.0', 'dev'].map((tag, day) => detail(tag, `2026-01-0${day + 1}`, { imageTags: [tag] }));
    const folder = inventoryOnDisk([
      { name: 'team/api', images: tagged },
      { ...api, name: 'team/web' },
    ]);
    const one = expiring(1, { tagStatus: 'any', countType: 'imageCountMoreThan', countNumber: 1 });
    const { exitCode, written } = await report(folder, '--policy', file('one-image.json', { rules: [one] }));
    expect(exitCode).toBe(0);
    expect(written).toContain('\nreleases: 3 images with a tag such as v1.2.3 would or may expire\n');
    expect(written).toMatch(/\nRepositories with releases that would or may go\nREPOSITORY +RELEASES\n\d+ eu-west-1 team\/api +3\n\n/);
  });

  test('CSV has whole lines', async () => {
    const { written } = await report('test/data/inventory', '--format', 'csv');
    expect(written).toMatch(/^account,region,[^?]*\n$/);
  });
});

describe('usage', () => {
  test.each([
    [[''], /^inventory: the value is empty\. Pass a value, or omit it\./],
    [['test/data/inventory', '--extra', 'retained'], /^--extra: the rule retained is about the template of a repository/],
    [['test/data/inventory', '--extra', 'customer-key', '--extra', 'customer-key'], /^--extra: the rule customer-key is passed twice/],
    [['test/data/inventory', '--policy', standard, '--template', 'x'], /^--policy: --template is also present\./],
    [['test/data/inventory', '--policy', 'no-such-file'], /^--policy no-such-file: the file cannot be read/],
    [['test/data/inventory', '--now', 'today'], /^--now: the option is accepted once/],
    [['test/data/inventory', 'second'], /^"second": the argument does not belong to an option/],
    [
      ['no-such-folder'],
      /^Inventory\.fromDirectory\(path\) no-such-folder, inventory\.json: the file does not exist\. Pass a folder that collect wrote\. \[cdk-secure-repository:inventory\]\n/,
    ],
  ])('%j is an error', async ([folder, ...args], complained) => {
    expect(await report(folder, ...args)).toMatchObject({ exitCode: 2, written: '', complained: expect.stringMatching(complained) });
  });

  test('a report needs a folder', async () => {
    const terminal = new FakeTerminal(['report']);
    expect(await run(terminal)).toBe(2);
    expect(terminal.complained).toMatch(/^the folder of the inventory is missing\. Use report inventory, for example\./);
  });

  test('a policy that ECR refuses ends with 1', async () => {
    expect(await report('test/data/inventory', '--policy', file('wrong.json', { rules: [{}] }))).toMatchObject({
      exitCode: 1,
      written: '',
    });
  });

  test('additional rules are checked', async () => {
    const { repositories } = await json(inventoryOnDisk([api]), '--extra', 'required-tags=cost-center', '--extra', 'customer-key');
    expect(repositories[0].brokenRules).toEqual(['lifecycle-policy', 'required-tags', 'customer-key']);
  });
});

describe('policies of templates', () => {
  const folder = inventoryOnDisk([api, { name: 'other', images }]);

  test('are proposed for the repositories of the same names', async () => {
    const { repositories } = await json(folder, '--template', template('one.json', ['team/api', { rules: [keepOne] }]));
    expect(repositories.map((one: { additionallyExpiredCount: number }) => one.additionallyExpiredCount)).toEqual([1, 0]);
  });

  test('may remove the present policy', async () => {
    const present = inventoryOnDisk([{ ...api, policy: { rules: [keepOne] } }]);
    const args = ['--template', template('none.json', ['team/api', undefined]), '--fail-if-expires', 'v*'];
    expect(await report(present, ...args)).toMatchObject({ exitCode: 0 });
  });

  test('of one name must be the same', async () => {
    const two = [template('two.json', ['team/api', { rules: [keepOne] }]), template('three.json', ['team/api', undefined])];
    expect(await report(folder, '--template', two[0], '--template', two[1])).toMatchObject({
      exitCode: 2,
      complained: expect.stringMatching(
        /three\.json, Repository0: team\/api has another policy in .*two\.json, Repository0\. Pass the templates of one account/,
      ),
    });
    expect(
      await report(folder, '--template', two[0], '--template', template('four.json', ['team/api', { rules: [keepOne] }])),
    ).toMatchObject({
      exitCode: 0,
    });
  });

  test.each([
    ['that are not in the inventory', ['gone', undefined], /the repository gone is not in the inventory/],
    ['whose names are known only at deployment', [{ Ref: 'Name' }, undefined], /the name of the repository is known only at deployment/],
  ] as const)('of repositories %s are named, and fail gates', async (_, repository, problem) => {
    const args = ['--template', template('unknown.json', ['team/api', undefined], [...repository])];
    const without = await report(folder, ...args);
    expect([without.exitCode, without.complained]).toEqual([0, expect.stringMatching(/^note: .*, so its policy is not evaluated\n$/)]);
    expect(without.complained).toMatch(problem);
    expect(await report(folder, ...args, '--fail-if-expires', 'v*')).toMatchObject({
      exitCode: 2,
      complained: expect.stringMatching(problem),
    });
  });

  test('for repositories that do not exist yet are left out', async () => {
    const path = file('creation.json', {
      Resources: {
        Template: { Type: 'AWS::ECR::RepositoryCreationTemplate', Properties: { Prefix: 'team', AppliedFor: ['CREATE_ON_PUSH'] } },
      },
    });
    expect(await report(folder, '--template', path, '--fail-if-expires', 'x')).toMatchObject({ exitCode: 0, complained: '' });
  });

  test('can also be one policy for all', async () => {
    const path = template('all.json', ['a', { rules: [keepOne] }], ['b', undefined]);
    const { totals } = await json(folder, '--policy', path, '--resource', 'a');
    expect(totals.additionallyExpiredCount).toBe(2);
    expect(await report(folder, '--policy', path)).toMatchObject({
      exitCode: 2,
      complained: expect.stringMatching(/Choose one with --resource/),
    });
  });
});

describe('gates', () => {
  const both = ['--in-use', '--fail-if-expires', 'v*'];
  const complete = inventoryOnDisk([api], using('team/api:v2'));
  const gated = (folder: string, ...args: string[]) => report(folder, ...both, '--policy', standard, ...args);

  test('pass when nothing that matters expires', async () => {
    expect(await report(complete, ...both, '--policy', harmless)).toMatchObject({ exitCode: 0, complained: '' });
  });

  test('fail when a release expires', async () => {
    expect(await report(complete, '--policy', standard, '--fail-if-expires', 'v*')).toMatchObject({
      exitCode: 1,
      complained: `--fail-if-expires v*: 111122223333 eu-west-1 team/api ${digestOf('a')} (v1) expires. Protect it with an earlier rule. [cdk-secure-repository:gate-failed]\n`,
    });
  });

  test('fail when an image in use expires', async () => {
    expect(await report(inventoryOnDisk([api], using('team/api:v1')), '--policy', standard, '--in-use')).toMatchObject({
      exitCode: 1,
      complained: expect.stringMatching(
        /^--in-use: task of team\/api:v1: 111122223333 eu-west-1 team\/api sha256:a+ expires: rule 2 .*\. Protect it with an earlier rule\. \[cdk-secure-repository:gate-failed\]\n$/,
      ),
    });
  });

  test('are about the present policies without a proposed one', async () => {
    const folder = inventoryOnDisk([{ ...api, policy: { rules: [keepOne] } }], using('team/api:v1'));
    expect((await report(folder, ...both)).exitCode).toBe(1);
    expect((await report(folder, ...both, '--policy', harmless)).exitCode).toBe(0);
  });

  const list = detail('e', '2026-01-03', { imageTags: ['x'], imageManifestMediaType: 'application/vnd.oci.image.index.v1+json' });
  test.each<[string, () => string, RegExp]>([
    [
      'it is only possible that a release expires',
      () => inventoryOnDisk([{ name: 'team/api', images: [...images, list] }], using('team/api:v2')),
      /\(v1\) may expire\. Run collect with --manifests, or protect/,
    ],
    [
      'it is only possible that an image in use expires',
      () => inventoryOnDisk([{ name: 'team/api', images: [...images, list] }], using('team/api:v1')),
      /task of team\/api:v1: .* may expire: .* Run collect with --manifests/,
    ],
    [
      'an image in use is not there',
      () => inventoryOnDisk([{ name: 'team/api' }], using('team/api:v0')),
      /v0 of the repository team\/api is not among the images, so it is unknown whether it stays\. Collect again\./,
    ],
    [
      'no image is in use',
      () => inventoryOnDisk([{ name: 'team/api' }]),
      /no image in use is one of the repositories in the inventory\. Collect the accounts in which they run/,
    ],
    ['there are no repositories', () => inventoryOnDisk([], using('x:v1')), /the inventory has no repositories\. Collect them\./],
    [
      'collect did not end',
      () => inventoryOnDisk([{ name: 'team/api' }], { run: { completedAt: undefined }, ...using('x:v1') }),
      /collect did not end, so accounts and Regions may be missing\. Run collect again\./,
    ],
    [
      'an account could not be read',
      () =>
        inventoryOnDisk([{ name: 'team/api' }], {
          run: { failed: [{ profile: 'shop', region: 'us-east-1', error: 'ExpiredToken' }] },
          ...using('x:v1'),
        }),
      /profile shop us-east-1 could not be read to the end \(ExpiredToken\)\. Run collect again\./,
    ],
    [
      'images could not be read',
      () => inventoryOnDisk([{ name: 'team/api', file: { missing: { images: 'denied' } } }], using('x:v1')),
      /111122223333 eu-west-1 team\/api: the images are not known \(images: denied\)\. Run collect again\./,
    ],
    [
      'a file of images cannot be used',
      () => inventoryOnDisk([{ name: 'team/api', images: [images[0], { ...images[0], imageSizeInBytes: 1 }] }], using('x:v1')),
      /team\/api: the images are not known \(images: .*\[1\]: imageDigest is .*, but the other members differ\)\. Run collect again\./,
    ],
    [
      'tasks could not be read',
      () => inventoryOnDisk([{ name: 'team/api' }], { running: { ...using('x:v1').running, missing: { ecs: 'denied' } } }),
      /images in use: ecs could not be read \(denied\)\. Run collect again/,
    ],
    [
      'the file of the tasks is missing',
      () => inventoryOnDisk([{ name: 'team/api' }], { running: null, inUse: digestOf('f') }),
      /the file running\.json does not exist/,
    ],
    [
      'a task uses an image of another registry',
      () => inventoryOnDisk([{ name: 'team/api' }], { running: { images: [{ image: 'public.ecr.aws/nginx/nginx:1', usedBy: 'task' }] } }),
      /--in-use: no image in use is one of the repositories in the inventory\. Collect the accounts in which they run/,
    ],
    [
      'the list has a digest that is in no repository',
      () => inventoryOnDisk([{ name: 'team/api' }], { inUse: digestOf('f') }),
      /--in-use: no image in use is one of the repositories in the inventory/,
    ],
    [
      'a line of the list is not an image',
      () => inventoryOnDisk([{ name: 'team/api' }], { inUse: 'not an image\n' }),
      /in-use\.txt, line 1: "not an image" is not an image that can be compared\. Run collect again, or correct the list\./,
    ],
  ])('are undecided if %s', async (_, folder, problem) => {
    const { exitCode, complained } = await gated(folder());
    expect(complained).toMatch(problem);
    expect(exitCode).toBe(2);
    expect(complained).toMatch(/\[cdk-secure-repository:gate-undecided\]\n$/);
  });

  test('are undecided if the present policy decides and could not be read', async () => {
    const file2 = { lifecyclePolicyText: undefined, missing: { lifecyclePolicyText: 'denied' } };
    const folder = inventoryOnDisk([{ ...api, file: file2 }], using('team/api:v2'));
    expect(await report(folder, ...both)).toMatchObject({
      exitCode: 2,
      complained: expect.stringMatching(/the present policy is not known \(lifecyclePolicyText: denied\)/),
    });
    expect(await report(folder, ...both, '--policy', harmless)).toMatchObject({ exitCode: 0 });
    expect(await report(folder, ...both, '--template', template('rest.json', ['team/api', undefined]))).toMatchObject({ exitCode: 0 });
  });

  test('do not depend on tags and settings that could not be read', async () => {
    const file2 = { tags: undefined, missing: { tags: 'denied', repositoryPolicyText: 'denied' } };
    const folder = inventoryOnDisk([{ ...api, file: file2 }], { registry: { missing: { scanning: 'denied' } }, ...using('team/api:v2') });
    expect(await report(folder, ...both, '--policy', harmless)).toMatchObject({ exitCode: 0 });
  });

  test('a failure is the answer, whatever is undecided', async () => {
    const folder = inventoryOnDisk([api], { run: { completedAt: undefined }, ...using('team/api:v1') });
    const { exitCode, complained } = await gated(folder);
    expect([exitCode, complained]).toEqual([1, expect.stringMatching(/gate-failed[^]*gate-undecided/)]);
  });

  test('consider tasks of other accounts', async () => {
    const folder = inventoryOnDisk([]);
    const registries = [
      addRegistry(folder, [api]),
      addRegistry(folder, [{ name: 'x' }], { account: '444455556666', ...using('team/api:v1') }),
    ];
    addRegistry(folder, [api], { run: { registries } });
    expect(await report(folder, '--in-use', '--policy', standard)).toMatchObject({ exitCode: 1 });
  });

  test('list a hundred images, and the number of the others', async () => {
    const many = Array.from({ length: 300 }, (_, index) =>
      detail('a', '2025-01-01', {
        imageDigest: `sha256:${index.toString(16).padStart(64, '0')}`,
        imageTags: [`v${index}`],
        imagePushedAt: 1_700_000_000 + index,
      }),
    );
    const { exitCode, complained } = await report(
      inventoryOnDisk([{ name: 'a', images: many }]),
      '--policy',
      standard,
      '--fail-if-expires',
      'v*',
    );
    expect([exitCode, complained.split('\n').length]).toEqual([1, 102]);
    expect(complained).toMatch(/\n199 more such images\. /);
  });
});

test('a terminal gets the progress of a report that takes long', async () => {
  const terminal = new FakeTerminal(['report', 'test/data/inventory'], undefined, { TTY: '1' });
  const clock = jest.spyOn(Date, 'now').mockImplementation(() => (time += 3000));
  let time = 0;
  await run(terminal);
  clock.mockRestore();
  expect(terminal.complained).toMatch(/^1 of 6 repositories evaluated\n/);
});

test('a digest in use that is in no repository is noted', async () => {
  const folder = inventoryOnDisk([api], { ...using('team/api:v2'), inUse: digestOf('f') });
  expect(await report(folder, '--policy', harmless, '--in-use')).toMatchObject({
    exitCode: 0,
    complained: 'note: a digest or URI in use is in no repository of the inventory, and may belong to another one\n',
  });
});

test('what could not be read is noted beside CSV, which has no place for it', async () => {
  const folder = inventoryOnDisk([api], { run: { failed: [{ profile: 'shop', region: 'us-east-1', error: 'ExpiredToken' }] } });
  const note = 'note: not read: profile shop us-east-1 could not be read to the end (ExpiredToken)\n';
  expect(await report(folder, '--format', 'csv')).toMatchObject({ exitCode: 0, complained: note });
  expect((await report(folder)).complained).toBe('');
});
