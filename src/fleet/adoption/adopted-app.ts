import { AdoptedRegistry, AdoptedRepository } from './adoption-plan';
import { APP_SOURCE } from './app-source';
import { stackName, stackOf } from './import-stacks';
import { planFile } from './plan-file';
import { terraformFiles } from './terraform-files';
import { TerraformState } from './terraform-origin';

/** What an app is written for. */
export interface AdoptedAppOptions {
  readonly registries: readonly AdoptedRegistry[];
  readonly terraform: readonly TerraformState[];
  /** What is not in the inventory, as sentences. */
  readonly unread: readonly string[];
  /** Patterns of the repositories that were collected; none for all repositories. */
  readonly patterns: readonly string[];
  /** The version of this package. */
  readonly version: string;
}

/** The files of an app that adopts the repositories of a plan, by their paths. */
export function adoptedApp({ registries, terraform, unread, patterns, version }: AdoptedAppOptions): ReadonlyMap<string, string> {
  const mappings = registries.flatMap(mappingsOf);
  // equal addresses in two states are two resources
  const ofTerraform = terraform.map(({ place, resources }, index) => {
    const folder = terraform.length === 1 ? 'terraform' : `terraform/${index + 1}`;
    return { place, files: terraformFiles(resources, registries).map(([name, text]): [string, string] => [`${folder}/${name}`, text]) };
  });
  const plan = planFile({
    registries,
    stacks: mappings.map(([stack]) => stack),
    terraform: ofTerraform.map(({ place, files }) => ({ place, paths: files.map(([path]) => path) })),
    unread,
    patterns,
  });
  return new Map([
    ['PLAN.md', plan],
    ['fleet.json', fleetFile(registries)],
    ['app.ts', APP_SOURCE],
    ['cdk.json', json({ app: 'npx ts-node --prefer-ts-exts app.ts', versionReporting: false })],
    ['package.json', packageFile(version)],
    ['tsconfig.json', json(TSCONFIG)],
    ['.gitignore', 'node_modules\ncdk.out\n'],
    ...mappings.map(([stack, mapping]): [string, string] => [`import/${stack}.json`, json(mapping)]),
    ...ofTerraform.flatMap(({ files }) => files),
  ]);
}

/** The data of the app: the settings of each repository, and a line that turns the standard on. */
function fleetFile(registries: readonly AdoptedRegistry[]): string {
  const settings = ({ properties, standard }: AdoptedRepository) => ({
    standard: false,
    standardChanges: standard.obstacle === undefined ? standard.changes : [`not possible: ${standard.obstacle}`],
    properties,
  });
  return json({
    registries: registries.map(({ account, region, stacks, repositories }) => ({
      account,
      region,
      stacks,
      repositories: Object.fromEntries(repositories.map((repository) => [repository.name, settings(repository)])),
    })),
  });
}

function packageFile(version: string): string {
  return json({
    private: true,
    scripts: { synth: 'cdk synth --quiet' },
    dependencies: { 'aws-cdk-lib': '^2.260.0', 'cdk-secure-repository': version, constructs: '^10.5.1' },
    devDependencies: { '@types/node': '^20', 'aws-cdk': '^2.1148.1', 'ts-node': '^10.9.2', typescript: '~5.9.3' },
  });
}

const TSCONFIG = {
  compilerOptions: { target: 'ES2022', module: 'CommonJS', strict: true, esModuleInterop: true, skipLibCheck: true, types: ['node'] },
};

/** The mapping of each stack with repositories for `cdk import --resource-mapping`, by the name of the stack. */
function mappingsOf(registry: AdoptedRegistry): [string, object][] {
  const mappings = new Map<number, Record<string, object>>();
  for (const { name, logicalId } of registry.repositories) {
    const index = stackOf(name, registry.stacks);
    mappings.set(index, { ...mappings.get(index), [logicalId]: { RepositoryName: name } });
  }
  return [...mappings].sort(([a], [b]) => a - b).map(([index, mapping]) => [stackName(registry, index), mapping]);
}

function json(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}
