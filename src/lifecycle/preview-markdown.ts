import { bytesInWords } from './bytes-in-words';
import { decidingRule, Verdict } from './core/verdicts';
import { shareInWords } from './image-totals';
import { PreviewContents, ruleTitle } from './preview-contents';

/** A step summary of GitHub has room for 1 MiB: so many rows leave enough of it, whatever their tags are. */
const MOST_ROWS = 500;
const MOST_TAGS = 3;
const HEADINGS = ['Action', 'Rule', 'Pushed', 'Size', 'Digest', 'Tags', 'Why'];

/**
 * A preview as Markdown, as in a step summary of GitHub: the summary, what each rule does, and the images, of which those that stay are
 * folded away.
 * @param repository its name, where the inventory tells it
 */
export function previewMarkdown(contents: PreviewContents, repository: string | undefined): string {
  const { listed, totals, summary } = contents;
  const title = `### Lifecycle policy preview${repository === undefined ? '' : ` of ${escaped(repository)}`}`;
  const rules = table(
    ['Rule', 'What it does', 'Expires', 'Archives', 'Keeps'],
    totals.map((one) => [
      String(one.rule?.rulePriority ?? '–'),
      ruleTitle(one),
      ...[one.totals.expired, one.totals.archived, one.totals.kept].map((share) => shareInWords(share) || '–'),
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
      bytesInWords(sizeInBytes),
      digest.replace(/^sha256:/, '').slice(0, 12),
      tags.slice(0, MOST_TAGS).join(', ') + more || '–',
      contents.why(verdict),
    ];
  });
  const rest = verdicts.length - rows.length;
  return [...table(HEADINGS, rows), ...(rest === 0 ? [] : [`${rest} more are in the JSON of the preview.`])];
}

/** Nothing for no rows. */
function table(headings: string[], rows: string[][]): string[] {
  if (rows.length === 0) return [];
  const lines = [headings, headings.map(() => '---'), ...rows.map((row) => row.map(escaped))];
  return [lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n')];
}

/** Text that Markdown shows as it is, in a cell of a table, too. */
function escaped(text: string): string {
  return text.replace(/[\\`*_[\]<>|~&#]/g, '\\$&').replaceAll('\n', ' ');
}
