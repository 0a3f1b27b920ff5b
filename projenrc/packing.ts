import { awscdk } from 'projen';
import { LANGUAGES } from './packing/readme';

const RUN = 'ts-node --transpileOnly --project tsconfig.dev.json projenrc/packing/';

/** What a release consists of: a package for each language, with a README in that language, and the lists of what is in them. */
export function configurePacking(project: awscdk.AwsCdkConstructLibrary): void {
  for (const target of ['js', ...LANGUAGES]) project.tasks.tryFind(`package:${target}`)?.reset(`${RUN}run.ts ${target}`);
  project.addTask('sbom', {
    description: 'List what is in the packages of dist/, as CycloneDX (Python 3, Maven and Go)',
    exec: `${RUN}sbom.ts`,
  });
}
