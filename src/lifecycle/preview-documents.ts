import { describeRule } from './core/describe';
import { PolicyDocument } from './core/document';
import { storageClassOfImage } from './core/images';
import { formatBytes } from './core/storage-size';
import { decidingRule, isPossible, Verdict, VerdictAction } from './core/verdicts';
import { formatRuleTitle, formatShare, PreviewContents, totalsByRule, totalsOf } from './preview-format';

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

/** A step summary of GitHub has at most 1 MiB. This number of rows fits, however long their tags are. */
const MOST_ROWS = 500;
const MOST_TAGS = 3;
const COLUMNS = ['Action', 'Rule', 'Pushed', 'Size', 'Digest', 'Tags', 'Why'];

/**
 * Formats a preview as Markdown, such as for a step summary of GitHub: the summary, the effect of each rule, and the images. Images that stay
 * are collapsed.
 * @param repository its name, if the inventory has it
 */
export function formatMarkdown(contents: PreviewContents, repository: string | undefined): string {
  const { listed, totals, summary } = contents;
  const title = `### Lifecycle policy preview${repository === undefined ? '' : ` of ${escaped(repository)}`}`;
  const rules = table(
    ['Rule', 'What it does', 'Expires', 'Archives', 'Keeps'],
    totals.map((one) => [
      String(one.rule?.rulePriority ?? '–'),
      formatRuleTitle(one),
      ...[one.totals.expired, one.totals.archived, one.totals.kept].map((share) => formatShare(share) || '–'),
    ]),
  );
  const kept = listed.filter(({ action }) => action === 'KEEP');
  const affected = imageTable(contents, listed.slice(0, listed.length - kept.length));
  const folded =
    kept.length === 0 ? [] : [`<details><summary>Images that stay: ${kept.length}</summary>`, ...imageTable(contents, kept), '</details>'];
  const notes = contents.notesSoFar().map(escaped);
  return [title, `**${escaped(summary)}**`, ...rules, ...affected, ...folded, ...notes].join('\n\n');
}

function imageTable(contents: PreviewContents, verdicts: readonly Verdict[]): string[] {
  const rows = verdicts.slice(0, MOST_ROWS).map((verdict) => {
    const { pushedAt, sizeInBytes, digest, tags } = verdict.image;
    const more = tags.length > MOST_TAGS ? `, and ${tags.length - MOST_TAGS} more` : '';
    return [
      verdict.action.toLowerCase().replace('_', ' '),
      String(decidingRule(verdict)?.rulePriority ?? '–'),
      new Date(pushedAt).toISOString().slice(0, 10),
      formatBytes(sizeInBytes),
      digest.replace(/^sha256:/, '').slice(0, 12),
      tags.slice(0, MOST_TAGS).join(', ') + more || '–',
      contents.why(verdict),
    ];
  });
  const rest = verdicts.length - rows.length;
  return [...table(COLUMNS, rows), ...(rest === 0 ? [] : [`${rest} more images are listed in the JSON of the preview.`])];
}

/** Returns nothing when there are no rows. */
function table(headings: string[], rows: string[][]): string[] {
  if (rows.length === 0) return [];
  const lines = [headings, headings.map(() => '---'), ...rows.map((row) => row.map(escaped))];
  return [lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n')];
}

/** Escapes text so that Markdown shows it unchanged, including in a cell of a table. */
function escaped(text: string): string {
  return text.replace(/[\\`*_[\]<>|~&#]/g, '\\$&').replaceAll('\n', ' ');
}
