import { describeRule } from './core/describe';
import { PolicyDocument } from './core/document';
import { storageClassOfImage } from './core/images';
import { decidingRule, isPossible, Verdict, VerdictAction } from './core/verdicts';
import { totalsByRule, totalsOf } from './preview-format';

/** The names of the actions in ECR. */
const EXPIRE = { type: 'EXPIRE' };
const ARCHIVE = { type: 'TRANSITION', targetStorageClass: 'ARCHIVE' };
const ACTIONS = { EXPIRE, MAY_EXPIRE: EXPIRE, ARCHIVE, MAY_ARCHIVE: ARCHIVE };

/** The contents of the JSON besides the verdicts. */
export interface JsonContents {
  readonly document: PolicyDocument | undefined;
  readonly registryId?: string;
  readonly repositoryName?: string;
  readonly now: number;
  readonly pricePerGbMonth: number;
  readonly savedDollarsPerMonth: number;
  readonly possiblySavedDollarsPerMonth: number;
  /** The images that are listed, in the form of `LifecyclePreview.outcomes`. */
  readonly outcomes: readonly object[];
}

/**
 * Formats a preview in the shape of `aws ecr get-lifecycle-policy-preview`, whose keys hold only what is certain. Additional keys hold what
 * is possible, and everything else that a preview contains.
 * @param verdicts all verdicts, for the totals
 * @param listed the verdicts that are listed
 */
export function formatJson(verdicts: readonly Verdict[], listed: readonly Verdict[], contents: JsonContents): string {
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
        description: rule && describeRule(rule),
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
