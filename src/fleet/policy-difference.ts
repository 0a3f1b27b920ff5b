import { RepositoryImage } from '../lifecycle/core/images';
import { Verdict, VerdictAction } from '../lifecycle/core/verdicts';

/** Images, and their size in bytes. */
export interface ImageSum {
  readonly count: number;
  readonly bytes: number;
}

/** What a proposed policy does to images in addition to the present one. */
export interface PolicyDifference {
  readonly expired: ImageSum;
  readonly possiblyExpired: ImageSum;
  readonly archived: ImageSum;
  readonly possiblyArchived: ImageSum;
}

/** What a proposed policy does to an image in addition to the present one. */
export interface AdditionalAction {
  readonly image: RepositoryImage;
  readonly action: Exclude<VerdictAction, 'KEEP'>;
}

/**
 * Compares the verdicts of a proposed policy with those of the present policy. An image that the present policy may expire is not certain to be there,
 * so that it is only possible that the proposed policy expires it in addition.
 */
export function additionalActions(proposed: readonly Verdict[], present: readonly Verdict[]): AdditionalAction[] {
  const before = new Map(present.filter(({ action }) => action !== 'KEEP').map(({ image, action }) => [image.digest, action]));
  return proposed.flatMap(({ image, action: ofProposed }) => {
    const action = additionalAction(ofProposed, before.get(image.digest) ?? 'KEEP');
    return action === 'KEEP' ? [] : [{ image, action }];
  });
}

/** Sums up what a proposed policy does in addition. */
export function differenceOf(additional: readonly AdditionalAction[]): PolicyDifference {
  return {
    expired: sumHaving(additional, 'EXPIRE'),
    possiblyExpired: sumHaving(additional, 'MAY_EXPIRE'),
    archived: sumHaving(additional, 'ARCHIVE'),
    possiblyArchived: sumHaving(additional, 'MAY_ARCHIVE'),
  };
}

/** The number and the size of the images that a policy acts on in a way. */
export function sumHaving(verdicts: readonly Pick<Verdict, 'image' | 'action'>[], action: VerdictAction): ImageSum {
  const sum = new Sum();
  for (const verdict of verdicts) if (verdict.action === action) sum.add(verdict.image);
  return sum;
}

function additionalAction(proposed: VerdictAction, present: VerdictAction): VerdictAction {
  if (present === 'EXPIRE') return 'KEEP';
  switch (proposed) {
    case 'EXPIRE':
      return present === 'MAY_EXPIRE' ? 'MAY_EXPIRE' : 'EXPIRE';
    case 'ARCHIVE':
    case 'MAY_ARCHIVE':
      if (present === 'ARCHIVE') return 'KEEP';
      return present === 'KEEP' ? proposed : 'MAY_ARCHIVE';
    default:
      return proposed;
  }
}

class Sum implements ImageSum {
  public count = 0;
  public bytes = 0;

  public add({ sizeInBytes }: RepositoryImage): void {
    this.count++;
    this.bytes += sizeInBytes;
  }
}
