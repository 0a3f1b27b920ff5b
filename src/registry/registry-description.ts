import * as ecr from 'aws-cdk-lib/aws-ecr';
import { describeActions } from '../access/actions';
import { Conditions, keyIn } from '../access/conditions';
import { namesOf } from '../access/grantee';
import { RenderedStatement } from '../access/statement-check';
import { renderedResource } from '../private/cdk-internals';
import { intrinsicText, isIntrinsic } from '../private/intrinsics';

/** The resources of a registry that are described. */
export interface DescribedResources {
  readonly scanning?: ecr.CfnRegistryScanningConfiguration;
  readonly replication?: ecr.CfnReplicationConfiguration;
  readonly signing?: ecr.CfnSigningConfiguration;
  readonly policy?: ecr.CfnRegistryPolicy;
  readonly caches: readonly ecr.CfnPullThroughCacheRule[];
  readonly templates: readonly ecr.CfnRepositoryCreationTemplate[];
  readonly exclusions: readonly ecr.CfnPullTimeUpdateExclusion[];
}

type Rendered = { readonly [property: string]: unknown };

/** Describes the settings of a registry as the template would contain them now, one line per setting. */
export function describeRegistry(resources: DescribedResources): string[] {
  const { scanning, replication, signing, policy, caches, templates, exclusions } = resources;
  return [
    ...(scanning ? describeScanning(propertiesOf(scanning)) : ['the scanning configuration is not in this app']),
    ...(replication ? describeReplication(propertiesOf(replication)) : ['the replication configuration is not in this app']),
    ...(signing ? describeSigning(propertiesOf(signing)) : []),
    ...caches.map((cache) => describeCache(propertiesOf(cache))),
    ...templates.map((template) => describeTemplate(propertiesOf(template))),
    ...(policy ? describePolicy(propertiesOf(policy)) : []),
    ...exclusions.map(
      (exclusion) => `pulls by ${intrinsicText(propertiesOf(exclusion).PrincipalArn)} do not count as pulls in lifecycle policies`,
    ),
  ];
}

function propertiesOf(resource: Parameters<typeof renderedResource>[0]): Rendered {
  return renderedResource(resource).Properties;
}

const SCANNERS: { readonly [type: string]: string } = { BASIC: 'basic scanning', ENHANCED: 'Amazon Inspector' };
const FREQUENCIES: { readonly [frequency: string]: string } = { SCAN_ON_PUSH: 'on push', CONTINUOUS_SCAN: 'continuously' };

function describeScanning({ ScanType: type, Rules: rules }: Rendered): string[] {
  const scanner = SCANNERS[String(type)] ?? intrinsicText(type);
  const lines = listOf(rules).map((rule) => {
    const frequency = FREQUENCIES[String(rule.ScanFrequency)] ?? intrinsicText(rule.ScanFrequency);
    return `images of ${filtersOf(rule)} are scanned ${frequency} by ${scanner}`;
  });
  if (isIntrinsic(rules)) return [`which images ${scanner} scans is known only at deployment`];
  return lines.length > 0 ? lines : [`no filter of the registry selects images for ${scanner}`];
}

function describeReplication({ ReplicationConfiguration: configuration }: Rendered): string[] {
  const { Rules: rules } = (configuration ?? {}) as Rendered;
  const lines = listOf(rules).map((rule) => {
    const byAccount = new Map<string, string[]>();
    for (const { Region: region, RegistryId: account } of listOf(rule.Destinations)) {
      const key = intrinsicText(account);
      byAccount.set(key, [...(byAccount.get(key) ?? []), intrinsicText(region)]);
    }
    const destinations = [...byAccount].map(([account, regions]) => `${listed(regions)} of account ${account}`);
    return `new images of ${filtersOf(rule)} are replicated to ${listed(destinations)}`;
  });
  return lines.length > 0 ? lines : ['no image is replicated'];
}

function describeSigning({ Rules: rules }: Rendered): string[] {
  const lines = listOf(rules).map(
    (rule) => `images of ${filtersOf(rule)} are signed on push with ${intrinsicText(rule.SigningProfileArn)}`,
  );
  return lines.length > 0 ? lines : ['no image is signed on push'];
}

function describeCache({
  EcrRepositoryPrefix: prefix,
  UpstreamRegistryUrl: url,
  UpstreamRepositoryPrefix: upstream,
  CredentialArn: secret,
}: Rendered): string {
  const path = upstream === undefined || upstream === 'ROOT' ? '' : `/${intrinsicText(upstream)}`;
  const credential = secret === undefined ? '' : ', with a credential';
  return `${namesBelow(prefix)} cache ${intrinsicText(url)}${path}${credential}`;
}

const EVENTS: { readonly [event: string]: string } = {
  PULL_THROUGH_CACHE: 'pulls through a cache',
  REPLICATION: 'replication',
  CREATE_ON_PUSH: 'pushes',
};

function describeTemplate(properties: Rendered): string {
  const { Prefix: prefix, AppliedFor: events, EncryptionConfiguration: encryption, ImageTagMutability: mutability } = properties;
  const created = [events ?? []].flat().map((event) => EVENTS[String(event)] ?? intrinsicText(event));
  const { EncryptionType: type = 'AES256' } = (encryption ?? {}) as Rendered;
  const tags = mutability === undefined || String(mutability).startsWith('MUTABLE') ? 'mutable' : 'immutable';
  const parts = [
    `encryption ${intrinsicText(type)}`,
    `${isIntrinsic(mutability) ? intrinsicText(mutability) : tags} tags`,
    properties.LifecyclePolicy === undefined ? 'no lifecycle policy' : 'a lifecycle policy',
    properties.RepositoryPolicy === undefined ? 'no repository policy' : 'a repository policy',
  ];
  return `${namesBelow(prefix)} that ${listed(created)} create have ${listed(parts)}`;
}

function describePolicy({ PolicyText: policy }: Rendered): string[] {
  if (typeof policy !== 'object' || policy === null || !('Statement' in policy)) return ['the registry policy is known only at deployment'];
  return ([policy.Statement].flat() as RenderedStatement[]).map(describeStatement);
}

function describeStatement(statement: RenderedStatement): string {
  const {
    Effect: effect,
    Action: action,
    NotAction: notAction,
    Principal: principal,
    Resource: resource,
    Condition: conditions = {},
  } = statement;
  const texts = (value: unknown) => [value ?? []].flat().map(intrinsicText);
  const what = notAction === undefined ? describeActions(texts(action)) : `everything except ${listed(texts(notAction))}`;
  const names = texts(resource).map((arn) => arn.replace(/^.*:repository\//, ''));
  const where = listed(names.map((name) => (name === '*' ? 'every repository' : name)));
  return `${effect === 'Deny' ? 'deny' : 'allow'} ${what} on ${where} for ${describePrincipals(principal, conditions)}`;
}

function describePrincipals(principal: unknown, conditions: Conditions): string {
  const outside = organizationsOutside(conditions);
  if (outside !== undefined) return `principals outside of organization ${outside}, except the own account and AWS services`;
  const byType =
    typeof principal === 'object' && principal !== null ? (principal as { readonly [type: string]: unknown }) : { AWS: principal };
  const names = namesOf(byType, conditions);
  if (names.every((name) => name.startsWith('organization '))) return listed(names);
  const values = Object.values(conditions).flatMap((condition) => Object.entries(condition));
  const details = values.map(([key, value]) => `${key} ${[value].flat().map(intrinsicText).join(' or ')}`);
  return details.length === 0 ? listed(names) : `${listed(names)}, with ${listed(details)}`;
}

function organizationsOutside(conditions: Conditions): string | undefined {
  const condition = conditions.StringNotEquals ?? {};
  const key = keyIn(condition, 'aws:PrincipalOrgID');
  if (key === undefined || keyIn(condition, 'aws:PrincipalAccount') === undefined) return undefined;
  return [condition[key]].flat().map(intrinsicText).join(', ');
}

/** The repositories that the filters of a rule select. */
function filtersOf({ RepositoryFilters: filters }: Rendered): string {
  if (isIntrinsic(filters)) return intrinsicText(filters);
  const patterns = listOf(filters).map(
    ({ Filter: filter, FilterType: type }) => `${intrinsicText(filter)}${type === 'PREFIX_MATCH' ? '*' : ''}`,
  );
  return patterns.length === 0 || patterns.includes('*') ? 'every repository' : listed(patterns);
}

function namesBelow(prefix: unknown): string {
  return prefix === 'ROOT' ? 'other repositories' : `repositories below ${intrinsicText(prefix)}/`;
}

function listOf(value: unknown): Rendered[] {
  return Array.isArray(value) ? (value as Rendered[]) : [];
}

function listed(items: readonly string[]): string {
  return items.length < 2 ? items.join() : `${items.slice(0, -1).join(', ')} and ${items[items.length - 1]}`;
}
