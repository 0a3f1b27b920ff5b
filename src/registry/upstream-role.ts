import { Aws, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct, IDependable } from 'constructs';
import { roleFindings } from './service-role';
import { UpstreamRegistry } from './upstream';
import { acknowledgeWildcard } from '../private/acknowledge-rule';
import { Finding, warningFinding } from '../private/finding';
import { annotate, checkAtSynthesis } from '../private/report-findings';
import { SecureRepositoryError } from '../private/secure-repository-error';
import { areKnownToDiffer, isUnknown } from '../private/unknown-value';
import { partitionOfRegion } from '../repository/partition';
import { repositoryArns } from '../repository/repositories-below';

const SERVICE = 'pullthroughcache.ecr.amazonaws.com';
/** What the role may do in both registries: read in the upstream, and write in the cache. */
const ACTIONS = [
  'ecr:BatchGetImage',
  'ecr:BatchImportUpstreamImage',
  'ecr:CompleteLayerUpload',
  'ecr:GetDownloadUrlForLayer',
  'ecr:GetImageCopyStatus',
  'ecr:InitiateLayerUpload',
  'ecr:PutImage',
  'ecr:UploadLayerPart',
];
/** What the upstream has to allow to the account of the cache. */
const UPSTREAM_ACTIONS = ['ecr:BatchGetImage', 'ecr:BatchImportUpstreamImage', 'ecr:GetDownloadUrlForLayer', 'ecr:GetImageCopyStatus'];

/** The cache of a private registry of Amazon ECR. */
export interface CachedRegistry extends UpstreamRegistry {
  /** The namespace of the cached repositories. */
  readonly prefix: string;
  /** The namespace in the upstream; undefined for all of it. */
  readonly upstreamPrefix?: string;
}

/**
 * Returns the role that Amazon ECR assumes to pull from a registry of another account, with the permissions: that of the user, or one that is created. A
 * registry of the same account requires none.
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache-private.html
 */
export function upstreamRole(
  cache: Construct,
  registry: CachedRegistry,
): { readonly role: iam.IRole; readonly policies: readonly IDependable[] } | undefined {
  const { account, region, prefix } = registry;
  const own = Stack.of(cache);
  requireSamePartition(cache, region);
  const isElsewhere = areKnownToDiffer(account, own.account);
  if (!registry.role && !isElsewhere) {
    if (![own.account, Aws.ACCOUNT_ID].includes(account)) annotate(cache, roleUndecided(account));
    return undefined;
  }
  const role: iam.IRole =
    registry.role ??
    new iam.Role(cache, 'UpstreamRole', {
      assumedBy: new iam.ServicePrincipal(SERVICE),
      description: `Pulls images from ${account} for a pull-through cache of Amazon ECR`,
    });
  const resources = [repositoryArns(cache, `${prefix}/*`), upstreamArn(cache, registry)];
  const statements = [
    new iam.PolicyStatement({ actions: ACTIONS, resources }),
    new iam.PolicyStatement({ actions: ['ecr:GetAuthorizationToken'], resources: ['*'] }),
  ];
  const policies = statements.flatMap((statement) => role.addToPrincipalPolicy(statement).policyDependable ?? []);
  if (registry.role) {
    checkAtSynthesis(cache, () => roleFindings(cache, role, { finding: 'upstream', service: SERVICE, path: true }));
  } else {
    const reason = 'ecr:GetAuthorizationToken accepts only the resource *, and Amazon ECR creates the repositories of the cache';
    for (const arn of [...resources, '*']) acknowledgeWildcard(role, arn, reason);
  }
  return { role, policies };
}

/** Returns the statement that the registry policy or the repository policies of the upstream must contain. */
export function upstreamStatement(cache: Construct, registry: CachedRegistry): iam.PolicyStatement {
  return new iam.PolicyStatement({
    principals: [new iam.AccountPrincipal(Stack.of(cache).account)],
    actions: UPSTREAM_ACTIONS,
    resources: [upstreamArn(cache, registry)],
  });
}

function roleUndecided(account: string): Finding {
  const upstream = isUnknown(account) ? 'the account of the upstream' : `the upstream account ${account}`;
  return warningFinding(
    'upstream-role',
    `it is known only at deployment whether ${upstream} is that of the registry, and a cache of another account requires a role. Set env on the stack, pass a role ` +
      'to Upstream.ecr, or acknowledge this warning if it is the same account.',
  );
}

function upstreamArn(cache: Construct, { account, region, upstreamPrefix }: CachedRegistry): string {
  const name = upstreamPrefix === undefined ? '*' : `${upstreamPrefix}/*`;
  return `arn:${partitionOfRegion(region) ?? Stack.of(cache).partition}:ecr:${region}:${account}:repository/${name}`;
}

function requireSamePartition(cache: Construct, region: string): void {
  const own = partitionOfRegion(Stack.of(cache).region);
  const upstream = partitionOfRegion(region);
  if (own === undefined || upstream === undefined || own === upstream) return;
  throw new SecureRepositoryError(
    'upstream',
    cache,
    `the upstream is in ${region} of the partition ${upstream}, but the cache is in ${own}, and no permission applies across partitions. Use a registry of ${own}.`,
  );
}
