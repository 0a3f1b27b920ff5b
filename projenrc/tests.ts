import { awscdk, JsonFile } from 'projen';

/** What every jest run shares: tests may import the package by its name, as the examples do. */
const PACKAGE_BY_NAME = { '^cdk-secure-repository$': '<rootDir>/src/index.ts' };

/** Copies of the package lie there, one by a mutation run: its name must stay unique. */
const COPIES_OF_THE_PACKAGE = ['<rootDir>/build/', '<rootDir>/test/package/baseline/'];

/** Checks every template that a test synthesizes, whatever the test is about. */
const EVERY_TEMPLATE = ['<rootDir>/test/oracle/sound-templates/every-template.ts'];

/**
 * Three runs of jest: the unit tests on the floor (`npx projen test`), the same on the newest aws-cdk-lib
 * (`test:latest`), and the tests of what is built and packed (`test:package`).
 */
export function configureTests(project: awscdk.AwsCdkConstructLibrary): void {
  project.tsconfigDev.removeInclude('**/*.ts');
  for (const room of ['src', 'test', 'bench', 'examples', 'templates', 'projenrc']) project.tsconfigDev.addInclude(`${room}/**/*.ts`);
  project.tsconfigDev.addInclude('.projenrc.ts');
  project.tsconfigDev.addExclude('**/cdk.out');

  const jest = project.jest!;
  // the package tests need lib/ and the tarball
  const packageTests = '<rootDir>/test/package/';
  jest.addIgnorePattern(packageTests);
  // and these need what is younger than the floor
  jest.addIgnorePattern('<rootDir>/test/latest/');
  Object.assign(jest.config, {
    // jest would leave a core idle, for somebody who watches
    maxWorkers: '100%',
    moduleNameMapper: PACKAGE_BY_NAME,
    setupFilesAfterEnv: EVERY_TEMPLATE,
    modulePathIgnorePatterns: COPIES_OF_THE_PACKAGE,
    collectCoverageFrom: ['src/**/*.ts'],
    coverageReporters: ['text-summary', 'json-summary'],
    coverageThreshold: { global: { lines: 95, branches: 95 } },
  });

  const transform = { '^.+\\.[t]sx?$': ['ts-jest', { tsconfig: 'tsconfig.dev.json' }] };
  const reporters = ['default', ['jest-junit', { outputDirectory: 'test-reports' }]];
  const shared = {
    testEnvironment: 'node',
    reporters,
    clearMocks: true,
    transform,
    watchman: false,
    modulePathIgnorePatterns: COPIES_OF_THE_PACKAGE,
  };
  new JsonFile(project, 'jest.latest.config.json', {
    obj: {
      ...shared,
      setupFilesAfterEnv: EVERY_TEMPLATE,
      testMatch: ['<rootDir>/test/**/*.test.ts'],
      testPathIgnorePatterns: ['/node_modules/', packageTests],
      moduleNameMapper: {
        ...PACKAGE_BY_NAME,
        '^aws-cdk-lib$': '<rootDir>/node_modules/aws-cdk-lib-latest',
        '^aws-cdk-lib/(.*)$': '<rootDir>/node_modules/aws-cdk-lib-latest/$1',
      },
    },
  });
  new JsonFile(project, 'jest.package.config.json', {
    obj: { ...shared, testMatch: ['<rootDir>/test/package/**/*.test.ts'], testTimeout: 300_000 },
  });

  // the built-in validator of newer versions of aws-cdk-lib starts anew in each test file; test/latest/validator.test.ts has it on
  const env = { CDK_VALIDATION: 'false' };
  project.testTask.env('CDK_VALIDATION', 'false');
  project.addTask('test:latest', {
    description: 'Run the unit tests on the newest aws-cdk-lib',
    env,
    exec: 'jest --ci --config jest.latest.config.json',
    receiveArgs: true,
  });
  project.addTask('test:package', {
    description: 'Test what is built and packed: compatibility, the tarball as a stranger installs it',
    env,
    exec: 'jest --ci --runInBand --config jest.package.config.json',
    receiveArgs: true,
  });
  project.addTask('templates:update', {
    description: 'Store the templates that users are promised anew: what changes here changes what they have deployed',
    env,
    exec: 'ts-node --transpileOnly --project tsconfig.dev.json test/templates/update.ts',
  });
  project.gitignore.addPatterns('/coverage/', '/test-reports/');
}
