import { bytesInWords } from './bytes-in-words';
import { byPriority, PolicyDocument } from './core/policy-document';
import { ruleInWords } from './core/rule-words';
import { Reason } from './core/verdict-reason';
import { ImageAction } from './image-action';
import { ImageOutcome } from './image-outcome';

/** An image of the table. */
export interface PreviewRow {
  readonly outcome: ImageOutcome;
  readonly reason: Reason;
}

const HEADINGS = ['ACTION', 'RULE', 'PUSHED', 'SIZE', 'DIGEST', 'TAGS', 'WHY'];
const ORDER = [ImageAction.EXPIRE, ImageAction.ARCHIVE, ImageAction.KEEP];
const MOST_TAGS = 3;
const DIGEST_LENGTH = 'sha256:'.length + 12;

/** A preview as lines of columns, with notes and the rules in words below. */
export function previewTable(rows: readonly PreviewRow[], document: PolicyDocument | undefined, summary: string): string {
  const ordered = ORDER.flatMap((action) => rows.filter(({ outcome }) => outcome.action === action));
  const rules = byPriority(document?.rules ?? []).map((rule) => `rule ${rule.rulePriority}: ${printable(ruleInWords(rule))}`);
  const notes = [...new Set(ordered.flatMap(({ reason }) => reason.caveats))];
  const paragraphs = [
    columns([HEADINGS, ...ordered.map((row) => cells(row, notes))]),
    notes.map((note, index) => printable(`[${index + 1}] ${note}`)),
    rules,
    [summary],
  ];
  return paragraphs
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n');
}

/** @param notes what stands below the table, where many images share it */
function cells({ outcome, reason }: PreviewRow, notes: readonly string[]): string[] {
  const { action, rulePriority, pushedAt, sizeInBytes, digest, tags } = outcome;
  return [
    action.toLowerCase(),
    rulePriority === undefined ? '-' : String(rulePriority),
    pushedAt.toISOString().slice(0, 10),
    bytesInWords(sizeInBytes),
    digest.slice(0, DIGEST_LENGTH),
    [...tags.slice(0, MOST_TAGS), ...(tags.length > MOST_TAGS ? [`and ${tags.length - MOST_TAGS} more`] : [])].join(', ') || '-',
    [reason.detail, ...reason.caveats.map((caveat) => `[${notes.indexOf(caveat) + 1}]`)].filter((part) => part !== '').join(' '),
  ].map(printable);
}

function columns(table: string[][]): string[] {
  const widths = HEADINGS.map((_, column) => table.reduce((width, row) => Math.max(width, row[column].length), 0));
  return table.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column]))
      .join('  ')
      .trimEnd(),
  );
}

/** A tag comes from whoever may push: what could move the cursor or colour the terminal is shown as a question mark. */
function printable(text: string): string {
  return text.replace(/\p{C}/gu, '?');
}
