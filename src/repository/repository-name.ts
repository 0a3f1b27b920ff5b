import { quoted } from '../private/format-value';
import { SecureRepositoryError } from '../private/secure-repository-error';
import { isUnknown } from '../private/unknown-value';

/** @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_CreateRepository.html */
const NAME = /^[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*(\/[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*)*$/;
const LENGTH = { min: 2, max: 256 };

/** Checks a repository's name as ECR does, unless it is unknown. */
export function checkRepositoryName(place: { readonly node: { readonly path: string } }, name: string | undefined): void {
  if (name === undefined || isUnknown(name)) return;
  if (name.length < LENGTH.min || name.length > LENGTH.max) {
    throw new SecureRepositoryError(
      'repository-name',
      place,
      `repositoryName is ${quoted(name)} with ${name.length} characters, expected ${LENGTH.min} to ${LENGTH.max}: ` +
        `make it ${name.length < LENGTH.min ? 'longer' : 'shorter'}`,
    );
  }
  if (NAME.test(name)) return;
  const position = firstBadCharacter(name);
  throw new SecureRepositoryError(
    'repository-name',
    place,
    `repositoryName is ${quoted(name)}, with ${quoted(name[position])} at position ${position + 1}, expected lowercase letters and digits in ` +
      'parts joined by ".", "_", "__" or hyphens, and "/" between namespaces' +
      (name.toLowerCase() !== name && NAME.test(name.toLowerCase()) ? `: write ${quoted(name.toLowerCase())}` : ': change that character'),
  );
}

/** The character with which no longer name could be right; a separator at the end is bad itself. */
function firstBadCharacter(name: string): number {
  for (let length = 1; length <= name.length; length++) {
    // a start is right so far if it is a name, or becomes one by one more letter
    const start = name.slice(0, length);
    if (!NAME.test(start) && !NAME.test(`${start}a`)) return length - 1;
  }
  return name.length - 1;
}
