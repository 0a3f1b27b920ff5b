import { awscdk, cdk, javascript } from 'projen';
import { configureBench } from './projenrc/bench';
import { configureBindings } from './projenrc/bindings';
import { BUILD_WORKFLOW } from './projenrc/build-workflow';
import { configureChecks } from './projenrc/checks';
import { configureCiTools } from './projenrc/ci-tools';
import { configureCli } from './projenrc/cli';
import { configureCommands } from './projenrc/commands';
import { configureE2e } from './projenrc/e2e';
import { configureEventRuler } from './projenrc/event-ruler';
import { configureLazy } from './projenrc/lazy';
import { configureLint } from './projenrc/lint';
import { configureMutation } from './projenrc/mutation';
import { configurePacking } from './projenrc/packing';
import { configurePage } from './projenrc/page';
import { configureRegistrySchemas } from './projenrc/registry-schemas';
import { configureTests } from './projenrc/tests';
import { configureWorkflow } from './projenrc/workflow';

/** The oldest aws-cdk-lib and constructs that users may have; the unit tests run on these. */
const FLOOR = { awsCdkLib: '2.260.0', constructs: '10.5.1' };
/** The newest; `npx projen test:packed-newest` runs the same tests on them. */
const NEWEST = { awsCdkLib: '2.276.0', constructs: '10.8.1' };

const project = new awscdk.AwsCdkConstructLibrary({
  name: 'cdk-secure-repository',
  description:
    'Amazon ECR repositories and registries for AWS CDK that are secure by default: scanned, encrypted, immutable, cleaned up, least privilege',
  author: 'The cdk-secure-repository authors',
  authorAddress: 'maintainers@cdk-secure-repository.example',
  repositoryUrl: 'https://github.com/cdk-secure-repository/cdk-secure-repository.git',
  license: 'Apache-2.0',
  copyrightOwner: 'The cdk-secure-repository authors',
  keywords: ['aws', 'cdk', 'ecr', 'container', 'registry', 'repository', 'security', 'lifecycle', 'least-privilege', 'pull-through-cache'],
  stability: cdk.Stability.STABLE,
  defaultReleaseBranch: 'main',

  cdkVersion: FLOOR.awsCdkLib,
  constructsVersion: FLOOR.constructs,
  jsiiVersion: '~6.0.0',
  // the strict rules of jsii do not allow stripInternal and no sources in source maps; test/projenrc/tsconfig.test.ts pins the other options
  validateTsconfig: cdk.ValidateTsconfig.MINIMAL,
  typescriptVersion: '~6.0.0',
  minNodeVersion: '20.0.0',
  workflowNodeVersion: '20',
  packageManager: javascript.NodePackageManager.NPM,
  devDeps: [
    // what the tests check templates with; never loaded by the library itself
    'cdk-nag@3.0.2',
    '@cdklabs/cdk-validator-cfnguard@0.0.62',
    'fast-check@^4',
    'jsii-rosetta@~6.0.0',
    // projenrc/cli.ts bundles the parser into the command; the constructs never load it
    'yaml@2.9.1',
    'esbuild@~0.28.2',
    // what `collect` reads AWS with, bundled in the same way
    '@aws-sdk/client-ecr@3.1169.0',
    '@aws-sdk/client-ecs@3.1164.0',
    '@aws-sdk/client-lambda@3.1164.0',
    '@aws-sdk/client-sts@3.1169.0',
    // the page that shows what a policy does is built from these; they are in the page, and nowhere else
    'preact@11.2.0',
    'd3-scale@4.0.3',
    '@types/d3-scale@^4',
    // pacmak writes the installed versions of these two into go.mod: they must be the ones of the floor's Go module
    '@aws-cdk/cloud-assembly-schema@54.1.0',
    '@aws-cdk/asset-node-proxy-agent-v6@2.1.2',
  ],

  publishToPypi: { distName: 'cdk-secure-repository', module: 'cdk_secure_repository' },
  publishToMaven: {
    javaPackage: 'io.github.cdksecurerepository',
    mavenGroupId: 'io.github.cdksecurerepository',
    mavenArtifactId: 'cdk-secure-repository',
  },
  publishToGo: { moduleName: 'github.com/cdk-secure-repository/cdk-secure-repository-go' },

  projenrcTs: true,
  sampleCode: false,
  lambdaAutoDiscover: false,
  edgeLambdaAutoDiscover: false,
  singletonLambdaAutoDiscover: false,
  lambdaExtensionAutoDiscover: false,
  integrationTestAutoDiscover: false,

  tsconfigDevFile: 'tsconfig.dev.json',
  // examples and bench import the package by its name: they are checked against src/, so that nothing need be built first
  tsconfigDev: { compilerOptions: { paths: { 'cdk-secure-repository': ['./src/index.ts'] } } },
  typecheckTests: true,
  prettier: true,
  prettierOptions: { settings: { singleQuote: true, printWidth: 140, trailingComma: javascript.TrailingComma.ALL } },
  eslintOptions: { dirs: ['src'], commandOptions: { fix: false } },
  jestOptions: { junitReporting: false, updateSnapshot: javascript.UpdateSnapshot.NEVER, passWithNoTests: false },

  // without a release job the workflow builds and tests, and needs no secret
  release: false,
  bumpPackage: 'commit-and-tag-version@^12',
  buildWorkflowOptions: BUILD_WORKFLOW,
  depsUpgrade: false,
  pullRequestTemplate: false,
  githubOptions: { mergify: false, pullRequestLint: false },
});

// a run's lock file never says where packages came from
project.npmrc.addConfig('omit-lockfile-registry-resolved', 'true');
// 1.13.0 of this dependency of jest was published without the binary of some platforms: `npm ci` fails on its lock file
project.package.addPackageResolutions('unrs-resolver@1.12.2');

// what a user may import; by its own name the package is imported by examples/ and bench/, too
project.package.addField('exports', { '.': './lib/index.js', './package.json': './package.json', './.jsii': './.jsii' });

// members that are marked @internal are not in the published types, so that an editor completes the public API only
project.tsconfig?.file.addOverride('compilerOptions.stripInternal', true);
// the types of the page are for the page
project.tsconfig?.file.addOverride('compilerOptions.types', ['jest', 'node']);
// the sources in the source maps were a third of the package, whose size has a limit
project.tsconfig?.file.addOverride('compilerOptions.inlineSources', false);

configureLint(project);
configureTests(project);
configureCiTools(project, NEWEST);
configureMutation(project);
configureChecks(project);
configureLazy(project);
configureBindings(project);
configurePacking(project);
configureCommands(project);
configureBench(project);
configureCli(project);
configurePage(project);
configureE2e(project);
configureEventRuler(project);
configureRegistrySchemas(project);
configureWorkflow(project);

project.synth();
