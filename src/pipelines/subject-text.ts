import { withTokensAs } from '../private/intrinsics';
import { withPlaceholdersAs } from '../private/unknown-value';

/** Parts that git accepts in no branch or tag; an asterisk is a wildcard here. */
export const NOT_IN_REF = /[\s~^:?[\\]|\.\.|^\/|\/$/;

/** Returns the text that the user has written, with a letter in place of each token and of each value that has not been looked up. */
export function writtenText(text: string): string {
  return withTokensAs(withPlaceholdersAs(text, 'x'), 'x');
}

/**
 * Returns what is wrong with text that IAM compares with a claim and the action to take, as the end of a sentence after "must", or undefined.
 * @param written the text with a letter in place of each unknown part
 */
export function faultOfPattern(written: string): string | undefined {
  if (written.includes('${')) return 'not contain ${, which begins a policy variable of IAM. Use another name.';
  if (written.includes('*') && written.includes('?')) {
    return 'not contain both ? and *, because IAM would interpret ? as a wildcard. Replace ? with *.';
  }
  return undefined;
}
