import { awscdk, JsonFile } from 'projen';
import { ciTool } from './ci-tools';

/** Stryker changes the pure core of lifecycle policies, a piece at a time, and asks whether a test notices. */
export function configureMutation(project: awscdk.AwsCdkConstructLibrary): void {
  new JsonFile(project, 'stryker.config.json', {
    obj: {
      mutate: ['src/lifecycle/core/**/*.ts'],
      testRunner: 'jest',
      jest: {
        config: {
          testEnvironment: 'node',
          setupFiles: ['<rootDir>/test/fixtures/quick-properties.ts'],
          // these make nothing while they are loaded, so that a change never fails outside a test
          testMatch: ['<rootDir>/test/lifecycle/core/**/*.test.ts'],
          transform: { '^.+\\.[t]sx?$': ['ts-jest', { tsconfig: 'tsconfig.dev.json' }] },
        },
      },
      coverageAnalysis: 'perTest',
      concurrency: 2,
      // a busy machine is no proof that a test would notice
      timeoutMS: 20_000,
      reporters: ['clear-text', 'progress', 'json'],
      clearTextReporter: { allowColor: false, reportTests: false },
      jsonReporter: { fileName: 'build/mutation.json' },
      tempDirName: 'build/mutation',
      thresholds: { high: 95, low: 90, break: 90 },
    },
  });
  const task = project.addTask('mutation', {
    description: 'Change the core of lifecycle policies piece by piece; 90 % of the changes must make a test fail',
    env: { CDK_VALIDATION: 'false' },
  });
  task.spawn(project.tasks.tryFind('ci-tools')!);
  task.exec(`node ${ciTool('@stryker-mutator/core/bin/stryker.js')} run`, { receiveArgs: true });
  project.npmignore?.exclude('/stryker.config.json');
}
