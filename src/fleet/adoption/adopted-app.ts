import { AdoptedRegistry, AdoptedRepository, stackName, stackOf } from './adoption-plan';
import { terraformFiles, TerraformResource } from './terraform-origin';

/** The files of an app that adopts the repositories of a plan, by their paths. */
export function adoptedApp(
  registries: readonly AdoptedRegistry[],
  terraform: readonly TerraformResource[],
  version: string,
): ReadonlyMap<string, string> {
  return new Map([
    ['fleet.json', fleetFile(registries)],
    ['app.ts', APP],
    ['cdk.json', json({ app: 'npx ts-node --prefer-ts-exts app.ts', versionReporting: false })],
    ['package.json', packageFile(version)],
    ['tsconfig.json', json(TSCONFIG)],
    ...registries.flatMap((registry) => mappings(registry)),
    ...terraformFiles(terraform),
    ['PLAN.md', planFile(registries, terraform)],
  ]);
}

/** The data of the app: the settings of each repository, and a line that turns the standard on. */
function fleetFile(registries: readonly AdoptedRegistry[]): string {
  return json({
    registries: registries.map(({ account, region, stacks, repositories }) => ({
      account,
      region,
      stacks,
      repositories: Object.fromEntries(
        repositories.map(({ name, properties, standard }) => [name, { standard: false, standardChanges: changesOf(standard), properties }]),
      ),
    })),
  });
}

function changesOf({ changes, obstacle }: AdoptedRepository['standard']): readonly string[] {
  return obstacle === undefined ? changes : [`not possible: ${obstacle}`];
}

const APP = `import { readFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { App, CfnResource, RemovalPolicy, Stack, Tags } from 'aws-cdk-lib';
import { CfnRepository, CfnRepositoryProps } from 'aws-cdk-lib/aws-ecr';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import { LifecyclePolicy, SecureRepository } from 'cdk-secure-repository';
import { Construct } from 'constructs';

interface Settings {
  /** true: a SecureRepository, which changes what standardChanges lists; false: exactly the settings below. */
  readonly standard: boolean;
  readonly standardChanges: string[];
  /** Tags that remain mutable with the standard. */
  readonly mutableTags?: string[];
  /** The properties of AWS::ECR::Repository. */
  readonly properties: any;
}

interface Fleet {
  readonly registries: { account: string; region: string; stacks: number; repositories: { [name: string]: Settings } }[];
}

const fleet: Fleet = JSON.parse(readFileSync(join(__dirname, 'fleet.json'), 'utf8'));
const app = new App();
for (const { account, region, stacks, repositories } of fleet.registries) {
  const homes = Array.from({ length: stacks }, (_, n) => new Stack(app, \`Ecr-\${account}-\${region}-\${n + 1}\`, { env: { account, region } }));
  for (const [name, settings] of Object.entries(repositories)) {
    // the stack follows from the name alone, so that adding a repository moves none
    const home = homes[createHash('sha256').update(name).digest().readUInt32BE() % stacks];
    if (settings.standard) standardRepository(home, name, settings);
    else adoptedRepository(home, name, settings);
  }
}
app.synth();

/** The repository as it is. Its logical ID is that of new SecureRepository(scope, name). */
function adoptedRepository(scope: Stack, name: string, { properties }: Settings): void {
  const resource = new CfnResource(new Construct(scope, name), 'Resource', { type: CfnRepository.CFN_RESOURCE_TYPE_NAME, properties });
  resource.applyRemovalPolicy(RemovalPolicy.RETAIN);
}

/** The repository with the standard: its own policies, encryption and tags stay. */
function standardRepository(scope: Stack, name: string, { properties, mutableTags }: Settings): void {
  const { EncryptionConfiguration: encryption, LifecyclePolicy: lifecycle, RepositoryPolicyText: policy, Tags: tags = [] } = properties;
  const repository = new SecureRepository(scope, name, {
    repositoryName: name,
    mutableTags,
    lifecyclePolicy: lifecycle ? LifecyclePolicy.fromText(lifecycle.LifecyclePolicyText) : undefined,
    encryptionKey: encryption.EncryptionType === 'KMS' ? kms.Key.fromKeyArn(scope, \`\${name}Key\`, encryption.KmsKey) : undefined,
  });
  for (const statement of policy?.Statement ?? []) repository.addToResourcePolicy(iam.PolicyStatement.fromJson(statement));
  for (const { Key, Value } of tags) Tags.of(repository).add(Key, Value);
}
`;

function packageFile(version: string): string {
  return json({
    private: true,
    scripts: { synth: 'cdk synth --quiet' },
    dependencies: { 'aws-cdk-lib': '^2.260.0', 'cdk-secure-repository': version, constructs: '^10.5.1' },
    devDependencies: { '@types/node': '^20', 'aws-cdk': '^2.1148.1', 'ts-node': '^10.9.2', typescript: '~5.9.3' },
  });
}

const TSCONFIG = { compilerOptions: { target: 'ES2022', module: 'CommonJS', strict: true, esModuleInterop: true, skipLibCheck: true } };

/** The mapping of each stack for `cdk import --resource-mapping`. */
function mappings(registry: AdoptedRegistry): [string, string][] {
  return Array.from({ length: registry.stacks }, (_, index): [string, string] => {
    const own = registry.repositories.filter(({ name }) => stackOf(name, registry.stacks) === index);
    return [
      `import/${stackName(registry, index)}.json`,
      json(Object.fromEntries(own.map(({ name, logicalId }) => [logicalId, { RepositoryName: name }]))),
    ];
  }).filter(([, text]) => text !== '{}\n');
}

/** The plan for a person: what to do in which order. */
function planFile(registries: readonly AdoptedRegistry[], terraform: readonly TerraformResource[]): string {
  const adopted = registries.flatMap((registry) => registry.repositories.map((repository) => ({ registry, repository })));
  const ofStacks = adopted.filter(({ repository }) => repository.presentStack !== undefined);
  const presentStacks = [...new Set(ofStacks.map(({ repository }) => repository.presentStack!))];
  const left = registries.flatMap(({ account, region, left: reasons }) =>
    Object.entries(reasons).map(([name, reason]) => `- ${account} ${region} ${name}: ${reason}`),
  );
  const stacks = registries.flatMap((registry) => mappings(registry).map(([path]) => path));
  const lines = [
    '# Plan',
    '',
    `${adopted.length} repositories in ${stacks.length} stacks. Each has exactly the settings that it has now.`,
    '',
    '1. `npm install`, `npx cdk synth --quiet`',
    '2. `npx cdk-secure-repository adopt INVENTORY --compare cdk.out` compares the templates with what was collected. Continue only without a difference.',
    ...(presentStacks.length > 0
      ? [
          `3. Stacks that manage repositories now: ${presentStacks.join(', ')}. In each, set the removal policy of the repositories to RETAIN and deploy; ` +
            'then remove the repositories and deploy again. An export that another stack imports must first be replaced by its literal value. ' +
            'If nothing else changes, `cdk refactor` (unstable) can move them instead.',
        ]
      : []),
    ...(terraform.length > 0
      ? [
          '3. Terraform: add `terraform/removed.tf` to the configuration in place of the resources, run `terraform/state-rm.sh`, and check that `terraform plan` destroys nothing.',
        ]
      : []),
    '4. Import each stack:',
    ...stacks.map((path) => `   \`npx cdk import ${path.replace(/^import\/(.*)\.json$/, '$1')} --resource-mapping ${path}\``),
    '5. `npx cdk diff` shows no difference. Grants and outputs come with the next deployment.',
    '6. Turn the standard on, one repository at a time: set `"standard": true` in fleet.json, read `standardChanges`, and deploy.',
    ...(left.length > 0 ? ['', '## Repositories that are not in the plan', '', ...left] : []),
  ];
  return `${lines.join('\n')}\n`;
}

function json(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}
