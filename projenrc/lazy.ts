import { awscdk } from 'projen';

/** After the compilation: the modules in lib/ load one another on first use, as those of aws-cdk-lib do. */
export function configureLazy(project: awscdk.AwsCdkConstructLibrary): void {
  project.compileTask.exec('ts-node --transpileOnly --project tsconfig.dev.json projenrc/lazy/run.ts');
}
