import { printable } from '../private/printable';
import { formatBytes } from './core/storage-size';
import { decidingRule, Verdict } from './core/verdicts';
import { formatRuleTitle, formatRuleTotals, PreviewContents } from './preview-format';
import { wrappedText } from '../private/wrapped-text';

const HEADINGS = ['ACTION', 'RULE', 'PUSHED', 'SIZE', 'DIGEST'];
const TAGS = 'TAGS';
const WHY = 'WHY';
const GAP = '  ';
const MOST_TAGS = 3;
const DIGEST_LENGTH = 12;
/** The length of most reasons. Tags that leave less space are shortened, to `LEAST_TAGS` at least. */
const SHORT_REASON = 30;
const LEAST_TAGS = 24;
/** The least width of a line, however narrow the terminal is. */
const LEAST_WIDTH = 80;
/** The width in a file, a pipe or the log of a build, where no terminal has one. */
const USUAL_WIDTH = 120;

/** Formats a preview as a table: the effect of each rule, the images in columns, notes, and the summary. */
export function formatTable(contents: PreviewContents, columns?: number): string {
  const width = Math.max(columns ?? USUAL_WIDTH, LEAST_WIDTH);
  const images = imageLines(contents, width);
  const notes = contents.notesSoFar().flatMap((note) => wrappedText(note, width, '', '    '));
  // a program that reads the last line of a pipe reads the summary
  const summary = columns === undefined ? [contents.summary] : wrappedText(contents.summary, width, '', GAP);
  return [ruleLines(contents, width), images, notes, summary]
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n');
}

function ruleLines({ totals }: PreviewContents, width: number): string[] {
  return totals.flatMap((one) => {
    const title = `${one.rule === undefined ? '' : `rule ${one.rule.rulePriority}: `}${formatRuleTitle(one)}`;
    return [...wrappedText(title, width, '', GAP), ...wrappedText(formatRuleTotals(one), width, GAP, GAP + GAP)];
  });
}

/** One line per image, and further lines for a reason that does not fit behind it. */
function imageLines({ listed, why }: PreviewContents, width: number): string[] {
  const rows = listed.map((verdict) => ({ verdict, cells: cells(verdict), tags: formatTags(verdict), why: why(verdict) }));
  const widest = (text: (row: (typeof rows)[number]) => string, heading = '') =>
    rows.reduce((length, row) => Math.max(length, text(row).length), heading.length);
  const widths = HEADINGS.map((heading, column) => widest((row) => row.cells[column], heading));
  const space = width - widths.reduce((sum, one) => sum + one + GAP.length, 0);

  const tags = widest((row) => row.tags, TAGS);
  const isEnough = tags + GAP.length + widest((row) => row.why) <= space;
  const tagsWidth = isEnough ? tags : Math.min(tags, space, Math.max(space - GAP.length - SHORT_REASON, LEAST_TAGS));
  const inColumns = (texts: string[]) =>
    texts
      .map((text, column) => text.padEnd(widths[column] ?? tagsWidth))
      .join(GAP)
      .trimEnd();
  const headings = inColumns([...HEADINGS, TAGS, WHY]);
  return [
    headings.length <= width ? headings : inColumns([...HEADINGS, TAGS]),
    ...rows.flatMap((row) => {
      const tagsIn = (most: number) => (row.tags.length <= most ? row.tags : formatTags(row.verdict, most));
      const line = inColumns([...row.cells, tagsIn(tagsWidth), row.why]);
      if (line.length <= width) return [line];
      // a reason on the next line leaves the whole space to the tags
      return [inColumns([...row.cells, tagsIn(space)]), ...wrappedText(row.why, width, ' '.repeat(widths[0] + GAP.length))];
    }),
  ];
}

/** The columns of an image except for its tags and the reason. */
function cells(verdict: Verdict): string[] {
  const { pushedAt, sizeInBytes, digest } = verdict.image;
  return [
    verdict.action.toLowerCase().replace('_', ' '),
    String(decidingRule(verdict)?.rulePriority ?? '-'),
    new Date(pushedAt).toISOString().slice(0, 10),
    formatBytes(sizeInBytes),
    printable(digest.replace(/^sha256:/, '').slice(0, DIGEST_LENGTH)),
  ];
}

/** Formats the first tags, as many as fit into the space, and the number of the others. */
function formatTags({ image: { tags } }: Verdict, space = Infinity): string {
  for (let count = Math.min(MOST_TAGS, tags.length); count > 1; count--) {
    const text = printable(`${tags.slice(0, count).join(', ')}${andMore(tags.length - count)}`);
    if (text.length <= space) return text;
  }
  if (tags.length === 0) return '-';
  const rest = andMore(tags.length - 1);
  const only = printable(tags[0]);
  return only.length + rest.length <= space ? only + rest : `${only.slice(0, space - rest.length - 1)}…${rest}`;
}

function andMore(count: number): string {
  return count === 0 ? '' : `, and ${count} more`;
}
