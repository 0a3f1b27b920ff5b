import { PolicyDocument } from './core/policy-document';
import { storageClassOfImage } from './core/repository-image';
import { decidingRule, isPossible, Verdict } from './core/verdict';

/** What ECR calls the actions. */
const EXPIRE = { type: 'EXPIRE' };
const ARCHIVE = { type: 'TRANSITION', targetStorageClass: 'ARCHIVE' };
const ACTIONS = { EXPIRE, MAY_EXPIRE: EXPIRE, ARCHIVE, MAY_ARCHIVE: ARCHIVE };

/** A preview in the shape of `aws ecr get-lifecycle-policy-preview`: its keys hold what is certain, keys of their own what is possible besides. */
export function previewJson(verdicts: readonly Verdict[], document: PolicyDocument | undefined): string {
  const count = (action: Verdict['action']) => verdicts.filter((verdict) => verdict.action === action).length;
  return JSON.stringify(
    {
      ...(document === undefined ? {} : { lifecyclePolicyText: JSON.stringify(document) }),
      status: 'COMPLETE',
      previewResults: verdicts.filter((verdict) => !isPossible(verdict)).flatMap(result),
      possiblePreviewResults: verdicts.filter(isPossible).flatMap(result),
      summary: {
        expiringImageTotalCount: count('EXPIRE'),
        transitioningImageTotalCounts: [{ targetStorageClass: 'ARCHIVE', imageTotalCount: count('ARCHIVE') }],
        possiblyExpiringImageTotalCount: count('MAY_EXPIRE'),
        possiblyTransitioningImageTotalCounts: [{ targetStorageClass: 'ARCHIVE', imageTotalCount: count('MAY_ARCHIVE') }],
      },
    },
    undefined,
    2,
  );
}

function result(verdict: Verdict): object[] {
  const { image, action } = verdict;
  if (action === 'KEEP') return [];
  return [
    {
      imageTags: image.tags,
      imageDigest: image.digest,
      imagePushedAt: new Date(image.pushedAt).toISOString(),
      action: ACTIONS[action],
      appliedRulePriority: decidingRule(verdict)?.rulePriority,
      storageClass: storageClassOfImage(image).toUpperCase(),
    },
  ];
}
