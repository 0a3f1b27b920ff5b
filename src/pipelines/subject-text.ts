import { quoted } from '../private/format-value';
import { withTokensAs } from '../private/intrinsics';
import { SecureRepositoryError } from '../private/secure-repository-error';
import { withPlaceholdersAs } from '../private/unknown-value';

/**
 * Checks the name of a branch, a tag or an environment as text of a subject claim.
 * @returns what the user has written, with a letter in the place of each token and of what has not been looked up
 */
export function checkSubjectText(place: string, text: string, example: string): string {
  if (typeof text !== 'string' || text === '') {
    throw new SecureRepositoryError(
      'github-subject',
      place,
      `given ${quoted(text)}, expected a name or a pattern: write ${quoted(example)}, for example`,
    );
  }
  const written = withTokensAs(withPlaceholdersAs(text, 'x'), 'x');
  if (written.includes('${')) {
    throw new SecureRepositoryError(
      'github-subject',
      place,
      `given ${quoted(text)}, expected no \${, which IAM takes for a variable of its own: use another name`,
    );
  }
  return written;
}
