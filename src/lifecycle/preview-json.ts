import { PolicyDocument } from './core/policy-document';
import { ImageAction } from './image-action';
import { ImageOutcome } from './image-outcome';

/** What ECR calls the actions. */
const ACTIONS = {
  [ImageAction.EXPIRE]: { type: 'EXPIRE' },
  [ImageAction.ARCHIVE]: { type: 'TRANSITION', targetStorageClass: 'ARCHIVE' },
};

/** A preview in the shape of `aws ecr get-lifecycle-policy-preview`. */
export function previewJson(document: PolicyDocument | undefined, outcomes: ImageOutcome[]): string {
  const count = (action: ImageAction) => outcomes.filter((outcome) => outcome.action === action).length;
  return JSON.stringify(
    {
      ...(document === undefined ? {} : { lifecyclePolicyText: JSON.stringify(document) }),
      status: 'COMPLETE',
      previewResults: outcomes.flatMap(({ action, digest, tags, pushedAt, rulePriority, storageClass }) => {
        if (action === ImageAction.KEEP) return [];
        return [
          {
            imageTags: tags,
            imageDigest: digest,
            imagePushedAt: pushedAt.toISOString(),
            action: ACTIONS[action],
            appliedRulePriority: rulePriority,
            storageClass,
          },
        ];
      }),
      summary: {
        expiringImageTotalCount: count(ImageAction.EXPIRE),
        transitioningImageTotalCounts: [{ targetStorageClass: 'ARCHIVE', imageTotalCount: count(ImageAction.ARCHIVE) }],
      },
    },
    undefined,
    2,
  );
}
