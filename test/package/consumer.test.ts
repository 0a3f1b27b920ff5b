import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ended, PROJECT, run } from './run';

/** The tools of a package.json of the project. */
function toolsOf(manifest: string): Readonly<Record<string, string>> {
  const { dependencies, devDependencies } = JSON.parse(readFileSync(join(PROJECT, manifest), 'utf8')) as Record<
    string,
    Record<string, string>
  >;
  return { ...dependencies, ...devDependencies };
}
const devDependencies = toolsOf('package.json');
const NEWEST = toolsOf('tools/ci/package.json')['aws-cdk-lib'];

const APP = `
import { App, Stack } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { LifecyclePolicy, SecureRepository } from 'cdk-secure-repository';

const app = new App({ outdir: 'cdk.out' });
const stack = new Stack(app, 'Shop');
const repository = new SecureRepository(stack, 'Repository', { lifecyclePolicy: LifecyclePolicy.keepLatest(10) });
repository.grantPull(new Role(stack, 'Role', { assumedBy: new ServicePrincipal('ec2.amazonaws.com') }));
app.synth();
console.log(require.resolve('cdk-secure-repository'), require.resolve('aws-cdk-lib'));
`;
const STRICT = { strict: true, skipLibCheck: false, module: 'node16', target: 'es2022', noUnusedLocals: true, types: ['node'] };

/** Ends the test with what a command has printed, if it failed. */
function succeeded(ended: Ended): string {
  if (ended.exitCode !== 0) throw new Error(ended.output);
  return ended.stdout;
}

let folder: string;
let tarball: string;

beforeAll(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'consumer-')));
  succeeded(run(PROJECT, 'npm', 'pack', '--pack-destination', folder));
  tarball = join(folder, readdirSync(folder)[0]);
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

test.each([
  ['the oldest aws-cdk-lib and constructs', 'oldest', devDependencies['aws-cdk-lib'], devDependencies.constructs],
  ['the newest aws-cdk-lib', 'newest', NEWEST, '^10.5.1'],
])('with %s a stranger compiles and synthesizes an app in strict TypeScript', (_name, name, awsCdkLib, constructs) => {
  const home = join(folder, name);
  mkdirSync(home);
  writeFileSync(join(home, 'package.json'), JSON.stringify({ name: 'consumer', private: true }));
  writeFileSync(join(home, 'tsconfig.json'), JSON.stringify({ compilerOptions: STRICT, files: ['app.ts'] }));
  writeFileSync(join(home, 'app.ts'), APP);

  const peers = [`aws-cdk-lib@${awsCdkLib}`, `constructs@${constructs}`];
  const compiler = ['typescript', '@types/node'].map((tool) => `${tool}@${devDependencies[tool]}`);
  succeeded(run(home, 'npm', 'install', '--prefer-offline', '--no-audit', '--no-fund', tarball, ...peers, ...compiler));
  succeeded(run(home, process.execPath, join('node_modules', 'typescript', 'bin', 'tsc')));
  const resolved = succeeded(run(home, process.execPath, 'app.js'))
    .trim()
    .split(' ');

  expect(resolved).toEqual(['cdk-secure-repository/lib/index.js', 'aws-cdk-lib/index.js'].map((file) => join(home, 'node_modules', file)));
  const template = JSON.parse(readFileSync(join(home, 'cdk.out', 'Shop.template.json'), 'utf8')) as { Resources: object };
  expect(Object.keys(template.Resources)).toContain('Repository22E53BBD');
});

test('with nothing but the package a stranger checks a template in YAML', () => {
  const home = join(folder, 'command');
  mkdirSync(home);
  writeFileSync(join(home, 'package.json'), JSON.stringify({ name: 'consumer', private: true }));
  succeeded(run(home, 'npm', 'install', '--prefer-offline', '--no-audit', '--no-fund', '--legacy-peer-deps', tarball));
  copyFileSync(join(PROJECT, 'test/data/command-inputs/template.yaml'), join(home, 'template.yaml'));
  expect(readdirSync(join(home, 'node_modules')).filter((name) => !name.startsWith('.'))).toEqual(['cdk-secure-repository']);
  expect(succeeded(run(home, join('node_modules', '.bin', 'cdk-secure-repository'), 'validate', '--template', 'template.yaml'))).toBe(
    'template.yaml, Repo: ECR accepts the policy\n  1. keep the 10 newest of the images, expire the others\n',
  );
});

test('loading the package does not load what the tests check it with', () => {
  const loaded = `require('cdk-secure-repository').SecureRepository; console.log(Object.keys(require.cache).join('\\n'))`;
  const modules = succeeded(run(PROJECT, process.execPath, '-e', loaded)).split('\n');
  expect(modules).toContainEqual(expect.stringMatching(/lib.secure-repository\.js$/));
  expect(modules.filter((path) => /node_modules.(cdk-nag|@cdklabs|fast-check)/.test(path))).toEqual([]);
});
