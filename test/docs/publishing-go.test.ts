import { execFile, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GitHttpServer } from '../fixtures/git-http-server';

const SCRIPT = join(__dirname, '../../examples/publishing/go.sh');
// a backslash, which an echo of some shells reads, and what a shell would expand
const CREDENTIALS = { username: 'publisher', password: 'a\\tb$HOME"c' };

let server: GitHttpServer;
let folder: string;
let GO_REPOSITORY: string;

beforeEach(async () => {
  server = new GitHttpServer(CREDENTIALS);
  GO_REPOSITORY = await server.start();
  folder = mkdtempSync(join(tmpdir(), 'publishing-go-'));
  packed('cdksecurerepository');
  // another helper of the user's, which answers first, and which git tells what it was let in with
  const store = join(folder, 'kept.txt');
  const helper = `!f() { if [ "$1" = get ]; then echo username=somebody; echo password=else; else cat >> ${store}; fi; }; f`;
  const user = '[user]\n name = publisher\n email = publisher@example.com\n';
  writeFileSync(join(folder, '.gitconfig'), `${user}[credential]\n helper = ${JSON.stringify(helper)}\n`);
});

afterEach(async () => {
  await server.stop();
  for (const path of [folder, server.folder]) rmSync(path, { recursive: true });
});

function packed(module: string): void {
  rmSync(join(folder, 'dist'), { recursive: true, force: true });
  mkdirSync(join(folder, 'dist/go', module), { recursive: true });
  writeFileSync(join(folder, 'dist/go', module, 'main.go'), 'package main\n');
}

/** Runs the script with the real git; what it printed where it fails. */
async function published(VERSION: string): Promise<string> {
  const { username: GO_USERNAME, password: GO_PASSWORD } = CREDENTIALS;
  const settings = { HOME: folder, XDG_CONFIG_HOME: folder, GIT_CONFIG_NOSYSTEM: '1', GIT_TERMINAL_PROMPT: '0' };
  const env = { PATH: process.env.PATH, ...settings, GO_REPOSITORY, GO_USERNAME, GO_PASSWORD, VERSION };
  return new Promise((resolve) => {
    execFile('bash', [SCRIPT], { cwd: folder, env }, (error, _output, errors) => resolve(error ? errors : 'published'));
  });
}

function inRepository(...args: string[]): string[] {
  return spawnSync('git', ['-C', server.folder, ...args], { encoding: 'utf8' })
    .stdout.trimEnd()
    .split('\n');
}

test('it publishes with its own password, whatever else git is set to, and leaves the password nowhere', async () => {
  expect(await published('1.4.0')).toBe('published');
  expect(inRepository('tag')).toEqual(['cdksecurerepository/v1.4.0']);
  expect(inRepository('ls-tree', '-r', '--name-only', 'cdksecurerepository/v1.4.0')).toEqual(['cdksecurerepository/main.go']);
  expect(existsSync(join(folder, 'kept.txt'))).toBe(false);
});

test('a second run says that the version is there, and changes nothing', async () => {
  await published('1.4.0');
  expect(await published('1.4.0')).toContain("tag 'cdksecurerepository/v1.4.0' already exists");
  expect(inRepository('rev-list', '--count', '--all')).toEqual(['1']);
});

test('the folder of the module is what was packed, so that a library of another name can be published', async () => {
  packed('ourrepository');
  expect(await published('1.4.0')).toBe('published');
  expect(inRepository('tag')).toEqual(['ourrepository/v1.4.0']);
});
