import { IConstruct } from 'constructs';
import { UUID } from './exact-claims';
import { writtenText } from './subject-text';
import { FindingName } from '../private/finding-names';
import { describeValue } from '../private/format-value';
import { SecureRepositoryError } from '../private/secure-repository-error';
import { isUnknown } from '../private/unknown-value';

/** Returns a UUID without braces. A wildcard in it would match other owners. */
export function checkUuid(place: IConstruct | string, finding: FindingName, name: string, value: unknown): string {
  const bare = typeof value === 'string' ? value.replace(/^\{(.*)\}$/, '$1') : '';
  const isWrong = isUnknown(bare) ? !/^[\w-]*$/.test(writtenText(bare)) : !UUID.form.test(bare);
  if (isWrong) {
    throw new SecureRepositoryError(
      finding,
      place,
      `${name} is ${describeValue(value)}, but must be ${UUID.text}. Use the ID of the settings.`,
    );
  }
  return bare;
}
