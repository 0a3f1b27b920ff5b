import * as events from 'aws-cdk-lib/aws-events';
import { quoted } from '../private/format-value';
import { SecureRepositoryError } from '../private/secure-repository-error';
import { isTagOrPattern, TAG_OR_PATTERN_FORM } from '../private/tag-pattern-text';
import { isUnknown } from '../private/unknown-value';

/**
 * Returns the pattern by which EventBridge matches the tag of an image.
 * @param place the path of the rule
 * @param property the property that has the tag, for the message
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html#eb-filtering-wildcard-matching
 */
export function imageTagPattern(place: string, property: string, tag: string): string | { wildcard: string } {
  if (!isUnknown(tag)) checkTag(place, property, tag);
  return tag.includes('*') ? { wildcard: tag } : tag;
}

function checkTag(place: string, property: string, tag: string): void {
  const refuse = (problem: string): never => {
    throw new SecureRepositoryError('event-pattern', place, `${property} is ${quoted(tag)}, but ${problem}`);
  };
  if (typeof tag !== 'string' || !isTagOrPattern(tag)) refuse(`must be ${TAG_OR_PATTERN_FORM}. Use a tag that ECR accepts.`);
  if (tag.includes('**')) {
    refuse(`EventBridge does not accept two * in a row. Use ${quoted(tag.replace(/\*+/g, '*'))}, which matches the same tags.`);
  }
}

/**
 * Checks that the user's pattern narrows the pattern of a rule. EventBridge matches either value of a field that both patterns name, so
 * such a field would widen the rule.
 * @param place the path of the rule
 */
export function checkNarrows(place: string, own: events.EventPattern, pattern: events.EventPattern = {}): void {
  const { detail: ownDetail = {}, ...ownFields } = own;
  const { detail = {}, ...fields } = pattern;
  const inBoth = [...fieldsInBoth(fields, ownFields), ...fieldsInBoth(detail, ownDetail).map((field) => `detail.${field}`)].join(', ');
  if (inBoth === '') return;
  throw new SecureRepositoryError(
    'event-pattern',
    place,
    `eventPattern has ${inBoth}, which the rule also sets, so that EventBridge would match either value. ` +
      `Remove ${inBoth} from eventPattern${inBoth === 'detail.image-tag' ? ', or omit tags' : ''}.`,
  );
}

function fieldsInBoth(fields: object, own: object): string[] {
  return Object.entries(fields)
    .filter(([field, value]) => value !== undefined && field in own)
    .map(([field]) => field);
}

/** Returns a copy of the objects and lists of a pattern; a token, which is an object of a class, stays the same one. */
export function copyOfPattern<T>(value: T): T;
export function copyOfPattern(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => copyOfPattern(item));
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, copyOfPattern(member)]));
}
