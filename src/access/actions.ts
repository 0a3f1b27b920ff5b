import { Token } from 'aws-cdk-lib';
import { errorFinding, Finding, warningFinding } from '../private/finding';
import { quoted } from '../private/format-value';

/** Actions on a repository, as in the service authorization reference. */
export const REPOSITORY_ACTIONS: ReadonlySet<string> = ecrActions(
  'BatchCheckLayerAvailability BatchDeleteImage BatchGetImage BatchGetRepositoryScanningConfiguration BatchImportUpstreamImage',
  'CompleteLayerUpload CreateRepository DeleteLifecyclePolicy DeleteRepository DeleteRepositoryPolicy DescribeImageReplicationStatus',
  'DescribeImageScanFindings DescribeImageSigningStatus DescribeImages DescribeRepositories GetDownloadUrlForLayer',
  'GetImageCopyStatus GetLifecyclePolicy GetLifecyclePolicyPreview GetRepositoryPolicy InitiateLayerUpload ListImages',
  'ListTagsForResource PutImage PutImageScanningConfiguration PutImageTagMutability PutLifecyclePolicy ReplicateImage',
  'SetRepositoryPolicy StartImageScan StartLifecyclePolicyPreview TagResource UntagResource UpdateImageStorageClass UploadLayerPart',
);

/** Actions on the registry of an account. They require `Resource: "*"` and are not valid in a repository policy. */
export const REGISTRY_ACTIONS: ReadonlySet<string> = ecrActions(
  'CreatePullThroughCacheRule CreateRepositoryCreationTemplate DeletePullThroughCacheRule DeleteRegistryPolicy',
  'DeleteRepositoryCreationTemplate DeleteSigningConfiguration DeregisterPullTimeUpdateExclusion DescribePullThroughCacheRules',
  'DescribeRegistry DescribeRepositoryCreationTemplates GetAccountSetting GetAuthorizationToken GetRegistryPolicy',
  'GetRegistryScanningConfiguration GetSigningConfiguration ListPullTimeUpdateExclusions PutAccountSetting PutRegistryPolicy',
  'PutRegistryScanningConfiguration PutReplicationConfiguration PutSigningConfiguration RegisterPullTimeUpdateExclusion',
  'UpdatePullThroughCacheRule UpdateRepositoryCreationTemplate ValidatePullThroughCacheRule',
);

/** The login, which returns a token for the whole registry. */
export const LOGIN_ACTION = 'ecr:GetAuthorizationToken';

/** An access level: the actions that a grant of that name allows. */
interface AccessLevel {
  readonly name: string;
  readonly actions: readonly string[];
  /**
   * The actions that make a set of actions this level.
   * @default - all actions of the level
   */
  readonly core?: readonly string[];
}

const PULL_BY_SERVICE = ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'];

/** The access levels, in the order in which descriptions list them. */
export const LEVELS = {
  /** HEAD blob, GET manifest, GET blob: the actions of `ecr.Repository.grantPull` and of the managed policy of Amazon ECS. */
  pull: { name: 'pull', actions: ['ecr:BatchCheckLayerAvailability', ...PULL_BY_SERVICE], core: PULL_BY_SERVICE },
  /** The actions that Lambda and CodeBuild need when they pull as a service. */
  pullByService: { name: 'pull', actions: PULL_BY_SERVICE },
  /** Clients request the manifest first, which needs `BatchGetImage`. Layers cannot be downloaded. */
  push: {
    name: 'push',
    actions: [
      'ecr:BatchCheckLayerAvailability',
      'ecr:BatchGetImage',
      'ecr:CompleteLayerUpload',
      'ecr:InitiateLayerUpload',
      'ecr:PutImage',
      'ecr:UploadLayerPart',
    ],
  },
  read: {
    name: 'read',
    actions: ['ecr:DescribeImages', 'ecr:DescribeRepositories', 'ecr:ListImages', 'ecr:ListTagsForResource'],
  },
  readFindings: { name: 'read findings', actions: ['ecr:DescribeImageScanFindings', 'ecr:DescribeImages'] },
  startScan: { name: 'start scan', actions: ['ecr:StartImageScan'] },
  previewLifecycle: {
    name: 'preview lifecycle',
    actions: ['ecr:GetLifecyclePolicy', 'ecr:GetLifecyclePolicyPreview', 'ecr:StartLifecyclePolicyPreview'],
  },
  deleteImages: { name: 'delete images', actions: ['ecr:BatchDeleteImage', 'ecr:ListImages'] },
} satisfies { [name: string]: AccessLevel };

/** Describes a set of actions by its access levels: "pull and push", "read, start scan and ecr:TagResource". */
export function describeActions(actions: readonly string[]): string {
  const allowed = new Set(actions);
  const rest = new Set(actions);
  const levels = new Set<string>();
  for (const level of Object.values(LEVELS) as AccessLevel[]) {
    if (!(level.core ?? level.actions).every((action) => allowed.has(action))) continue;
    levels.add(level.name);
    level.actions.forEach((action) => rest.delete(action));
  }
  const all = [...levels, ...[...rest].sort()];
  return all.length < 2 ? all.join() : `${all.slice(0, -1).join(', ')} and ${all[all.length - 1]}`;
}

/**
 * Checks an action of a grant or of a statement in a repository policy. A registry action and a misspelled action are errors. An unknown
 * `ecr:` action may be newer than this version of the library, so it is a warning, and so is a wildcard.
 */
export function actionFindings(action: string): Finding[] {
  if (Token.isUnresolved(action) || REPOSITORY_ACTIONS.has(action)) return [];
  if (action === LOGIN_ACTION) {
    return [
      invalid(action, 'acts on the registry, not on a repository. Use grantPull, grantPush or grantPullPush, which also allow the login.'),
    ];
  }
  if (REGISTRY_ACTIONS.has(action)) {
    return [
      invalid(action, 'acts on the registry, not on a repository. Add it to the identity policy of the principal with the resource "*".'),
    ];
  }
  if (/^ecr:.*\*/.test(action)) return [wildcardFinding(action)];
  const meant = nearestAction(action);
  if (meant !== undefined) return [invalid(action, `does not exist. Did you mean ${quoted(meant)}?`)];
  if (!action.startsWith('ecr:')) {
    return [invalid(action, 'is not an action on a repository. Use an action of Amazon ECR such as "ecr:BatchGetImage".')];
  }
  return [questionable(action, 'is not known to this version of the library. Check its spelling.')];
}

/** Returns the warning about a wildcard, which also allows actions that AWS adds later. */
export function wildcardFinding(action: string): Finding {
  return questionable(action, 'is a wildcard, which also allows the actions that AWS adds later. List the actions instead.');
}

function invalid(action: string, problem: string): Finding {
  return errorFinding('action', `action ${quoted(action)} ${problem}`);
}

function questionable(action: string, problem: string): Finding {
  return warningFinding('action', `action ${quoted(action)} ${problem}`, action);
}

/** Returns the known action that was probably meant: other capitals, a missing prefix, one or two wrong letters. */
function nearestAction(action: string): string | undefined {
  const written = action.replace(/^ecr:/i, '').toLowerCase();
  const known = [...REPOSITORY_ACTIONS, ...REGISTRY_ACTIONS].map((candidate) => ({
    candidate,
    distance: editDistance(written, candidate.slice('ecr:'.length).toLowerCase()),
  }));
  const best = known.reduce((a, b) => (b.distance < a.distance ? b : a));
  return best.distance <= 2 ? best.candidate : undefined;
}

/** Returns the Levenshtein distance of two texts. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      next.push(Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1)));
    }
    row = next;
  }
  return row[b.length];
}

function ecrActions(...lines: string[]): Set<string> {
  return new Set(
    lines
      .join(' ')
      .split(' ')
      .map((name) => `ecr:${name}`),
  );
}
