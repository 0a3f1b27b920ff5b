import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { VERSION } from '../../bindings/versions';
import { textOf } from '../fixtures/docs/markdown';

const FOLDER = join(__dirname, '../../examples/publishing');
const FILES = readdirSync(FOLDER);
const PAGE = textOf('docs/publishing.md');
const JOBS = ['github.yml', 'gitlab.yml'];

/** The commands of the shell block right below a heading, without their comments. */
function commandsBelow(heading: string): string[] {
  const [, block] = new RegExp(`## ${heading}\n\n\`\`\`sh\n([^]*?)\`\`\``).exec(PAGE) ?? [];
  return block
    .trimEnd()
    .split('\n')
    .map((line) => line.replace(/ *#.*$/, ''));
}

function textOfJob(file: string): string {
  return readFileSync(join(FOLDER, file), 'utf8');
}

test('every script and job is there', () => {
  expect(FILES.sort()).toEqual(['github.yml', 'gitlab.yml', 'go.sh', 'maven.sh', 'npm.sh', 'pip.sh', 'settings.xml']);
});

test.each(FILES)('the page leads to %s', (file) => {
  expect(PAGE).toContain(`](../examples/publishing/${file})`);
});

test('the page runs every script', () => {
  expect(commandsBelow('Publish').slice(2)).toEqual(['npm', 'pip', 'maven', 'go'].map((name) => `bash examples/publishing/${name}.sh`));
});

test('what an earlier release left in dist/ is gone before the next one is packed from its tag', () => {
  expect(commandsBelow('Pack').slice(0, 4)).toEqual([`export VERSION=${VERSION}`, 'git checkout "v$VERSION"', 'rm -rf dist', 'npm ci']);
});

test.each(JOBS)('%s takes the steps of the page', (file) => {
  const job = textOfJob(file);
  // a job has its own way to a version, to the tag, and to a PATH
  const commands = [...commandsBelow('Pack'), ...commandsBelow('Publish')].filter((command) => !/^(export|git checkout) /.test(command));
  expect(commands).toHaveLength(12);
  const places = commands.map((command) => job.indexOf(`${command}\n`));
  expect(places).not.toContain(-1);
  expect(places).toEqual([...places].sort((a, b) => a - b));
});

test.each(JOBS)('%s keeps what it packed, with the checksums, before it publishes', (file) => {
  const job = textOfJob(file);
  const publishes = job.indexOf('bash examples/publishing/npm.sh');
  const keeps = ['find dist -type f -exec sha256sum {} + > SHA256SUMS\n', 'tar -czf release.tar.gz dist\n'];
  for (const place of keeps.map((command) => job.indexOf(command))) {
    expect(place).toBeGreaterThan(-1);
    expect(place).toBeLessThan(publishes);
  }
});

test('the artifact of GitHub is there before anything is published, and that of GitLab even when the job fails', () => {
  const [upload] = /uses: actions\/upload-artifact@[^]*?bash examples/.exec(textOfJob('github.yml')) ?? [];
  expect(upload).toMatch(/path: \|\n +release\.tar\.gz\n +SHA256SUMS\n/);
  expect(textOfJob('gitlab.yml')).toMatch(
    /artifacts:\n +when: always\n +expire_in: never\n +paths: \[release\.tar\.gz, SHA256SUMS, dist\/sbom\/\]\n/,
  );
});

test('GitLab releases the tags of versions, and no pre-release, which npm would take for the latest', () => {
  const [, pattern] = /\$CI_COMMIT_TAG =~ \/(\S+)\/\n/.exec(textOfJob('gitlab.yml')) ?? [];
  const released = ['v1.4.0', 'v10.20.30', 'v1.4.0-rc.1', 'v1', 'vendor', 'xv1.4.0'].filter((tag) => new RegExp(pattern).test(tag));
  expect(released).toEqual(['v1.4.0', 'v10.20.30']);
});

test('GitHub releases the same tags', () => {
  // a pattern of GitHub matches whole tags; it is a regular expression but for the dots
  const [, pattern] = /tags: \['(\S+)'\]\n/.exec(textOfJob('github.yml')) ?? [];
  expect(pattern).toBe('v[0-9]+.[0-9]+.[0-9]+');
});

test.each(JOBS)('%s lists what is in the packages before it computes the checksums, so that they cover the SBOMs', (file) => {
  const job = textOfJob(file);
  const order = ['npm run package-all\n', 'npx projen sbom\n', '> SHA256SUMS\n'].map((command) => job.indexOf(command));
  expect(order).not.toContain(-1);
  expect(order).toEqual([...order].sort((a, b) => a - b));
});

test('GitHub attests the files of the checksums before anything is published, and attaches checksums and SBOMs to the release', () => {
  const job = textOfJob('github.yml');
  expect(job).toMatch(/permissions:\n[^]*id-token: write\n[^]*attestations: write\n[^]*steps:/);
  expect(job).toMatch(
    /> SHA256SUMS\n[^]*uses: actions\/attest-build-provenance@v\d+\n +with: \{ subject-checksums: SHA256SUMS \}\n[^]*npm\.sh\n/,
  );
  expect(job).toMatch(/go\.sh\n[^]*gh release create "\$GITHUB_REF_NAME" [^\n]* SHA256SUMS dist\/sbom\/\*\.json\n/);
});

test("GitLab's runner writes provenance", () => {
  expect(textOfJob('gitlab.yml')).toMatch(/variables:\n[^]*RUNNER_GENERATE_ARTIFACTS_METADATA: 'true'\n[^]*script:/);
});

test('the page and the security policy name the SBOM of each ecosystem', () => {
  for (const ecosystem of ['npm', 'python', 'java', 'go']) expect(textOf('SECURITY.md')).toContain(`-${ecosystem}`);
  expect(PAGE).toContain('SECURITY.md#verifying-a-package');
});
