import { awscdk, JsonFile } from 'projen';
import { ciTool } from './ci-tools';
import { BUILD_PAGE } from './page';

const ESBUILD = { '^.+\\.ts$': '<rootDir>/tools/esbuild-jest.js' };
/** For the coverage, whose lines and branches are those of the compiler. */
const TS_JEST = { '^.+\\.ts$': ['ts-jest', { tsconfig: 'tsconfig.dev.json' }] };

/** The library as it is packed, below this folder; see the task `unpack`. */
const PACKED = 'build/packed/package';

/** Tests that need the tarball, the packages of tools/ci or a browser. */
const OTHER_RUNS = ['/node_modules/', '<rootDir>/test/package/', '<rootDir>/test/ci-tools/', '<rootDir>/test/browser/'];

/** What every run of the unit tests has in common. */
const UNIT_TESTS = {
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  // what is newer than the floor
  testPathIgnorePatterns: [...OTHER_RUNS, '<rootDir>/test/latest/'],
  // checks every template that a test synthesizes, whatever the test is about
  setupFilesAfterEnv: ['<rootDir>/test/oracle/sound-templates/every-template.ts', '<rootDir>/test/fixtures/quick-apps.ts'],
  globalSetup: '<rootDir>/test/fixtures/property-seed.ts',
};

const REPORTERS = ['default', '<rootDir>/.ci/jest-counts.js'];

/** Copies of the package are in there, one by a mutation run: its name must stay unique. */
const COPIES_OF_THE_PACKAGE = ['<rootDir>/build/', '<rootDir>/test/package/baseline/', '<rootDir>/tools/ci/'];

/** Properties are imported with the seed of the run. */
const REPEATABLE = { '^fast-check$': '<rootDir>/test/fixtures/repeatable-properties.ts' };

/** Tests may import the package by its name, as the examples do. */
const SOURCES = { ...REPEATABLE, '^cdk-secure-repository$': '<rootDir>/src/index.ts' };

/** What the tests import of src/ is what was compiled, rewritten and packed. */
const PACKED_SOURCES = {
  ...REPEATABLE,
  '^cdk-secure-repository$': `<rootDir>/${PACKED}/lib/index.js`,
  // `../` only: a dependency may have a folder src/ of its own
  '^(?:\\.\\./)+src$': `<rootDir>/${PACKED}/lib/index.js`,
  '^(?:\\.\\./)+src/(.*)$': `<rootDir>/${PACKED}/lib/$1`,
};

const NEWEST = {
  '^aws-cdk-lib$': `<rootDir>/${ciTool('aws-cdk-lib')}`,
  '^aws-cdk-lib/(.*)$': `<rootDir>/${ciTool('aws-cdk-lib')}/$1`,
  '^constructs$': `<rootDir>/${ciTool('constructs')}`,
};

const FLOOR = {
  '^aws-cdk-lib$': '<rootDir>/node_modules/aws-cdk-lib',
  '^aws-cdk-lib/(.*)$': '<rootDir>/node_modules/aws-cdk-lib/$1',
  '^constructs$': '<rootDir>/node_modules/constructs',
};

/**
 * The runs of jest: the unit tests on src/ (`npx projen test`, and with coverage `test:coverage`), the same on the packed library
 * (`test:packed`, and on the newest aws-cdk-lib `test:packed-newest`), the tests of the package itself (`test:package`),
 * those that need the packages of tools/ci (`test:ci-tools`), and those of the page in a browser (`test:page`).
 */
export function configureTests(project: awscdk.AwsCdkConstructLibrary): void {
  project.tsconfigDev.removeInclude('**/*.ts');
  for (const folder of ['src', 'test', 'bench', 'examples', 'templates', 'projenrc', 'tools']) {
    project.tsconfigDev.addInclude(`${folder}/**/*.ts`);
  }
  project.tsconfigDev.addInclude('.projenrc.ts');
  for (const folder of ['**/cdk.out', 'tools/ci']) project.tsconfigDev.addExclude(folder);

  Object.assign(project.jest!.config, {
    ...UNIT_TESTS,
    // jest would leave a core idle, for the person who watches
    maxWorkers: '100%',
    transform: ESBUILD,
    moduleNameMapper: SOURCES,
    reporters: REPORTERS,
    modulePathIgnorePatterns: COPIES_OF_THE_PACKAGE,
    // it doubles the time of the tests, so it is a run of its own
    collectCoverage: false,
    collectCoverageFrom: ['src/**/*.ts'],
    coveragePathIgnorePatterns: ['/node_modules/'],
    coverageReporters: ['text-summary', 'json-summary'],
    coverageThreshold: { global: { lines: 95, branches: 95 } },
  });

  const shared = {
    testEnvironment: 'node',
    reporters: REPORTERS,
    clearMocks: true,
    transform: ESBUILD,
    watchman: false,
    modulePathIgnorePatterns: COPIES_OF_THE_PACKAGE,
  };
  const packed = { ...shared, ...UNIT_TESTS, maxWorkers: '100%', moduleNameMapper: PACKED_SOURCES };
  new JsonFile(project, 'jest.packed.config.json', { obj: packed });
  new JsonFile(project, 'jest.packed-newest.config.json', {
    obj: {
      ...packed,
      moduleNameMapper: { ...PACKED_SOURCES, ...NEWEST },
      testPathIgnorePatterns: OTHER_RUNS,
    },
  });
  new JsonFile(project, 'jest.ci-tools.config.json', {
    obj: {
      ...shared,
      testMatch: ['<rootDir>/test/ci-tools/**/*.test.ts'],
      // the constructs of tools/ci use the same aws-cdk-lib as the library
      moduleNameMapper: { ...SOURCES, ...FLOOR },
    },
  });
  new JsonFile(project, 'jest.package.config.json', {
    obj: { ...shared, testMatch: ['<rootDir>/test/package/**/*.test.ts'], testTimeout: 300_000 },
  });

  new JsonFile(project, 'jest.browser.config.json', {
    obj: {
      ...shared,
      testMatch: ['<rootDir>/test/browser/**/*.test.ts'],
      globalSetup: UNIT_TESTS.globalSetup,
      moduleNameMapper: PACKED_SOURCES,
      testTimeout: 120_000,
    },
  });

  // the built-in validator of newer versions of aws-cdk-lib starts anew in each test file; test/latest/validator.test.ts has it on
  const env = { CDK_VALIDATION: 'false' };
  project.testTask.reset();
  project.testTask.env('CDK_VALIDATION', 'false');
  // side by side, because either needs one core; formatting is checked in .ci/run: prettier inside ESLint takes as long as all other rules
  const types = 'tsc --noEmit -p tsconfig.dev.json && tsc -p page/tsconfig.json';
  const lint = 'projen eslint --rule prettier/prettier:off';
  project.testTask.exec(`sh -c '(${types}) & types=$!; ${lint}; lint=$?; wait $types && exit $lint'`, { name: 'Type check and lint' });
  project.testTask.exec(BUILD_PAGE, { name: 'The page, which the tests of the command fill' });
  project.testTask.exec('jest --ci', { receiveArgs: true, env: { QUICK_TESTS: 'true' } });

  project.addTask('test:coverage', {
    description: 'Run the unit tests with coverage, and fail below its threshold',
    env,
    exec: `jest --ci --coverage --transform '${JSON.stringify(TS_JEST)}'`,
    receiveArgs: true,
  });
  project.addTask('test:explore', {
    description: 'Run the properties with another seed than the one of every other run',
    env: { ...env, PROPERTY_SEED: 'random' },
    exec: 'jest --ci $(grep -rl --include=*.test.ts fast-check test)',
    receiveArgs: true,
  });
  const unpack = project.addTask('unpack', { description: `Compile, pack, and unpack into ${PACKED}, which test:packed tests` });
  unpack.spawn(project.compileTask);
  unpack.exec('rm -rf build/packed && mkdir -p build/packed && npm pack --silent --pack-destination build/packed');
  unpack.exec('tar -xzf build/packed/*.tgz -C build/packed');
  project.addTask('test:packed', {
    description: 'Run the unit tests on what `unpack` has unpacked',
    env,
    exec: 'jest --ci --config jest.packed.config.json',
    receiveArgs: true,
  });
  const newest = project.addTask('test:packed-newest', {
    description: 'Run the unit tests on what `unpack` has unpacked, with the newest aws-cdk-lib',
    env,
  });
  newest.exec('jest --ci --config jest.packed-newest.config.json', { receiveArgs: true });
  project.addTask('test:ci-tools', {
    description: 'Run the tests that need the packages of `ci-tools`: SARIF against its schema, and constructs of other packages',
    env,
    exec: 'jest --ci --runInBand --config jest.ci-tools.config.json',
    receiveArgs: true,
  });
  project.addTask('test:package', {
    description: 'Test what is built and packed: compatibility, the tarball as a stranger installs it',
    env,
    exec: 'jest --ci --runInBand --config jest.package.config.json',
    receiveArgs: true,
  });
  const page = project.addTask('test:page', {
    description: 'Test the page of `preview --html`, of what `unpack` has unpacked, in Chromium; installs it where it is missing',
    env,
  });
  page.exec('test/browser/install-chromium.sh');
  page.exec('jest --ci --runInBand --config jest.browser.config.json', { receiveArgs: true });
  project.addTask('templates:update', {
    description: 'Store the templates that users are promised anew: what changes here changes what they have deployed',
    env,
    exec: 'ts-node --transpileOnly --project tsconfig.dev.json test/templates/update.ts',
  });
  project.addTask('docs:rules', {
    description: 'Write the catalog of docs/rules.md from the rules',
    exec: 'ts-node --transpileOnly --project tsconfig.dev.json test/fixtures/docs/update-rules.ts',
  });
  project.gitignore.addPatterns('/coverage/', '/test-reports/');
}
