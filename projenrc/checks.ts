import { awscdk } from 'projen';

/** What holds besides the tests: warnings fail, examples in texts compile, the public API keeps its promise. */
export function configureChecks(project: awscdk.AwsCdkConstructLibrary): void {
  project.compileTask.reset('jsii --silence-warnings=reserved-word --fail-on-warnings');
  project.compileTask.env('JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION', '20');

  const quiet = { JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION: '20' };
  project.addTask('rosetta', {
    description: 'Compile every example of the README and the docstrings',
    env: quiet,
    exec: 'jsii-rosetta extract --strict --compile --directory .',
  });
  // the translations, which the packages of the other languages show
  project.gitignore.addPatterns('/.jsii.tabl.json');
  project.tasks.tryFind('compat')?.reset('jsii-diff test/package/baseline . --keys --error-on all');
  project.tasks.tryFind('compat')?.env('JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION', '20');

  // jsii-docgen lists the last assembly of this name that it finds below its folder: in the root that is the baseline
  const docgen = project.tasks.tryFind('docgen');
  docgen?.reset('mkdir -p build/docgen && cp .jsii package.json build/docgen && ln -sfn ../../node_modules build/docgen/node_modules');
  docgen?.exec('jsii-docgen -o ../../API.md', { cwd: 'build/docgen' });

  const baseline = 'test/package/baseline';
  const renew = project.addTask('compat:baseline', {
    description: 'Promise the public API as it is now: the next releases are compared with it',
  });
  renew.spawn(project.compileTask);
  renew.exec(`mkdir -p ${baseline} && cp .jsii package.json ${baseline}`);
  project.gitignore.include(`/${baseline}/.jsii`);
}
