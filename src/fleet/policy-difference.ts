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

const NOTHING: ImageSum = { count: 0, bytes: 0 };

/** The difference to a policy that stays as it is. */
export const NO_DIFFERENCE: PolicyDifference = { expired: NOTHING, possiblyExpired: NOTHING, archived: NOTHING, possiblyArchived: NOTHING };

/**
 * Compares the verdicts of a proposed policy with those of the present policy. An image that the present policy may expire is not certain to be there,
 * so that it is only possible that the proposed policy expires it in addition.
 */
export function differenceOf(proposed: readonly Verdict[], present: readonly Verdict[]): PolicyDifference {
  const before = new Map(present.filter(({ action }) => action !== 'KEEP').map(({ image, action }) => [image.digest, action]));
  const sums = { EXPIRE: new Sum(), MAY_EXPIRE: new Sum(), ARCHIVE: new Sum(), MAY_ARCHIVE: new Sum() };
  for (const { image, action } of proposed) {
    const additional = additionalAction(action, before.get(image.digest) ?? 'KEEP');
    if (additional !== 'KEEP') sums[additional].add(image);
  }
  const { EXPIRE: expired, MAY_EXPIRE: possiblyExpired, ARCHIVE: archived, MAY_ARCHIVE: possiblyArchived } = sums;
  return { expired, possiblyExpired, archived, possiblyArchived };
}

/** The number and the size of the images that a policy acts on in a way. */
export function sumHaving(verdicts: readonly Verdict[], action: VerdictAction): ImageSum {
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
