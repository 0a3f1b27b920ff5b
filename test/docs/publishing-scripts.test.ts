import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Ended, StubbedPrograms } from '../fixtures/stubbed-programs';

const FOLDER = join(__dirname, '../../examples/publishing');
const JAVA = 'dist/java/io/github/cdksecurerepository/cdk-secure-repository/1.4.0/cdk-secure-repository-1.4.0';
const PACKED = [
  'dist/js/cdk-secure-repository@1.4.0.jsii.tgz',
  'dist/python/cdk_secure_repository-1.4.0-py3-none-any.whl',
  ...['.pom', '.jar', '-sources.jar', '-javadoc.jar'].map((ending) => `${JAVA}${ending}`),
  'dist/go/cdksecurerepository/main.go',
];

/** What each script takes; for a script that takes it in two ways, both. */
const SCRIPTS: readonly { readonly script: string; readonly env: Readonly<Record<string, string>>; readonly needs: readonly string[] }[] = [
  { script: 'npm', env: { NPM_REGISTRY: 'https://npm.example/repo', NPM_TOKEN: 'secret' }, needs: ['NPM_REGISTRY', 'NPM_TOKEN'] },
  {
    script: 'pip',
    env: { TWINE_REPOSITORY_URL: 'https://pip.example', TWINE_USERNAME: 'publisher', TWINE_PASSWORD: 'secret' },
    needs: ['TWINE_REPOSITORY_URL', 'TWINE_USERNAME', 'TWINE_PASSWORD'],
  },
  {
    script: 'maven',
    env: { MAVEN_REPOSITORY_URL: 'https://maven.example', VERSION: '1.4.0', MAVEN_USERNAME: 'publisher', MAVEN_PASSWORD: 'secret' },
    needs: ['MAVEN_REPOSITORY_URL', 'VERSION', 'MAVEN_USERNAME', 'MAVEN_PASSWORD'],
  },
  {
    script: 'maven',
    env: { MAVEN_REPOSITORY_URL: 'https://maven.example', VERSION: '1.4.0', MAVEN_SERVER_ID: 'gitlab', CI_JOB_TOKEN: 'secret' },
    needs: ['MAVEN_REPOSITORY_URL', 'VERSION', 'CI_JOB_TOKEN'],
  },
  { script: 'go', env: { GO_REPOSITORY: 'ssh://git.example/repo', VERSION: '1.4.0' }, needs: ['GO_REPOSITORY', 'VERSION'] },
  {
    script: 'go',
    env: { GO_REPOSITORY: 'https://git.example/repo', VERSION: '1.4.0', GO_USERNAME: 'publisher', GO_PASSWORD: 'secret' },
    needs: ['GO_REPOSITORY', 'VERSION', 'GO_USERNAME', 'GO_PASSWORD'],
  },
];

/** Runs the real script where a release was packed; the programs that would contact a server are stubs. */
function ended(script: string, env: Readonly<Record<string, string>>): Ended {
  const programs = new StubbedPrograms({ npm: '', twine: '', mvn: '', git: 'if [ "$1" = clone ]; then mkdir -p "$4"; fi' });
  for (const file of PACKED.map((name) => join(programs.folder, name))) {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, '');
  }
  return programs.bash([join(FOLDER, `${script}.sh`)], env);
}

const CASES = SCRIPTS.flatMap(({ script, env, needs }) => needs.map((name) => ({ script, env, name, given: Object.keys(env).join(' ') })));

test.each(CASES)('$script, which takes $given, refuses a missing $name before it contacts anybody', ({ script, env, name }) => {
  const { [name]: _left, ...others } = env;
  for (const incomplete of [others, { ...others, [name]: '' }]) {
    const { status, errors, calls } = ended(script, incomplete);
    expect(errors).toMatch(new RegExp(`${script}\\.sh: line \\d+: ${name}: is missing\n$`));
    expect(status).not.toBe(0);
    expect(calls).toEqual([]);
  }
});

test.each([
  ['npm', 0, /^npm publish dist\/js\/\S+\.tgz --registry https:\/\/npm\.example\/repo\/ --userconfig \S+$/],
  ['pip', 1, /^twine upload --non-interactive --disable-progress-bar dist\/python\/\S+\.whl$/],
  ['maven', 2, new RegExp(`^mvn .* -DrepositoryId=company -Durl=https://maven\\.example -DpomFile=${JAVA}\\.pom `)],
  ['maven', 3, / -DrepositoryId=gitlab /],
  ['go', 4, /^git push --quiet --atomic origin HEAD cdksecurerepository\/v1\.4\.0$/],
])('%s.sh publishes with what row %i of the table has', (script, row, call) => {
  const { status, errors, calls } = ended(script, SCRIPTS[row].env);
  expect(errors).toBe('');
  expect(status).toBe(0);
  expect(calls.at(-1)).toMatch(call);
});

test('npm.sh gives a version that is not the latest the tag that it is told', () => {
  const { calls } = ended('npm', { ...SCRIPTS[0].env, NPM_TAG: 'next' });
  expect(calls).toEqual([expect.stringMatching(/ --tag next$/)]);
});

test('npm.sh asks for provenance where the registry has it, and nowhere else', () => {
  const calls = (NPM_PROVENANCE: string) => ended('npm', { ...SCRIPTS[0].env, NPM_PROVENANCE }).calls;
  expect(calls('true')).toEqual([expect.stringMatching(/ --provenance$/)]);
  expect(calls('')).toEqual([expect.not.stringContaining('provenance')]);
});

test('maven.sh leaves the credentials of any other server to your own settings', () => {
  const { calls } = ended('maven', { MAVEN_REPOSITORY_URL: 'https://maven.example', VERSION: '1.4.0', MAVEN_SERVER_ID: 'nexus' });
  expect(calls).toEqual([expect.stringContaining(' -DrepositoryId=nexus ')]);
});
