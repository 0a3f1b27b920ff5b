import { awscdk } from 'projen';

/** The command that users run with npx. */
export function configureCli(project: awscdk.AwsCdkConstructLibrary): void {
  project.package.addBin({ 'cdk-secure-repository': 'bin/cdk-secure-repository' });
  // after the modules have been rewritten to load on first use: what esbuild writes stays as it is
  project.compileTask.exec('ts-node --transpileOnly --project tsconfig.dev.json projenrc/cli/bundle.ts');
  project.eslint?.allowDevDeps('src/cli/template-yaml.ts');
  project.eslint?.allowDevDeps('src/cli/collect/aws-clients.ts');
}
