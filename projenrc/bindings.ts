import { awscdk } from 'projen';

/** Python, Java and Go. `projen build` packs JavaScript alone; each other language is a task of its own. */
export function configureBindings(project: awscdk.AwsCdkConstructLibrary): void {
  project.packageTask.reset('jsii-pacmak -v --target js');
  project.addTask('bindings:code', {
    description: 'Generate the Python, Java and Go code of the API, without packing it',
    env: { JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION: '20' },
    exec: 'jsii-pacmak --code-only --targets python java go --outdir build/bindings-code',
  });
  project.gitignore.addPatterns('/build/');
  project.addPackageIgnore('/build/');
}
