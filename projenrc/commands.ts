import { awscdk } from 'projen';

/** The commands that a person types. */
export function configureCommands(project: awscdk.AwsCdkConstructLibrary): void {
  const quickstart = project.addTask('quickstart', { description: 'Build the library and synthesize examples/typescript' });
  quickstart.spawn(project.compileTask);
  quickstart.env('CDK_VALIDATION', 'false');
  quickstart.exec('ts-node --transpileOnly --project tsconfig.dev.json examples/quickstart/run.ts');
  project.gitignore.addPatterns('cdk.out/');
  // docs/, examples/ and templates/ travel with the package; what running them leaves behind does not
  for (const pattern of [
    '/examples/quickstart/',
    'target',
    '.venv',
    '__pycache__',
    '.ci',
    'rosetta',
    'jest.*.config.json',
    'coverage',
    'test-reports',
    'cdk.out',
    '.jsii.tabl.json',
  ]) {
    project.addPackageIgnore(pattern);
  }
}
