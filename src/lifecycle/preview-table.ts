import { bytesInWords } from './bytes-in-words';
import { printable } from '../private/printable';
import { decidingRule, Verdict } from './core/verdicts';
import { PreviewContents, ruleTitle, totalsInWords } from './preview-contents';
import { wrappedText } from './wrapped-text';

const HEADINGS = ['ACTION', 'RULE', 'PUSHED', 'SIZE', 'DIGEST'];
const TAGS = 'TAGS';
const WHY = 'WHY';
const GAP = '  ';
const MOST_TAGS = 3;
const DIGEST_LENGTH = 12;
/** Tags that do not leave so many characters for a reason, which is as long as most of them, are shortened to so many. */
const SHORT_REASON = 30;
const LEAST_TAGS = 24;
/** No line is narrower, on however narrow a terminal. */
const LEAST_WIDTH = 80;
/** Where nothing tells the width: in a file, a pipe or the log of a build. */
const USUAL_WIDTH = 120;

/** A preview as text: what each rule does, the images in columns, notes, and the summary. */
export function previewTable(contents: PreviewContents, columns?: number): string {
  const width = Math.max(columns ?? USUAL_WIDTH, LEAST_WIDTH);
  const images = imageLines(contents, width);
  const notes = contents.notesSoFar().flatMap((note) => wrappedText(note, width, '', '    '));
  // what reads the last line of a pipe reads the summary
  const summary = columns === undefined ? [contents.summary] : wrappedText(contents.summary, width, '', GAP);
  return [ruleLines(contents, width), images, notes, summary]
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n');
}

function ruleLines({ totals }: PreviewContents, width: number): string[] {
  return totals.flatMap((one) => {
    const title = `${one.rule === undefined ? '' : `rule ${one.rule.rulePriority}: `}${ruleTitle(one)}`;
    return [...wrappedText(title, width, '', GAP), ...wrappedText(totalsInWords(one), width, GAP, GAP + GAP)];
  });
}

/** A line for each image, and further lines for a reason that does not fit behind it. */
function imageLines({ listed, why }: PreviewContents, width: number): string[] {
  const rows = listed.map((verdict) => ({ verdict, cells: cells(verdict), tags: tagsInWords(verdict), why: why(verdict) }));
  const widest = (text: (row: (typeof rows)[number]) => string, heading = '') =>
    rows.reduce((length, row) => Math.max(length, text(row).length), heading.length);
  const widths = HEADINGS.map((heading, column) => widest((row) => row.cells[column], heading));
  const room = width - widths.reduce((sum, one) => sum + one + GAP.length, 0);

  const tags = widest((row) => row.tags, TAGS);
  const isEnough = tags + GAP.length + widest((row) => row.why) <= room;
  const tagsRoom = isEnough ? tags : Math.min(tags, room, Math.max(room - GAP.length - SHORT_REASON, LEAST_TAGS));
  const inColumns = (texts: string[]) =>
    texts
      .map((text, column) => text.padEnd(widths[column] ?? tagsRoom))
      .join(GAP)
      .trimEnd();
  const headings = inColumns([...HEADINGS, TAGS, WHY]);
  return [
    headings.length <= width ? headings : inColumns([...HEADINGS, TAGS]),
    ...rows.flatMap((row) => {
      const tagsIn = (space: number) => (row.tags.length <= space ? row.tags : tagsInWords(row.verdict, space));
      const line = inColumns([...row.cells, tagsIn(tagsRoom), row.why]);
      if (line.length <= width) return [line];
      // a reason below leaves all the room to the tags
      return [inColumns([...row.cells, tagsIn(room)]), ...wrappedText(row.why, width, ' '.repeat(widths[0] + GAP.length))];
    }),
  ];
}

/** All that is said of an image but its tags and why. */
function cells(verdict: Verdict): string[] {
  const { pushedAt, sizeInBytes, digest } = verdict.image;
  return [
    verdict.action.toLowerCase().replace('_', ' '),
    String(decidingRule(verdict)?.rulePriority ?? '-'),
    new Date(pushedAt).toISOString().slice(0, 10),
    bytesInWords(sizeInBytes),
    printable(digest.replace(/^sha256:/, '').slice(0, DIGEST_LENGTH)),
  ];
}

/** The first tags, as many as there is room for, and how many more there are. */
function tagsInWords({ image: { tags } }: Verdict, room = Infinity): string {
  for (let shown = Math.min(MOST_TAGS, tags.length); shown > 1; shown--) {
    const text = printable(`${tags.slice(0, shown).join(', ')}${andMore(tags.length - shown)}`);
    if (text.length <= room) return text;
  }
  if (tags.length === 0) return '-';
  const rest = andMore(tags.length - 1);
  const only = printable(tags[0]);
  return only.length + rest.length <= room ? only + rest : `${only.slice(0, room - rest.length - 1)}…${rest}`;
}

function andMore(count: number): string {
  return count === 0 ? '' : `, and ${count} more`;
}
