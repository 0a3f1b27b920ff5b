import { Stack, Token } from 'aws-cdk-lib';
import { Construct, IConstruct } from 'constructs';
import { errorFinding, Finding, warningFinding } from '../private/finding';
import { quoted } from '../private/format-value';
import { intrinsicText, isIntrinsic } from '../private/intrinsics';
import { checkAtSynthesis } from '../private/report-findings';
import { compareEnvironments, RegistrySetting, RegistrySettings, SameEnvironment } from '../repository/registry-settings';

/** What the resources of each type define. */
const NOUNS: { readonly [type: string]: string } = {
  'AWS::ECR::PullThroughCacheRule': 'the pull-through cache rule for the prefix',
  'AWS::ECR::PullTimeUpdateExclusion': 'the pull-time update exclusion of',
  'AWS::ECR::RegistryPolicy': 'the registry policy',
  'AWS::ECR::RegistryScanningConfiguration': 'the scanning configuration',
  'AWS::ECR::ReplicationConfiguration': 'the replication configuration',
  'AWS::ECR::RepositoryCreationTemplate': 'the repository creation template for the prefix',
  'AWS::ECR::SigningConfiguration': 'the signing configuration',
};

/** A finding about two settings, and the `SecureRegistry` that reports it. */
interface Duplicate {
  readonly reporter: IConstruct;
  readonly finding: Finding;
}

/** The duplicates of an app, which are the same for each `SecureRegistry` until the tree is walked again. */
const DUPLICATES = new WeakMap<readonly RegistrySetting[], readonly Duplicate[]>();

/**
 * Checks at synthesis that a `SecureRegistry` is the only one of its account and Region, and that no other construct defines one of its
 * settings: at most one of two definitions of a setting can be deployed. The first `SecureRegistry` of an app also checks the L1s.
 */
export function checkUnique(registry: Construct): void {
  const settings = RegistrySettings.of(registry);
  settings.readAtSynthesis(Stack.of(registry));
  checkAtSynthesis(registry, () => {
    const { all } = settings;
    let duplicates = DUPLICATES.get(all);
    if (!duplicates) DUPLICATES.set(all, (duplicates = duplicatesIn(settings)));
    return duplicates.filter(({ reporter }) => reporter === registry).map(({ finding }) => finding);
  });
}

function duplicatesIn({ all, registries }: RegistrySettings): Duplicate[] {
  const constructs = registries.map(({ construct }) => construct);
  const ofRegistries = pairsOf(constructs).flatMap(([earlier, later]) => duplicateRegistry(earlier, later));
  const ofSettings = [...byIdentity(all).values()].flatMap(pairsOf).flatMap(([one, other]) => {
    const owners = [one, other].map(({ resource }) => constructs.find((registry) => isWithin(resource, registry)));
    // two registries are already reported as such
    if (owners[0] && owners[1] && owners[0] !== owners[1]) return [];
    return duplicateSetting(one, other, owners[0] ?? owners[1] ?? constructs[0]);
  });
  return [...ofRegistries, ...ofSettings];
}

function duplicateRegistry(earlier: IConstruct, later: IConstruct): Duplicate[] {
  const { path } = earlier.node;
  switch (compareEnvironments(Stack.of(earlier), Stack.of(later))) {
    case 'different':
      return [];
    case 'same':
      return duplicate(
        later,
        errorFinding,
        `${path} is also a SecureRegistry${environment(later)}, but an account has one registry in each Region. ` +
          'Combine the settings of both in one SecureRegistry.',
      );
    case 'unknown':
      return duplicate(
        later,
        warningFinding,
        `${path} is also a SecureRegistry, and it is known only at deployment whether both are in one account and Region. Set env on both stacks, or ` +
          'acknowledge this warning if they are never deployed to one account and Region.',
      );
  }
}

function duplicateSetting(one: RegistrySetting, other: RegistrySetting, reporter: IConstruct): Duplicate[] {
  const both = `${one.resource.node.path} and ${other.resource.node.path} both define ${describe(one)}`;
  switch (areBothDeployed(one, other)) {
    case 'different':
      return [];
    case 'same':
      return duplicate(
        reporter,
        errorFinding,
        `${both}${environment(one.resource)}, but at most one of two definitions can be deployed. Remove one of them.`,
      );
    case 'unknown':
      return duplicate(
        reporter,
        warningFinding,
        `${both}, and it is known only at deployment whether both are deployed to one account and Region. Remove one of them, or acknowledge this ` +
          'warning if they are never deployed to one account and Region.',
      );
  }
}

function duplicate(reporter: IConstruct, finding: typeof errorFinding, message: string): Duplicate[] {
  return [{ reporter, finding: finding('registry-duplicate', message) }];
}

function areBothDeployed(one: RegistrySetting, other: RegistrySetting): SameEnvironment {
  const environments = compareEnvironments(one.resource.stack, other.resource.stack);
  const conditions = [one, other].map(({ resource }) => resource.cfnOptions.condition);
  return environments === 'same' && conditions[0] !== conditions[1] ? 'unknown' : environments;
}

/** The settings by what they define. A setting whose identity is known only at deployment can be equal to one of the same stack. */
function byIdentity(settings: readonly RegistrySetting[]): Map<string, RegistrySetting[]> {
  const groups = new Map<string, RegistrySetting[]>();
  for (const setting of settings) {
    const { type, identity, resource } = setting;
    if (identity === undefined) continue;
    const where = isIntrinsic(identity) ? resource.stack.node.path : '';
    const key = JSON.stringify([type, identity, where]);
    groups.set(key, [...(groups.get(key) ?? []), setting]);
  }
  return groups;
}

function pairsOf<T>(items: readonly T[]): [T, T][] {
  return items.flatMap((later, index) => items.slice(0, index).map((earlier): [T, T] => [earlier, later]));
}

function isWithin(construct: IConstruct, ancestor: IConstruct): boolean {
  return construct.node.path.startsWith(`${ancestor.node.path}/`);
}

function describe({ type, identity }: RegistrySetting): string {
  if (identity === null) return NOUNS[type];
  return `${NOUNS[type]} ${typeof identity === 'string' ? quoted(identity) : intrinsicText(identity)}`;
}

function environment(construct: IConstruct): string {
  const { account, region } = Stack.of(construct);
  return Token.isUnresolved(account) || Token.isUnresolved(region)
    ? ' of the same account and Region'
    : ` of account ${account} in ${region}`;
}
