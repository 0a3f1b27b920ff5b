import { Verdict } from './core/evaluation';
import { PolicyDocument } from './core/policy-document';
import { storageClassOfImage } from './core/repository-image';

/** What ECR calls the actions. */
const ACTIONS = {
  EXPIRE: { type: 'EXPIRE' },
  ARCHIVE: { type: 'TRANSITION', targetStorageClass: 'ARCHIVE' },
};

/** A preview in the shape of `aws ecr get-lifecycle-policy-preview`. */
export function previewJson(verdicts: readonly Verdict[], document: PolicyDocument | undefined): string {
  const count = (action: Verdict['action']) => verdicts.filter((verdict) => verdict.action === action).length;
  return JSON.stringify(
    {
      ...(document === undefined ? {} : { lifecyclePolicyText: JSON.stringify(document) }),
      status: 'COMPLETE',
      previewResults: verdicts.flatMap(({ image, action, identification }) => {
        if (action === 'KEEP') return [];
        return [
          {
            imageTags: image.tags,
            imageDigest: image.digest,
            imagePushedAt: new Date(image.pushedAt).toISOString(),
            action: ACTIONS[action],
            appliedRulePriority: identification?.rule.rulePriority,
            storageClass: storageClassOfImage(image).toUpperCase(),
          },
        ];
      }),
      summary: {
        expiringImageTotalCount: count('EXPIRE'),
        transitioningImageTotalCounts: [{ targetStorageClass: 'ARCHIVE', imageTotalCount: count('ARCHIVE') }],
      },
    },
    undefined,
    2,
  );
}
