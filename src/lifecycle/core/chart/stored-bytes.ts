import { MILLISECONDS_PER_DAY, RepositoryImage } from '../images';

/**
 * The bytes at the end of each past day, as the push dates of the images that are left show them. The last entry is today. Images that were
 * deleted are not known, so more may have been stored.
 * @param mostDays the maximum number of entries
 */
export function storedBytes(images: readonly RepositoryImage[], now: number, mostDays: number): number[] {
  const ages = images.map(({ pushedAt }) => Math.floor((now - pushedAt) / MILLISECONDS_PER_DAY));
  const oldest = ages.reduce((most, age) => Math.max(most, age), 0);
  const length = Math.min(oldest + 2, mostDays);
  const pushed = new Array<number>(length).fill(0);
  images.forEach(({ sizeInBytes }, at) => {
    // images that were pushed after the time of the forecast have no past
    if (ages[at] >= 0) pushed[Math.max(0, length - 1 - ages[at])] += sizeInBytes;
  });
  let sum = 0;
  return pushed.map((bytes) => (sum += bytes));
}
