import { bytesInWords } from './bytes-in-words';
import { byPriority, DocumentRule, PolicyDocument } from './core/document';
import { decidingRule, Verdict, VerdictAction } from './core/verdicts';

/** What happens to how many images, and their sizes in bytes: for certain at least, and at most. */
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

/** The images that a rule decides about. */
export interface RuleTotals {
  /** None for the images that no rule selects. */
  readonly rule?: DocumentRule;
  readonly totals: ImageTotals;
}

/** Sums up verdicts. */
export function totalsOf(verdicts: readonly Verdict[]): ImageTotals {
  const certain = { EXPIRE: sum(), ARCHIVE: sum(), KEEP: sum(), MAY_EXPIRE: sum(), MAY_ARCHIVE: sum() };
  // once through all of them: they are many
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

/** Sums up verdicts for each rule, in the order in which ECR applies the rules, and for the images that no rule selects, if there are any. */
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

/** One of the totals in words, such as "at least 3 and at most 5 images, 1.2 GB"; nothing when there is no such image. */
export function shareInWords({ images, bytes }: Share, verb = ''): string {
  if (images.most === 0) return '';
  return `${verb}${boundsInWords(images, String)} ${images.most === 1 ? 'image' : 'images'}, ${boundsInWords(bytes, bytesInWords)}`;
}

/** One value, or both where they read differently. */
export function boundsInWords({ least, most }: Bounds, text: (value: number) => string): string {
  return text(least) === text(most) ? text(most) : `at least ${text(least)} and at most ${text(most)}`;
}
