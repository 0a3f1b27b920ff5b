import { awscdk } from 'projen';

/** The commands that a person types. */
export function configureCommands(project: awscdk.AwsCdkConstructLibrary): void {
  const quickstart = project.addTask('quickstart', { description: 'Build the library and synthesize examples/typescript' });
  quickstart.spawn(project.compileTask);
  quickstart.exec('ts-node --transpileOnly --project tsconfig.dev.json examples/quickstart/run.ts');
}
