import { mermaidChart, mermaidLegend } from './core/chart/mermaid-chart';
import { formatBytes } from './core/storage-size';
import { decidingRule, Verdict } from './core/verdicts';
import { formatRuleTitle, formatShare, PreviewContents } from './preview-format';
import { FORECAST_DAYS, StoragePreview } from './storage-preview';

const MOST_ROWS = 500;
/** GitHub drops a step summary of more than 1 MiB as a whole. Two tables of this size leave enough for the rest. */
const MOST_BYTES_OF_TABLE = 400_000;
const MOST_TAGS = 3;
const COLUMNS = ['Action', 'Rule', 'Pushed', 'Size', 'Digest', 'Tags', 'Why'];

/**
 * Formats a preview as Markdown, such as for a step summary of GitHub: the summary, the effect of each rule, and the images. Images that stay
 * are collapsed.
 * @param repository its name, if the inventory has it
 */
export function formatMarkdown(contents: PreviewContents, repository: string | undefined, storage: StoragePreview): string {
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
  return [title, `**${escaped(summary)}**`, ...rules, ...storageSection(storage), ...affected, ...folded, ...notes].join('\n\n');
}

/** Nothing where there are no images, or where their sizes are not known. */
function storageSection({ data, assumptions }: StoragePreview): string[] {
  if (data.past.every((bytes) => bytes === 0) && data.lines.every(({ days }) => days.every(({ most }) => most.sizeInBytes === 0))) {
    return [];
  }
  return [
    `#### Storage in the next ${FORECAST_DAYS} days, at most`,
    escaped(mermaidLegend(data)),
    `\`\`\`mermaid\n${mermaidChart(data)}\n\`\`\``,
    escaped(assumptions.join(' ')),
  ];
}

function imageTable(contents: PreviewContents, verdicts: readonly Verdict[]): string[] {
  const rows: string[][] = [];
  let bytes = 0;
  for (const verdict of verdicts.slice(0, MOST_ROWS)) {
    const { pushedAt, sizeInBytes, digest, tags } = verdict.image;
    const more = tags.length > MOST_TAGS ? `, and ${tags.length - MOST_TAGS} more` : '';
    const row = [
      verdict.action.toLowerCase().replace('_', ' '),
      String(decidingRule(verdict)?.rulePriority ?? '–'),
      new Date(pushedAt).toISOString().slice(0, 10),
      formatBytes(sizeInBytes),
      digest.replace(/^sha256:/, '').slice(0, 12),
      tags.slice(0, MOST_TAGS).join(', ') + more || '–',
      contents.why(verdict),
    ];
    bytes += Buffer.byteLength(row.map(escaped).join(' | '));
    if (bytes > MOST_BYTES_OF_TABLE) break;
    rows.push(row);
  }
  const rest = verdicts.length - rows.length;
  return [...table(COLUMNS, rows), ...(rest === 0 ? [] : [`The JSON of the preview lists ${rest} more.`])];
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
