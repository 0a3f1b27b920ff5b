import { awscdk } from 'projen';

/** `npm run bench`: every measurement of bench/, or those that are named. */
export function configureBench(project: awscdk.AwsCdkConstructLibrary): void {
  const bench = project.addTask('bench', { description: 'Measure against ecr.Repository; exits 1 when a bound is missed' });
  bench.spawn(project.compileTask);
  bench.exec('ts-node --transpileOnly --project tsconfig.dev.json bench/run.ts', { receiveArgs: true });
  project.addPackageIgnore('/bench/');
}
