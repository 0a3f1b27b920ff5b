import { RepositoryImage } from '../images';

/** The family of images without tags. */
export const UNTAGGED = 'untagged';
/** The family of signatures, SBOMs and other artifacts that refer to an image. */
export const ARTIFACTS = 'artifacts';

/** At least as many characters as a short commit hash has. Hardly any word consists of seven letters from a to f. */
const HASH = /(?<![a-z0-9])[0-9a-f]{7,64}(?![a-z0-9])/gi;
const NUMBER = /\d+/g;
const VARYING = /\*(?:[._+-]?\*)+/g;

/** The family of an image: one of its tags with `*` in place of the parts that differ from push to push, such as `main-*`. */
export function familyOf({ tags, subjectDigest }: RepositoryImage): string {
  if (subjectDigest !== undefined) return ARTIFACTS;
  if (tags.length === 0) return UNTAGGED;
  for (const tag of tags) {
    const family = familyOfTag(tag);
    if (family !== tag) return family;
  }
  return tags[0];
}

/** Whether a tag names one push, as opposed to one that moves from image to image, such as `latest`. */
export function isOfOnePush(tag: string): boolean {
  return familyOfTag(tag) !== tag;
}

function familyOfTag(tag: string): string {
  return tag.replace(HASH, '*').replace(NUMBER, '*').replace(VARYING, '*');
}
