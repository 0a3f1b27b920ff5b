/** A level of access: what a grant of that name allows. */
interface AccessLevel {
  readonly words: string;
  readonly actions: readonly string[];
  /** The actions without which the words would be wrong; all of them unless said otherwise. */
  readonly core?: readonly string[];
}

const PULL_BY_SERVICE = ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'];

/** The levels of access, in the order in which they are told. */
export const LEVELS = {
  /** HEAD blob, GET manifest, GET blob: the L2's set and that of the managed policy of ECS. */
  pull: { words: 'pull', actions: ['ecr:BatchCheckLayerAvailability', ...PULL_BY_SERVICE], core: PULL_BY_SERVICE },
  /** AWS's pull-only set: what Lambda and CodeBuild need when they pull as a service. */
  pullByService: { words: 'pull', actions: PULL_BY_SERVICE },
  /** Clients ask for the manifest first, hence `BatchGetImage`; no layer download. */
  push: {
    words: 'push',
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
    words: 'read',
    actions: ['ecr:DescribeImages', 'ecr:DescribeRepositories', 'ecr:ListImages', 'ecr:ListTagsForResource'],
  },
  readFindings: { words: 'read findings', actions: ['ecr:DescribeImageScanFindings', 'ecr:DescribeImages'] },
  startScan: { words: 'start scan', actions: ['ecr:StartImageScan'] },
  previewLifecycle: {
    words: 'preview lifecycle',
    actions: ['ecr:GetLifecyclePolicy', 'ecr:GetLifecyclePolicyPreview', 'ecr:StartLifecyclePolicyPreview'],
  },
  deleteImages: { words: 'delete images', actions: ['ecr:BatchDeleteImage', 'ecr:ListImages'] },
} satisfies { [name: string]: AccessLevel };

/** What a set of actions amounts to, in words: "pull and push", "read, start scan and ecr:TagResource". */
export function levelInWords(actions: readonly string[]): string {
  const given = new Set(actions);
  const rest = new Set(actions);
  const words = new Set<string>();
  for (const level of Object.values(LEVELS) as AccessLevel[]) {
    if (!(level.core ?? level.actions).every((action) => given.has(action))) continue;
    words.add(level.words);
    level.actions.forEach((action) => rest.delete(action));
  }
  const all = [...words, ...[...rest].sort()];
  return all.length < 2 ? all.join() : `${all.slice(0, -1).join(', ')} and ${all[all.length - 1]}`;
}
