import { ruleInWords } from './core/describe';
import { PolicyDocument } from './core/document';
import { storageClassOfImage } from './core/images';
import { decidingRule, isPossible, Verdict, VerdictAction } from './core/verdicts';
import { totalsByRule, totalsOf } from './image-totals';

/** What ECR calls the actions. */
const EXPIRE = { type: 'EXPIRE' };
const ARCHIVE = { type: 'TRANSITION', targetStorageClass: 'ARCHIVE' };
const ACTIONS = { EXPIRE, MAY_EXPIRE: EXPIRE, ARCHIVE, MAY_ARCHIVE: ARCHIVE };

/** What the JSON holds besides the verdicts. */
export interface JsonContents {
  readonly document: PolicyDocument | undefined;
  readonly registryId?: string;
  readonly repositoryName?: string;
  readonly now: number;
  readonly pricePerGbMonth: number;
  readonly savedDollarsPerMonth: number;
  readonly possiblySavedDollarsPerMonth: number;
  /** The images that are listed, as `LifecyclePreview.outcomes` has them. */
  readonly outcomes: readonly object[];
}

/**
 * A preview in the shape of `aws ecr get-lifecycle-policy-preview`: its keys hold what is certain. Keys of their own hold what is possible
 * besides, and everything else that a preview knows.
 * @param verdicts all of them, which are summed up
 * @param listed those that are listed
 */
export function previewJson(verdicts: readonly Verdict[], listed: readonly Verdict[], contents: JsonContents): string {
  const { document, registryId, repositoryName, now, outcomes, ...dollars } = contents;
  const count = (action: VerdictAction) => verdicts.filter((verdict) => verdict.action === action).length;
  const archives = (imageTotalCount: number) => [{ targetStorageClass: 'ARCHIVE', imageTotalCount }];
  return JSON.stringify(
    {
      registryId,
      repositoryName,
      lifecyclePolicyText: document && JSON.stringify(document),
      status: 'COMPLETE',
      previewResults: listed.filter((verdict) => !isPossible(verdict)).flatMap(result),
      possiblePreviewResults: listed.filter(isPossible).flatMap(result),
      summary: {
        expiringImageTotalCount: count('EXPIRE'),
        transitioningImageTotalCounts: archives(count('ARCHIVE')),
        possiblyExpiringImageTotalCount: count('MAY_EXPIRE'),
        possiblyTransitioningImageTotalCounts: archives(count('MAY_ARCHIVE')),
        imageTotalCount: verdicts.length,
        ...totalsOf(verdicts),
        ...dollars,
      },
      now: new Date(now).toISOString(),
      rules: totalsByRule(verdicts, document).map(({ rule, totals }) => ({
        rulePriority: rule?.rulePriority,
        inWords: rule && ruleInWords(rule),
        ...totals,
      })),
      outcomes,
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
