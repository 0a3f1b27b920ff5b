import { IConstruct } from 'constructs';
import { UUID } from './exact-claims';
import { writtenText } from './subject-text';
import { FindingName } from '../private/finding-names';
import { describeValue, quoted } from '../private/format-value';
import { SecureRepositoryError } from '../private/secure-repository-error';
import { isUnknown } from '../private/unknown-value';

/** A UUID with or without hyphens, within another text such as a URL or an audience. */
const UUID_IN_TEXT = /([0-9a-f]{8})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{12})/i;

/** Returns a UUID without braces. A wildcard in it would match other owners, and IAM distinguishes upper and lower case. */
export function checkUuid(place: IConstruct | string, finding: FindingName, name: string, value: unknown): string {
  const bare = typeof value === 'string' ? value.replace(/^\{(.*)\}$/, '$1') : '';
  const isWrong = isUnknown(bare) ? !/^[\w-]*$/.test(writtenText(bare)) : !UUID.form.test(bare);
  if (isWrong) {
    const [, ...parts] = UUID_IN_TEXT.exec(bare) ?? [];
    const remedy = parts.length > 0 ? quoted(parts.join('-').toLowerCase()) : 'the ID of the settings';
    throw new SecureRepositoryError(finding, place, `${name} is ${describeValue(value)}, but must be ${UUID.text}. Use ${remedy}.`);
  }
  return bare;
}
