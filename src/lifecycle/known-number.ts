import { Duration, Token } from 'aws-cdk-lib';
import { quoted } from '../private/format-value';
import { SecureRepositoryError } from '../private/secure-repository-error';

/**
 * The days of a duration. A part of a day stays a fraction: the policy refuses it together with its other faults.
 * @param place what the duration is, for error messages
 */
export function wholeDays(place: string, age: Duration): number {
  // from JavaScript; the class may be one of another copy of aws-cdk-lib
  if (typeof age?.toDays !== 'function') {
    throw new SecureRepositoryError(
      'lifecycle-option',
      place,
      `given ${quoted(age)}, expected a Duration: write Duration.days(14), for example`,
    );
  }
  if (age.isUnresolved()) throw knownAtDeploymentOnly(place);
  return age.toDays({ integral: false });
}

/** A number of images. */
export function knownCount(place: string, count: number): number {
  if (Token.isUnresolved(count)) throw knownAtDeploymentOnly(place);
  return count;
}

function knownAtDeploymentOnly(place: string): SecureRepositoryError {
  return new SecureRepositoryError(
    'lifecycle-option',
    place,
    'a token is given, expected a number that is known at synthesis: give the number, or write the policy with LifecyclePolicy.fromText, ' +
      'which takes a text with tokens as it is',
  );
}
