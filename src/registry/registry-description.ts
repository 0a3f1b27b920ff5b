import * as ecr from 'aws-cdk-lib/aws-ecr';
import { describeActions } from '../access/actions';
import { Conditions } from '../access/conditions';
import { namesOf } from '../access/grantee';
import { RenderedStatement } from '../access/statement-check';
import { renderedResource } from '../private/cdk-internals';
import { intrinsicText, isIntrinsic, memberOf } from '../private/intrinsics';

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
    ...(policy ? describePolicy(propertiesOf(policy), policy.stack.resolve(policy.stack.account)) : []),
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
  const lineOf = (rule: Rendered) => {
    const frequency = FREQUENCIES[String(rule.ScanFrequency)] ?? intrinsicText(rule.ScanFrequency);
    return `images of ${filtersOf(rule)} are scanned ${frequency} by ${scanner}`;
  };
  return linesOf(rules, lineOf, {
    none: `no filter of the registry selects images for ${scanner}`,
    unknown: `which images ${scanner} scans is known only at deployment`,
  });
}

function describeReplication({ ReplicationConfiguration: configuration }: Rendered): string[] {
  const lineOf = (rule: Rendered) => {
    const byAccount = new Map<string, string[]>();
    for (const { Region: region, RegistryId: account } of listOf(rule.Destinations)) {
      const key = intrinsicText(account);
      byAccount.set(key, [...(byAccount.get(key) ?? []), intrinsicText(region)]);
    }
    const destinations = [...byAccount].map(([account, regions]) => `${listed(regions)} of account ${account}`);
    const where = isIntrinsic(rule.Destinations) ? intrinsicText(rule.Destinations) : listed(destinations);
    return `new images of ${filtersOf(rule)} are replicated to ${where}`;
  };
  return linesOf(memberOf(configuration, 'Rules'), lineOf, {
    none: 'no image is replicated',
    unknown: 'which images are replicated is known only at deployment',
  });
}

function describeSigning({ Rules: rules }: Rendered): string[] {
  return linesOf(rules, (rule) => `images of ${filtersOf(rule)} are signed on push with ${intrinsicText(rule.SigningProfileArn)}`, {
    none: 'no image is signed on push',
    unknown: 'which images are signed on push is known only at deployment',
  });
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

/** @param account the own account as it is rendered */
function describePolicy({ PolicyText: policy }: Rendered, account: unknown): string[] {
  if (typeof policy !== 'object' || policy === null || !('Statement' in policy)) return ['the registry policy is known only at deployment'];
  return ([policy.Statement].flat() as RenderedStatement[]).map((statement) => describeStatement(statement, account));
}

function describeStatement(statement: RenderedStatement, account: unknown): string {
  if (isIntrinsic(statement)) return 'a statement of the registry policy is known only at deployment';
  const { Effect: effect, Action: action, NotAction: notAction, Resource: resource, NotResource: notResource } = statement;
  const texts = (value: unknown) => [value ?? []].flat().map(intrinsicText);
  const what = notAction === undefined ? describeActions(texts(action)) : `everything except ${listed(texts(notAction))}`;
  const names = texts(resource ?? notResource).map((arn) => arn.replace(/^.*:repository\//, ''));
  const repositories = listed(names.map((name) => (name === '*' ? 'every repository' : name)));
  const where = resource === undefined ? `every repository except ${repositories}` : repositories;
  return `${effect === 'Deny' ? 'deny' : 'allow'} ${what} on ${where} for ${describePrincipals(statement, account)}`;
}

function describePrincipals(
  { Principal: principal, NotPrincipal: notPrincipal, Condition: conditions = {} }: RenderedStatement,
  account: unknown,
): string {
  const outside = organizationsOutside(conditions, account);
  if (outside !== undefined) return `principals outside of organization ${outside}, except the own account and AWS services`;
  const value = principal ?? notPrincipal;
  const byType = typeof value === 'object' && value !== null ? (value as { readonly [type: string]: unknown }) : { AWS: value };
  const names = namesOf(byType, conditions);
  const who = principal === undefined ? `everyone except ${listed(names)}` : listed(names);
  if (principal !== undefined && names.every((name) => name.startsWith('organization '))) return who;
  const details = Object.entries(conditions).flatMap(([operator, condition]) =>
    Object.entries(condition).map(
      ([key, values]) => `${key} ${/Not/i.test(operator) ? 'not ' : ''}${[values].flat().map(intrinsicText).join(' or ')}`,
    ),
  );
  return details.length === 0 ? who : `${who}, with ${listed(details)}`;
}

/** The organizations of a guard rail, if the conditions are those of `denyUnlessInOrganization`. */
function organizationsOutside(conditions: Conditions, account: unknown): string | undefined {
  const organizations = conditions.StringNotEquals?.['aws:PrincipalOrgID'];
  const guardRail = {
    StringNotEquals: { 'aws:PrincipalOrgID': organizations, 'aws:PrincipalAccount': account },
    BoolIfExists: { 'aws:PrincipalIsAWSService': 'false' },
  };
  if (organizations === undefined || JSON.stringify(conditions) !== JSON.stringify(guardRail)) return undefined;
  return [organizations].flat().map(intrinsicText).join(', ');
}

/** The repositories that the filters of a rule select. */
function filtersOf({ RepositoryFilters: filters }: Rendered): string {
  if (isIntrinsic(filters)) return intrinsicText(filters);
  const patterns = listOf(filters).map(
    ({ Filter: filter, FilterType: type }) => `${intrinsicText(filter)}${type === 'PREFIX_MATCH' ? '*' : ''}`,
  );
  return patterns.length === 0 || patterns.includes('*') ? 'every repository' : listed(patterns);
}

/** Describes the rules of a setting, each of which may be known only at deployment. */
function linesOf(rules: unknown, lineOf: (rule: Rendered) => string, { none, unknown }: { none: string; unknown: string }): string[] {
  if (isIntrinsic(rules)) return [unknown];
  const lines = listOf(rules).map((rule) => (isIntrinsic(rule) ? unknown : lineOf(rule)));
  return lines.length > 0 ? lines : [none];
}

function namesBelow(prefix: unknown): string {
  return prefix === 'ROOT' ? 'other repositories' : `repositories below ${intrinsicText(prefix)}/`;
}

function listOf(value: unknown): Rendered[] {
  // an override can contain anything
  return Array.isArray(value) ? value.filter((item: unknown): item is Rendered => typeof item === 'object' && item !== null) : [];
}

function listed(items: readonly string[]): string {
  return items.length < 2 ? items.join() : `${items.slice(0, -1).join(', ')} and ${items[items.length - 1]}`;
}
