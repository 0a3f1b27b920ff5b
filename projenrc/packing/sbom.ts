import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Bom, Component, containing, describing } from './bom';

/**
 * Writes dist/sbom/: for each package of dist/ a list of what it depends on and what it contains, in CycloneDX, made by the tool of its
 * ecosystem. Run where dist/ is.
 * @see SECURITY.md
 */
const NPM_TOOL = ['@cyclonedx/cyclonedx-npm@6.0.1', 'ajv@8', 'ajv-formats@3', 'ajv-formats-draft2019@1.6.1'];
const PYTHON_TOOL = 'cyclonedx-bom==7.5.0';
const MAVEN_TOOL = 'org.cyclonedx:cyclonedx-maven-plugin:2.9.1:makeBom';
const GO_TOOL = 'github.com/CycloneDX/cyclonedx-gomod/cmd/cyclonedx-gomod@v1.9.0';

const PROJECT = join(__dirname, '../..');
const DIST = resolve('dist');
const WORK = resolve('build/sbom');
const TOOLS = join(PROJECT, 'build/sbom-tools');

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly license: string;
  readonly peerDependencies: Readonly<Record<string, string>>;
}

/** A folder below the working folder, there and empty. */
function emptied(name: string): string {
  const folder = join(WORK, name);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  return folder;
}

function run(program: string, args: string[], cwd = WORK, env: NodeJS.ProcessEnv = {}): string {
  return execFileSync(program, args, { cwd, env: { ...process.env, ...env }, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
}

/** The only file below a folder of dist/ whose name ends so. */
function packed(folder: string, ending: string): string {
  const found = readdirSync(join(DIST, folder), { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith(ending));
  if (found.length !== 1) throw new Error(`dist/${folder} has ${found.length} files that end with ${ending}, expected one`);
  return join(DIST, folder, found[0]);
}

function read(file: string): Bom {
  return JSON.parse(readFileSync(file, 'utf8')) as Bom;
}

const tarball = packed('js', '.tgz');
const manifest = JSON.parse(run('tar', ['-xzOf', tarball, 'package/package.json'], DIST)) as Manifest;
/** The oldest versions of the peers that the package accepts: an app chooses its own, and its own SBOM has them. */
const peers = Object.fromEntries(Object.entries(manifest.peerDependencies).map(([name, range]) => [name, range.replace('^', '')]));

/** The modules with the code of other packages, which projenrc/cli/bundle.ts writes, with their versions on top. */
const BUNDLES = ['cli/template-yaml', 'cli/collect/aws-clients'];

/** What is bundled, by name, at its version. */
function bundled(): Record<string, string> {
  const notices = BUNDLES.flatMap((module) => [
    ...run('tar', ['-xzOf', tarball, `package/lib/${module}.js`], DIST).matchAll(/^This file contains (.+), under this licence:$/gm),
  ]);
  return Object.fromEntries(notices.flatMap(([, packages]) => packages.split(', ').map((one) => one.split(' ') as [string, string])));
}

function npm(): Bom {
  const tool = join(TOOLS, 'npm');
  if (!existsSync(join(tool, 'node_modules', '.bin', 'cyclonedx-npm'))) {
    mkdirSync(tool, { recursive: true });
    writeFileSync(join(tool, 'package.json'), JSON.stringify({ private: true }));
    run('npm', ['install', '--no-audit', '--no-fund', '--omit=optional', '--ignore-scripts', ...NPM_TOOL], tool);
  }
  const folder = emptied('npm');
  const own = { name: manifest.name, version: manifest.version, license: manifest.license };
  // as the tarball's own, without the development dependencies, which make the peers vanish, and with what is bundled as a dependency
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ ...own, dependencies: bundled(), peerDependencies: peers }));
  run('npm', ['install', '--package-lock-only', '--no-audit', '--no-fund'], folder);
  const list = ['--package-lock-only', '--output-reproducible', '--of', 'JSON', '--output-file', 'sbom.json', '--validate'];
  run(join(tool, 'node_modules', '.bin', 'cyclonedx-npm'), list, folder);
  return read(join(folder, 'sbom.json'));
}

function python(): Bom {
  const tool = join(TOOLS, 'python');
  if (!existsSync(join(tool, 'bin', 'cyclonedx-py'))) {
    run('python3', ['-m', 'venv', tool], PROJECT);
    run(join(tool, 'bin', 'pip'), ['install', '--quiet', '--disable-pip-version-check', PYTHON_TOOL]);
  }
  const folder = emptied('python');
  const venv = join(folder, 'venv');
  run('python3', ['-m', 'venv', '--without-pip', venv]);
  const oldest = Object.entries(peers).map(([name, version]) => `${name}==${version}`);
  const quiet = ['install', '--quiet', '--disable-pip-version-check', '--no-compile'];
  run(join(tool, 'bin', 'pip'), ['--python', join(venv, 'bin', 'python'), ...quiet, packed('python', '.whl'), ...oldest]);
  const list = ['environment', join(venv, 'bin', 'python'), '--of', 'JSON', '--output-reproducible', '--output-file', 'sbom.json'];
  run(join(tool, 'bin', 'cyclonedx-py'), list, folder);
  rmSync(venv, { recursive: true });
  return read(join(folder, 'sbom.json'));
}

function java(): Bom {
  const folder = emptied('java');
  writeFileSync(join(folder, 'pom.xml'), readFileSync(packed('java', '.pom')));
  run('mvn', ['--quiet', '--batch-mode', MAVEN_TOOL, '-DoutputFormat=json', '-DoutputReactorProjects=false'], folder);
  return read(join(folder, 'target', 'bom.json'));
}

function go(): Bom {
  run('go', ['install', GO_TOOL], PROJECT, { GOBIN: TOOLS });
  const folder = emptied('go');
  const [module] = readdirSync(join(DIST, 'go'));
  // a copy, for the tool requires a go.sum, and a published module has none
  const copy = join(folder, module);
  cpSync(join(DIST, 'go', module), copy, { recursive: true });
  run('go', ['mod', 'tidy'], copy);
  const list = ['mod', '-json', '-licenses', '-noserial', '-output', join(folder, 'sbom.json')];
  run(join(TOOLS, 'cyclonedx-gomod'), [...list, copy], folder);
  return read(join(folder, 'sbom.json'));
}

/** The npm package as the others contain it, with what is bundled in it. */
function contained({ components }: Bom): Component {
  const { name: own, version: release } = manifest;
  const parts = components.filter((component) => component.name in bundled());
  return {
    type: 'library',
    'bom-ref': `contained:${own}@${release}`,
    name: own,
    version: release,
    purl: `pkg:npm/${own}@${release}`,
    components: parts.map((part) => ({ ...part, 'bom-ref': `contained:${part.name}@${part.version}` })),
  };
}

/** The package of an ecosystem, with the checksum of the file that is published: a Go module is none, and go.sum has its checksum. */
function published(purl: string, file?: string): Parameters<typeof describing>[1] {
  const { name, version } = manifest;
  const sha256 = file && createHash('sha256').update(readFileSync(file)).digest('hex');
  return { name, version, purl, sha256 };
}

const ofNpm = npm();
const inOthers = contained(ofNpm);
const { name, version } = manifest;
const jar = packed('java', `${version}.jar`);
const boms: Record<string, Bom> = {
  npm: describing(ofNpm, published(`pkg:npm/${name}@${version}`, tarball)),
  python: containing(describing(python(), published(`pkg:pypi/${name}@${version}`, packed('python', '.whl'))), inOthers),
  java: containing(describing(java(), published(`pkg:maven/io.github.cdksecurerepository/${name}@${version}?type=jar`, jar)), inOthers),
  go: containing(describing(go(), published(`pkg:golang/github.com/${name}/${name}-go/cdksecurerepository@v${version}`)), inOthers),
};
rmSync(join(DIST, 'sbom'), { recursive: true, force: true });
mkdirSync(join(DIST, 'sbom'));
for (const [ecosystem, bom] of Object.entries(boms)) {
  writeFileSync(join(DIST, 'sbom', `${name}-${version}-${ecosystem}.cdx.json`), `${JSON.stringify(bom, undefined, 2)}\n`);
  process.stdout.write(`${ecosystem}: ${bom.components.length} components\n`);
}
