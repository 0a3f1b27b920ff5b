import { awscdk } from 'projen';

/** The command that users run with npx. */
export function configureCli(project: awscdk.AwsCdkConstructLibrary): void {
  project.package.addBin({ 'cdk-secure-repository': 'bin/cdk-secure-repository' });
}
