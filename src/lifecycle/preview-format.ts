import { describeRule } from './core/describe';
import { byPriority, DocumentRule, PolicyDocument } from './core/document';
import { VerdictReasons } from './core/reasons';
import { dollarsPerMonth, formatBytes, formatDollars } from './core/storage-size';
import { decidingRule, Verdict, VerdictAction } from './core/verdicts';
import { printable } from '../private/printable';

/** The number of images per action, and their sizes in bytes: the certain minimum, and the possible maximum. */
export interface ImageTotals {
  readonly expired: Share;
  readonly archived: Share;
  readonly kept: Share;
}

interface Share {
  readonly images: Bounds;
  readonly bytes: Bounds;
}

interface Bounds {
  readonly least: number;
  readonly most: number;
}

/** The totals of the images that a rule decides about. */
export interface RuleTotals {
  /** None for the images that no rule selects. */
  readonly rule?: DocumentRule;
  readonly totals: ImageTotals;
}

/** Sums up verdicts. */
export function totalsOf(verdicts: readonly Verdict[]): ImageTotals {
  const certain = { EXPIRE: sum(), ARCHIVE: sum(), KEEP: sum(), MAY_EXPIRE: sum(), MAY_ARCHIVE: sum() };
  // one pass, because there can be many
  for (const { action, image } of verdicts) {
    certain[action].images++;
    certain[action].bytes += image.sizeInBytes;
  }
  const share = (action: VerdictAction, ...possible: VerdictAction[]): Share => {
    const most = (unit: keyof Sum) => possible.reduce((total, one) => total + certain[one][unit], certain[action][unit]);
    return {
      images: { least: certain[action].images, most: most('images') },
      bytes: { least: certain[action].bytes, most: most('bytes') },
    };
  };
  return {
    expired: share('EXPIRE', 'MAY_EXPIRE'),
    archived: share('ARCHIVE', 'MAY_ARCHIVE'),
    kept: share('KEEP', 'MAY_EXPIRE', 'MAY_ARCHIVE'),
  };
}

interface Sum {
  images: number;
  bytes: number;
}

function sum(): Sum {
  return { images: 0, bytes: 0 };
}

/** Sums up verdicts per rule, in the order in which ECR applies the rules, and for the images that no rule selects, if there are any. */
export function totalsByRule(verdicts: readonly Verdict[], document: PolicyDocument | undefined): RuleTotals[] {
  const byRule = new Map<DocumentRule | undefined, Verdict[]>(byPriority(document?.rules ?? []).map((rule) => [rule, []]));
  for (const verdict of verdicts) {
    const rule = decidingRule(verdict);
    const ofRule = byRule.get(rule);
    if (ofRule === undefined) byRule.set(rule, [verdict]);
    else ofRule.push(verdict);
  }
  return [...byRule].map(([rule, ofRule]) => ({ ...(rule === undefined ? {} : { rule }), totals: totalsOf(ofRule) }));
}

/** Formats a total, such as "at least 3 and at most 5 images, 1.2 GB"; empty when there is no such image. */
export function formatShare({ images, bytes }: Share, verb = ''): string {
  if (images.most === 0) return '';
  return `${verb}${formatBounds(images, String)} ${images.most === 1 ? 'image' : 'images'}, ${formatBounds(bytes, formatBytes)}`;
}

/** Formats one value, or both bounds where they read differently. */
function formatBounds({ least, most }: Bounds, format: (value: number) => string): string {
  return format(least) === format(most) ? format(most) : `at least ${format(least)} and at most ${format(most)}`;
}

/**
 * Formats a preview in one line.
 * @param images the number of images
 * @param pricePerGbMonth in dollars
 */
export function formatSummary({ expired, archived }: ImageTotals, images: number, pricePerGbMonth: number): string {
  const ofAll = ` of ${images === 1 ? '1 image' : `${images} images`}`;
  const archives =
    `archives ${formatBounds(archived.images, String)}${expired.images.most === 0 ? ofAll : ''}, ` +
    formatBounds(archived.bytes, formatBytes);
  const expires =
    `expires ${formatBounds(expired.images, String)}${ofAll}, ${formatBounds(expired.bytes, formatBytes)}, ` +
    formatSaving(expired.bytes, pricePerGbMonth);
  if (archived.images.most === 0) return expires;
  return expired.images.most === 0 ? archives : `${expires}; ${archives}`;
}

/** Layers that other images share still cost the same: images that expire for certain may save less, too. */
function formatSaving({ least, most }: Bounds, pricePerGbMonth: number): string {
  const dollars = (bytes: number) => formatDollars(dollarsPerMonth(bytes, pricePerGbMonth));
  if (dollars(least) === dollars(most)) return `saving at most ${dollars(most)} a month`;
  return `saving at least ${dollars(least)} and at most ${dollars(most)} a month, less where images share layers`;
}

const ORDER: VerdictAction[] = ['EXPIRE', 'MAY_EXPIRE', 'ARCHIVE', 'MAY_ARCHIVE', 'KEEP'];

/** The contents of a preview that the table and the Markdown have in common. */
export class PreviewContents {
  /** The totals per rule. */
  public readonly totals: readonly RuleTotals[];
  /** The images that are listed: those that the policy acts on first. */
  public readonly listed: readonly Verdict[];
  private readonly notes = new Map<string, number>();

  /** @param actions the images that are listed; the totals include all images */
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

  /** Returns the reason for a verdict, with the numbers of notes. */
  public readonly why = (verdict: Verdict): string => {
    const caveats = this.reasons.caveats(verdict).map((caveat) => {
      const number = this.notes.get(caveat) ?? this.notes.size + 1;
      this.notes.set(caveat, number);
      return `[${number}]`;
    });
    return [printable(this.reasons.detail(verdict)), ...caveats].filter((part) => part !== '').join(' ');
  };

  /** Returns the numbered notes that reasons have referred to so far. Many images share them. */
  public notesSoFar(): string[] {
    return [...this.notes].map(([note, number]) => printable(`[${number}] ${note}`));
  }
}

/** Formats the subject of totals: the rule, or the images that no rule selects. */
export function formatRuleTitle({ rule }: RuleTotals): string {
  return rule === undefined ? 'images that no rule selects' : printable(describeRule(rule));
}

/** Formats the totals of a rule. */
export function formatRuleTotals({ totals: { expired, archived, kept } }: RuleTotals): string {
  const shares = [formatShare(expired, 'expires '), formatShare(archived, 'archives '), formatShare(kept, 'keeps ')];
  return shares.filter((share) => share !== '').join('; ') || 'applies to no image';
}
