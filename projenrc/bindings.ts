import { awscdk } from 'projen';

/** Python, Java and Go. `projen build` packs JavaScript alone; what shows the others is a task of its own. */
export function configureBindings(project: awscdk.AwsCdkConstructLibrary): void {
  project.packageTask.reset('jsii-pacmak -v --target js');
  project.addTask('bindings:code', {
    description: 'Generate the code of the API in every language, without packing it',
    env: { JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION: '20' },
    exec: 'jsii-pacmak --code-only --outdir build/bindings-code',
  });

  const everything = project.addTask('bindings', {
    description: 'Pack, publish to local registries, install from them and run the same app in every language, or in those that are named',
  });
  everything.spawn(project.compileTask);
  everything.exec('ts-node --transpileOnly --project tsconfig.dev.json bindings/run.ts', { receiveArgs: true });

  project.tsconfigDev.addInclude('bindings/**/*.ts');
  project.eslint?.addLintPattern('bindings');
  // programs that no compiler accepts
  project.tsconfigDev.addExclude('test/bindings/refused');
  project.eslint?.addIgnorePattern('test/bindings/refused/');
  project.gitignore.addPatterns('/build/');
  for (const folder of ['build', 'bindings']) project.addPackageIgnore(`/${folder}/`);
}
