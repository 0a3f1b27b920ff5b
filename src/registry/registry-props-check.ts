import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { RegistryScanning } from './registry-scanning';
import { ReplicationDestination, ReplicationRule } from './replication-rule';
import { SecureRegistryProps } from './secure-registry-props';
import { otherPlatform, profileRegion } from './signing-profile';
import { SigningRule } from './signing-rule';
import { warningFinding } from '../private/finding';
import type { FindingName } from '../private/finding-names';
import { describeValue, quoted } from '../private/format-value';
import { checkOptions } from '../private/input-type';
import { annotate } from '../private/report-findings';
import { SecureRepositoryError } from '../private/secure-repository-error';
import { areKnownToDiffer, isUnknown } from '../private/unknown-value';

/** The API model and the schema of CloudFormation. Earlier documentation has 10. */
const MOST_REPLICATION_RULES = 25;
/** The API model and the schema of CloudFormation. Repeated destinations and tokens count. */
const MOST_DESTINATIONS_OF_RULE = 100;
/**
 * The quota of unique destinations in all rules, which is not adjustable.
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/service-quotas.html
 */
const MOST_DESTINATIONS = 25;
/** The API model. The schema of CloudFormation accepts 50. */
const MOST_SIGNING_RULES = 10;

const REMOVAL_POLICIES = [RemovalPolicy.RETAIN, RemovalPolicy.DESTROY, RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE];

/** Throws an error unless the properties have values that Amazon ECR accepts. */
export function checkRegistryProps(registry: Construct, props: SecureRegistryProps): void {
  checkOptions(registry, 'props', props);
  const { scanning, replication, signing, removalPolicy } = props;
  if (scanning !== undefined && !(scanning instanceof RegistryScanning)) {
    throw new SecureRepositoryError(
      'registry-scanning',
      registry,
      `scanning is ${describeValue(scanning)}, but must be a RegistryScanning. Use RegistryScanning.basic(RepositoryFilter.all()), for example.`,
    );
  }
  if (replication !== undefined) checkReplication(registry, replication);
  if (signing !== undefined) {
    checkRules(registry, 'signing', signing, {
      finding: 'signing-rule',
      type: SigningRule,
      most: MOST_SIGNING_RULES,
      example: 'SigningRule.of(profile, RepositoryFilter.all())',
    });
    signing.forEach((rule, index) => checkProfile(registry, index, rule));
    warnOfRepetitions(registry, 'signing', signing.map(textOfSigning), CHANGE_RULE);
  }
  if (removalPolicy !== undefined && !REMOVAL_POLICIES.includes(removalPolicy)) {
    throw new SecureRepositoryError(
      'deletion',
      registry,
      `removalPolicy is ${describeValue(removalPolicy)}, but the settings of a registry can only be retained or deleted. Use RemovalPolicy.RETAIN.`,
    );
  }
}

function checkReplication(registry: Construct, rules: ReplicationRule[]): void {
  const refuse = (problem: string) => new SecureRepositoryError('replication', registry, problem);
  checkRules(registry, 'replication', rules, {
    finding: 'replication',
    type: ReplicationRule,
    most: MOST_REPLICATION_RULES,
    example: "ReplicationRule.toRegions('eu-central-1')",
  });
  const { account: own, region: home } = Stack.of(registry);
  const known = new Set<string>();
  for (const [index, { _destinations: destinations }] of rules.entries()) {
    if (destinations.length > MOST_DESTINATIONS_OF_RULE) {
      throw refuse(
        `replication[${index}] has ${destinations.length} destinations, but Amazon ECR accepts at most ${MOST_DESTINATIONS_OF_RULE} in a rule. Remove destinations.`,
      );
    }
    for (const { region, account = own } of destinations) {
      if (account === own && region === home && !isUnknown(home)) {
        throw refuse(
          `replication[${index}] has the destination ${region} of the registry's own account, which is the registry itself. Remove the destination.`,
        );
      }
      if (!isUnknown(region)) known.add(`${account} ${region}`);
    }
  }
  if (known.size > MOST_DESTINATIONS) {
    throw refuse(
      `replication has ${known.size} different destinations, but Amazon ECR accepts at most ${MOST_DESTINATIONS} in all rules. Remove destinations.`,
    );
  }
  warnOfRepetitions(registry, 'replication', rules.map(textOfReplication), CHANGE_RULE);
  rules.forEach(({ _destinations: destinations }, index) =>
    warnOfRepetitions(registry, `replication[${index}].destinations`, destinations.map(textOfDestination), 'Remove the destination.'),
  );
}

interface Rules {
  readonly finding: FindingName;
  readonly type: { readonly name: string; readonly [Symbol.hasInstance]: (value: unknown) => boolean };
  readonly most: number;
  readonly example: string;
}

function checkRules(registry: Construct, member: string, rules: unknown, { finding, type, most, example }: Rules): void {
  const refuse = (problem: string) => new SecureRepositoryError(finding, registry, problem);
  if (!Array.isArray(rules) || isUnknown(rules)) {
    throw refuse(`${member} is ${describeValue(rules)}, but must be a list of ${type.name} objects. Pass [${example}], for example.`);
  }
  const wrong = rules.findIndex((rule) => !(rule instanceof type));
  if (wrong >= 0) {
    throw refuse(`${member}[${wrong}] is ${describeValue(rules[wrong])}, but must be a ${type.name}. Pass ${example}, for example.`);
  }
  if (rules.length > most) {
    throw refuse(`${member} has ${rules.length} rules, but Amazon ECR accepts at most ${most}. Combine rules.`);
  }
}

/** Warns of what has no effect, because an earlier item is equal. What Amazon ECR does with it is not documented. */
function warnOfRepetitions(registry: Construct, member: string, texts: readonly string[], action: string): void {
  texts.forEach((text, index) => {
    const earlier = texts.indexOf(text);
    if (earlier === index) return;
    const message = `${member}[${index}] is equal to ${member}[${earlier}]. ${action}`;
    annotate(registry, warningFinding('registry-rule-repeated', message));
  });
}

const CHANGE_RULE = 'Remove the rule, or change its filters.';

function textOfDestination({ region, account = '' }: ReplicationDestination): string {
  return `${account} ${region}`;
}

function textOfReplication(rule: ReplicationRule): string {
  return JSON.stringify([rule._destinations.map(textOfDestination).sort(), rule._prefixes()?.sort()]);
}

/** Amazon ECR signs with a profile of the Region of the registry, which can be in another account. */
function checkProfile(registry: Construct, index: number, { _profile: profile }: SigningRule): void {
  const { region } = Stack.of(registry);
  const platform = otherPlatform(profile);
  if (platform !== undefined) {
    const problem =
      `signing[${index}] has the profile ${profile.node.path} of the platform ${quoted(platform)}, but AWS documents Notation-OCI-SHA384-ECDSA for container images. ` +
      'Use signer.Platform.NOTATION_OCI_SHA384_ECDSA.';
    annotate(registry, warningFinding('signing-platform', problem));
  }
  const actual = profileRegion(profile);
  if (!areKnownToDiffer(actual, region)) return;
  throw new SecureRepositoryError(
    'signing-rule',
    registry,
    `signing[${index}] has the profile ${profile.node.path} in ${actual}, but Amazon ECR signs only with a profile in the Region of the registry (${region}). Use a ` +
      `profile in ${region}.`,
  );
}

function textOfSigning({ _profile: profile, _filters: filters }: SigningRule): string {
  return JSON.stringify([profile.signingProfileArn, filters.map(String).sort()]);
}
