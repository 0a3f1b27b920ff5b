import * as fs from 'node:fs';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../../src/cli/main';
import { inventoryOf } from '../fixtures/adoption/inventory-of';
import { ACCOUNT, furnished, REGION, repositoryFile } from '../fixtures/adoption/repositories';
import { synthesizedApp } from '../fixtures/adoption/synthesized-app';
import { FakeTerminal } from '../fixtures/fake-terminal';

const FOLDER = mkdtempSync(join(tmpdir(), 'adopt-'));
const INVENTORY = inventoryOf([furnished('team/a'), repositoryFile('b')]);
afterAll(() => [FOLDER, INVENTORY].forEach((folder) => rmSync(folder, { recursive: true })));

let count = 0;
/** A path in which nothing exists. */
const newPath = () => join(FOLDER, String(count++));

function file(text: string): string {
  const path = newPath();
  writeFileSync(path, text);
  return path;
}

async function adopt(args: string[], input?: string): Promise<{ exitCode: number; written: string; complained: string }> {
  const terminal = new FakeTerminal(['adopt', ...args], input);
  return { exitCode: await run(terminal), written: terminal.written, complained: terminal.complained };
}

/** The folder of an app, after a change of its files. */
async function app(inventory: string, change: (files: Map<string, string>) => void = () => undefined): Promise<string> {
  const out = newPath();
  await adopt([inventory, '--out', out]);
  const files = new Map(
    readdirSync(out, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => [join(parentPath, name).slice(out.length + 1), readFileSync(join(parentPath, name), 'utf8')]),
  );
  change(files);
  const assembly = newPath();
  synthesizedApp(files, (from) => fs.cpSync(from, assembly, { recursive: true }));
  return assembly;
}

test('an app is written, and its templates declare exactly what is there', async () => {
  const out = newPath();
  expect(await adopt([INVENTORY, '--out', out])).toEqual({
    exitCode: 0,
    written: `${out}: 2 repositories; PLAN.md lists the steps\n`,
    complained: '',
  });
  expect(readdirSync(out)).toEqual(expect.arrayContaining(['PLAN.md', 'app.ts', 'fleet.json', 'import']));
  expect(await adopt([INVENTORY, '--compare', await app(INVENTORY)])).toEqual({
    exitCode: 0,
    written: '2 repositories: the templates declare exactly what is there\n',
    complained: '',
  });
});

test('a difference is exit code 1, and a message for each', async () => {
  const assembly = await app(INVENTORY, (files) => files.set('fleet.json', files.get('fleet.json')!.replace('"team-a"', '"team-b"')));
  const { exitCode, written, complained } = await adopt([INVENTORY, '--compare', assembly]);
  expect([exitCode, written]).toEqual([1, '']);
  expect(complained).toBe(
    `${ACCOUNT} ${REGION} team/a: the tag owner changes from team-a to team-b. Correct the app, or collect again. ` +
      '[cdk-secure-repository:adoption-difference]\n',
  );
});

test('a repository that the app does not have is a difference', async () => {
  const more = inventoryOf([furnished('team/a'), repositoryFile('b'), repositoryFile('c')]);
  const { exitCode, complained } = await adopt([more, '--compare', await app(INVENTORY)]);
  expect([exitCode, complained]).toEqual([1, expect.stringMatching(/ c: no template declares it /)]);
});

test('a repository in another stack than the one whose mapping has it is a difference', async () => {
  const inventory = inventoryOf(Array.from({ length: 8 }, (_, index) => repositoryFile(`r${index}`)));
  const out = newPath();
  await adopt([inventory, '--out', out]);
  const moved = await app(inventory, (files) => files.set('fleet.json', files.get('fleet.json')!.replace('"stacks": 1', '"stacks": 2')));
  fs.cpSync(moved, join(out, 'cdk.out'), { recursive: true });
  const { exitCode, complained } = await adopt([inventory, '--compare', join(out, 'cdk.out')]);
  expect(exitCode).toBe(1);
  expect(complained).toMatch(
    / r\d: the stack Ecr-\d{12}-eu-west-1-2 declares it, but the mapping of the import of Ecr-\d{12}-eu-west-1-1 has it\. Correct the app/,
  );
  expect(complained).not.toContain('the stack Ecr-111122223333-eu-west-1-1 declares it');

  const mapping = join(out, 'import', readdirSync(join(out, 'import'))[0]);
  writeFileSync(mapping, '{');
  expect(await adopt([inventory, '--compare', join(out, 'cdk.out')])).toMatchObject({
    exitCode: 2,
    complained: expect.stringMatching(/\.json: the mapping cannot be read \(.+\)\. Use the file that adopt wrote\. /),
  });
});

test('what is left out is reported', async () => {
  const unread = repositoryFile('unread', { tags: undefined, missing: { tags: 'AccessDeniedException' } });
  const failed = [{ profile: 'prod', region: 'us-east-1', error: 'ExpiredToken' }];
  const inventory = inventoryOf([repositoryFile('a'), unread], { failed });
  const out = newPath();
  const { exitCode, complained } = await adopt([inventory, '--out', out]);
  expect([exitCode, complained]).toEqual([
    0,
    'prod us-east-1 could not be read (ExpiredToken). Collect again.\n' +
      `${ACCOUNT} ${REGION} unread is left out: the tags could not be read (AccessDeniedException), and would be lost. Collect again.\n`,
  ]);
  expect(readFileSync(join(out, 'PLAN.md'), 'utf8')).toContain('\n## Not in this plan\n');
});

test('a repository that is left out and a registry that could not be read leave the comparison undecided', async () => {
  const unread = repositoryFile('unread', { tags: undefined, missing: { tags: 'AccessDeniedException' } });
  const failed = [
    { profile: 'prod', region: 'us-east-1', error: 'ExpiredToken' },
    { account: ACCOUNT, region: REGION, part: 'manifests', error: 'Throttling' },
  ];
  const assembly = await app(inventoryOf([repositoryFile('a')]));
  expect(await adopt([inventoryOf([repositoryFile('a'), unread], { failed }), '--compare', assembly])).toEqual({
    exitCode: 2,
    written: '1 repository: the templates declare exactly what is there; others are not compared\n',
    complained:
      '--compare: prod us-east-1 is not compared, because it could not be read (ExpiredToken). Collect again. [cdk-secure-repository:gate-undecided]\n' +
      `--compare: ${ACCOUNT} ${REGION} unread is not compared: the tags could not be read (AccessDeniedException), and would be lost. Collect again. ` +
      '[cdk-secure-repository:gate-undecided]\n',
  });
  // a difference is the answer, whatever is undecided
  expect(await adopt([inventoryOf([repositoryFile('b'), unread], { failed }), '--compare', assembly])).toMatchObject({
    exitCode: 1,
    written: '',
    complained: expect.stringMatching(/ b: no template declares it [^]* unread is not compared: /),
  });
});

test('manifests that could not be read are of no importance', async () => {
  const failed = [{ account: ACCOUNT, region: REGION, part: 'manifests', error: 'Throttling' }];
  const inventory = inventoryOf([repositoryFile('a')], { failed });
  const out = newPath();
  expect(await adopt([inventory, '--out', out])).toEqual({
    exitCode: 0,
    written: `${out}: 1 repository; PLAN.md lists the steps\n`,
    complained: '',
  });
  expect(readFileSync(join(out, 'PLAN.md'), 'utf8')).not.toContain('could not be read');
  expect(await adopt([inventory, '--compare', await app(inventory)])).toMatchObject({ exitCode: 0, complained: '' });
});

test('a note lists what only the templates have', async () => {
  expect(await adopt([inventoryOf([repositoryFile('b')]), '--compare', await app(INVENTORY)])).toEqual({
    exitCode: 0,
    written: '1 repository: the templates declare exactly what is there\n',
    complained: `note: ${ACCOUNT} ${REGION}: the templates declare repositories that the inventory does not have, so they are not compared: team/a\n`,
  });
});

test('the plan names the patterns of the run', async () => {
  const out = newPath();
  await adopt([inventoryOf([repositoryFile('a')], { repositories: ['a*'] }), '--out', out]);
  expect(readFileSync(join(out, 'PLAN.md'), 'utf8')).toContain('Only repositories that match `a*` are in this plan.');
});

describe('a state of Terraform', () => {
  const state = {
    resources: [{ mode: 'managed', type: 'aws_ecr_repository', name: 'b', instances: [{ attributes: { name: 'b' } }] }],
  };

  test('adds the files that release its repositories', async () => {
    const out = newPath();
    expect(await adopt([INVENTORY, '--out', out, '--terraform-state', file(JSON.stringify(state))])).toMatchObject({ exitCode: 0 });
    expect(readdirSync(join(out, 'terraform'))).toEqual(['removed.tf']);
  });

  test('can be one of several', async () => {
    const out = newPath();
    const other = JSON.stringify(state).replaceAll('"b"', '"team/a"');
    const states = [JSON.stringify(state), other].flatMap((text) => ['--terraform-state', file(text)]);
    expect(await adopt([INVENTORY, '--out', out, ...states])).toMatchObject({ exitCode: 0 });
    expect(['1', '2'].map((folder) => readdirSync(join(out, 'terraform', folder)))).toEqual([['removed.tf'], ['removed.tf']]);
  });

  test('can be standard input', async () => {
    const out = newPath();
    expect(await adopt([INVENTORY, '--out', out, '--terraform-state', '-'], JSON.stringify(state))).toMatchObject({ exitCode: 0 });
    expect(existsSync(join(out, 'terraform'))).toBe(true);
  });

  test.each([
    ['{', /: the text is not valid JSON \(.*\)\. Pass the output of terraform show -json, or of terraform state pull,/],
    ['{}', /: the state has no repository of Amazon ECR\. Pass the output of terraform show -json/],
  ])('that is %j is an input error', async (text, problem) => {
    const out = newPath();
    const { exitCode, complained } = await adopt([INVENTORY, '--out', out, '--terraform-state', file(text)]);
    expect([exitCode, complained, existsSync(out)]).toEqual([2, expect.stringMatching(problem), false]);
  });
});

test.each<[string[], string]>([
  [[], 'the folder of the inventory is missing. Use adopt inventory --out app, for example.'],
  [[INVENTORY], '--out: the option is missing. Use either --out FOLDER or --compare DIR.'],
  [[INVENTORY, '--out', 'a', '--compare', 'b'], '--out and --compare cannot be combined. Use either --out FOLDER or --compare DIR.'],
  [
    [INVENTORY, '--compare', 'b', '--terraform-state', 'c'],
    '--terraform-state cannot be combined with --compare. Use it with --out FOLDER.',
  ],
  [[INVENTORY, 'again', '--out', 'a'], '"again": the argument does not belong to an option. Put an option before it.'],
])('%j is a usage error', async (args, problem) => {
  expect(await adopt(args)).toEqual({
    exitCode: 2,
    written: '',
    complained: `${problem} [cdk-secure-repository:command-usage]\ncdk-secure-repository adopt --help describes the options\n`,
  });
});

test.each<[string, () => string, RegExp]>([
  ['does not exist', newPath, /, inventory\.json: the file .+\. Pass a folder that collect wrote\./],
  [
    'is not complete',
    () => inventoryOf([repositoryFile('a')], { completedAt: undefined }),
    /: the inventory is not complete\. Run collect again, which continues it\./,
  ],
  ['is empty', () => inventoryOf([]), /: the inventory has no repository that can be adopted\. Collect the repositories\./],
  [
    'has lost a file',
    () => {
      const folder = inventoryOf([repositoryFile('a')]);
      rmSync(join(folder, ACCOUNT, REGION, 'repositories', 'a.json'));
      return folder;
    },
    /repositories\/a\.json: the file .+\. Pass a folder that collect wrote\./,
  ],
])('an inventory that %s is an input error', async (_, folder, problem) => {
  const out = newPath();
  const { exitCode, complained } = await adopt([folder(), '--out', out]);
  expect([exitCode, complained, existsSync(out)]).toEqual([2, expect.stringMatching(problem), false]);
});

test('an assembly that does not exist is an input error', async () => {
  const { exitCode, complained } = await adopt([INVENTORY, '--compare', newPath()]);
  expect([exitCode, complained]).toEqual([2, expect.stringMatching(/manifest\.json/)]);
});

describe('the folder of the app', () => {
  test('can be empty', async () => {
    const out = newPath();
    mkdirSync(out);
    expect(await adopt([INVENTORY, '--out', out])).toMatchObject({ exitCode: 0 });
  });

  test('that is not empty stays as it is', async () => {
    const out = newPath();
    mkdirSync(out);
    writeFileSync(join(out, 'mine'), '');
    expect(await adopt([INVENTORY, '--out', out])).toMatchObject({
      exitCode: 2,
      complained: expect.stringContaining(`--out ${out}: the folder is not empty, and nothing is overwritten. Pass a new folder. `),
    });
    expect(readdirSync(out)).toEqual(['mine']);
  });

  test('cannot be a file', async () => {
    const out = file('mine');
    expect(await adopt([INVENTORY, '--out', out])).toMatchObject({
      exitCode: 2,
      complained: expect.stringMatching(/: the app cannot be written \(ENOTDIR.*\)\. Free space, or pass another folder\./),
    });
    expect(readFileSync(out, 'utf8')).toBe('mine');
  });

  test.each([
    ['a new folder', () => newPath(), false],
    ['an empty folder', () => emptyFolder(), true],
    ['a link to an empty folder', () => linkTo(emptyFolder()), true],
  ])('on a full disk, no half of an app stays in %s', async (_, place, stays) => {
    const out = place();
    const write = fs.writeFileSync;
    const full = jest.spyOn(jest.requireActual<typeof fs>('fs'), 'writeFileSync').mockImplementation((path, ...args) => {
      if (String(path).endsWith('app.ts')) throw new Error('ENOSPC: no space left on device, write');
      write(path, ...args);
    });
    try {
      expect(await adopt([INVENTORY, '--out', out])).toMatchObject({
        exitCode: 2,
        complained: expect.stringContaining(
          `--out ${out}: the app cannot be written (ENOSPC: no space left on device, write). Free space, or pass another folder. `,
        ),
      });
      expect(full).toHaveBeenCalledTimes(3);
    } finally {
      full.mockRestore();
    }
    expect(existsSync(out)).toBe(stays);
    expect(stays ? readdirSync(out) : []).toEqual([]);
  });

  function emptyFolder(): string {
    const folder = newPath();
    mkdirSync(folder);
    return folder;
  }

  function linkTo(folder: string): string {
    const link = newPath();
    fs.symlinkSync(folder, link);
    return link;
  }
});
