import { PolicyDocument } from './core/document';
import { printable } from '../private/printable';
import { ruleInWords } from './core/describe';
import { VerdictReasons } from './core/reasons';
import { Verdict, VerdictAction } from './core/verdicts';
import { RuleTotals, shareInWords, totalsByRule } from './image-totals';

const ORDER: VerdictAction[] = ['EXPIRE', 'MAY_EXPIRE', 'ARCHIVE', 'MAY_ARCHIVE', 'KEEP'];

/** What the forms of a preview for a person are made of. */
export class PreviewContents {
  /** What is said of all images that a rule decides about. */
  public readonly totals: readonly RuleTotals[];
  /** The images that are listed: those that something happens to first. */
  public readonly listed: readonly Verdict[];
  private readonly notes = new Map<string, number>();

  /** @param actions the images that are listed; all are summed up */
  constructor(
    verdicts: readonly Verdict[],
    private readonly reasons: VerdictReasons,
    document: PolicyDocument | undefined,
    public readonly summary: string,
    actions: ReadonlySet<VerdictAction> = new Set(ORDER),
  ) {
    this.totals = totalsByRule(verdicts, document);
    this.listed = ORDER.filter((action) => actions.has(action)).flatMap((action) =>
      verdicts.filter((verdict) => verdict.action === action),
    );
  }

  /** Why an image has its verdict, with the numbers of notes. */
  public readonly why = (verdict: Verdict): string => {
    const caveats = this.reasons.caveats(verdict).map((caveat) => {
      const number = this.notes.get(caveat) ?? this.notes.size + 1;
      this.notes.set(caveat, number);
      return `[${number}]`;
    });
    return [printable(this.reasons.detail(verdict)), ...caveats].filter((part) => part !== '').join(' ');
  };

  /** What many images share, numbered, as far as it has been referred to. */
  public notesSoFar(): string[] {
    return [...this.notes].map(([note, number]) => printable(`[${number}] ${note}`));
  }
}

/** Which images the totals are about: those of a rule, in words, or the others. */
export function ruleTitle({ rule }: RuleTotals): string {
  return rule === undefined ? 'images that no rule selects' : printable(ruleInWords(rule));
}

/** What a rule does with how many images. */
export function totalsInWords({ totals: { expired, archived, kept } }: RuleTotals): string {
  const shares = [shareInWords(expired, 'expires '), shareInWords(archived, 'archives '), shareInWords(kept, 'keeps ')];
  return shares.filter((share) => share !== '').join('; ') || 'decides about no image';
}
