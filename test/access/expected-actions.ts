import { Method } from '../fixtures/access/methods';

/** The actions that a method allows. */
export interface Allowed {
  readonly actions: readonly string[];
  readonly login?: true;
}

const PULL = ['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'];
const PUSH = [
  'ecr:BatchCheckLayerAvailability',
  'ecr:BatchGetImage',
  'ecr:CompleteLayerUpload',
  'ecr:InitiateLayerUpload',
  'ecr:PutImage',
  'ecr:UploadLayerPart',
];

export const ALLOWED = {
  grantPull: { actions: PULL, login: true },
  grantPush: { actions: PUSH, login: true },
  grantPullPush: { actions: [...new Set([...PULL, ...PUSH])].sort(), login: true },
  grantRead: { actions: ['ecr:DescribeImages', 'ecr:DescribeRepositories', 'ecr:ListImages', 'ecr:ListTagsForResource'] },
  grantReadFindings: { actions: ['ecr:DescribeImageScanFindings', 'ecr:DescribeImages'] },
  grantStartScan: { actions: ['ecr:StartImageScan'] },
  grantPreviewLifecycle: {
    actions: ['ecr:GetLifecyclePolicy', 'ecr:GetLifecyclePolicyPreview', 'ecr:StartLifecyclePolicyPreview'],
  },
  grantDeleteImages: { actions: ['ecr:BatchDeleteImage', 'ecr:ListImages'] },
  grant: { actions: ['ecr:PutImageTagMutability', 'ecr:TagResource'] },
  /** The actions that Lambda and CodeBuild need when they pull as a service. */
  grantPullToService: { actions: ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'] },
} satisfies Readonly<Record<Method | 'grantPullToService', Allowed>>;
