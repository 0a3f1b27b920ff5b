import { awscdk, javascript } from 'projen';

/** `npm run bench`: every measurement of bench/, or those that are named. */
export function configureBench(project: awscdk.AwsCdkConstructLibrary): void {
  // compiled first: ts-node maps every stack trace, and aws-cdk-lib takes one for each token
  const compiled = 'build/bench';
  const config = new javascript.TypescriptConfig(project, {
    fileName: 'tsconfig.bench.json',
    extends: javascript.TypescriptConfigExtends.fromTypescriptConfigs([project.tsconfigDev]),
    compilerOptions: {
      noEmit: false,
      declaration: false,
      outDir: compiled,
      rootDir: '.',
      paths: { 'cdk-secure-repository': ['./lib/index.d.ts'] },
    },
    include: ['bench/**/*.ts'],
  });
  const bench = project.addTask('bench', { description: 'Measure against ecr.Repository; exits 1 when a bound is missed' });
  bench.spawn(project.compileTask);
  bench.exec(`tsc --project ${config.fileName}`);
  bench.exec(`node ${compiled}/bench/run.js`, { receiveArgs: true });
  project.addPackageIgnore('/bench/');
  project.addPackageIgnore(`/${config.fileName}`);
}
