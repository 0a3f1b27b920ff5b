import { awscdk } from 'projen';

const LANGUAGES = ['typescript', 'python', 'java', 'go'];

/** Python, Java and Go. `projen build` packs JavaScript alone; what shows the others is a task of its own. */
export function configureBindings(project: awscdk.AwsCdkConstructLibrary): void {
  project.packageTask.reset('jsii-pacmak -v --target js');
  project.addTask('bindings:code', {
    description: 'Generate the Python, Java and Go code of the API, without packing it',
    env: { JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION: '20' },
    exec: 'jsii-pacmak --code-only --targets python java go --outdir build/bindings-code',
  });

  const runner = 'ts-node --transpileOnly --project tsconfig.dev.json bindings/run.ts';
  const everything = project.addTask('bindings', {
    description: 'Pack, publish to local registries, install from them and run the same app in every language',
  });
  everything.spawn(project.compileTask);
  everything.exec(runner, { receiveArgs: true });
  for (const language of LANGUAGES) {
    const task = project.addTask(`bindings:${language}`, { description: `The same for ${language} alone` });
    task.spawn(project.compileTask);
    task.exec(`${runner} ${language}`, { receiveArgs: true });
  }

  project.tsconfigDev.addInclude('bindings/**/*.ts');
  project.eslint?.addLintPattern('bindings');
  // programs that no compiler accepts
  project.tsconfigDev.addExclude('test/bindings/refused');
  project.eslint?.addIgnorePattern('test/bindings/refused/');
  project.gitignore.addPatterns('/build/');
  for (const folder of ['build', 'bindings']) project.addPackageIgnore(`/${folder}/`);
}
