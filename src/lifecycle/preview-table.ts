import { bytesInWords } from './bytes-in-words';
import { byPriority, PolicyDocument } from './core/policy-document';
import { printable } from './core/printable';
import { ruleInWords } from './core/rule-words';
import { decidingRule, Verdict } from './core/verdict';
import { shortDigest, VerdictReasons } from './core/verdict-reason';

const HEADINGS = ['ACTION', 'RULE', 'PUSHED', 'SIZE', 'DIGEST', 'TAGS', 'WHY'];
const ORDER: Verdict['action'][] = ['EXPIRE', 'MAY_EXPIRE', 'ARCHIVE', 'MAY_ARCHIVE', 'KEEP'];
const MOST_TAGS = 3;

/** A preview as lines of columns, with notes and the rules in words below. */
export function previewTable(
  verdicts: readonly Verdict[],
  reasons: VerdictReasons,
  document: PolicyDocument | undefined,
  summary: string,
): string {
  const notes = new Notes();
  const rows = ORDER.flatMap((action) => verdicts.filter((verdict) => verdict.action === action)).map((verdict) => [
    ...cells(verdict),
    [printable(reasons.detail(verdict)), ...reasons.caveats(verdict).map((caveat) => notes.mark(caveat))]
      .filter((part) => part !== '')
      .join(' '),
  ]);
  const rules = byPriority(document?.rules ?? []).map((rule) => `rule ${rule.rulePriority}: ${printable(ruleInWords(rule))}`);
  return [columns([HEADINGS, ...rows]), notes.lines(), rules, [summary]]
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n');
}

/** All that is said of an image but why. */
function cells(verdict: Verdict): string[] {
  const { pushedAt, sizeInBytes, digest, tags } = verdict.image;
  return [
    verdict.action.toLowerCase().replace('_', ' '),
    String(decidingRule(verdict)?.rulePriority ?? '-'),
    new Date(pushedAt).toISOString().slice(0, 10),
    bytesInWords(sizeInBytes),
    printable(shortDigest(digest)),
    printable(tags.length > MOST_TAGS ? `${tags.slice(0, MOST_TAGS).join(', ')}, and ${tags.length - MOST_TAGS} more` : tags.join(', ')) ||
      '-',
  ];
}

/** What stands below the table, because many images share it. */
class Notes {
  private readonly numbers = new Map<string, number>();

  /** What stands in the table in its place. */
  public mark(note: string): string {
    const number = this.numbers.get(note) ?? this.numbers.size + 1;
    this.numbers.set(note, number);
    return `[${number}]`;
  }

  public lines(): string[] {
    return [...this.numbers].map(([note, number]) => printable(`[${number}] ${note}`));
  }
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
