import { Token } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { quoted } from '../private/format-value';
import { intrinsicText } from '../private/intrinsics';
import { SecureRepositoryError } from '../private/secure-repository-error';

/** The conditions of a statement: operators, keys, values. */
export type Conditions = { readonly [operator: string]: { readonly [key: string]: unknown } };

const ORGANIZATION_KEYS = ['aws:principalorgid', 'aws:principalorgpaths'];
const SOURCE_KEYS = ['aws:sourcearn', 'aws:sourceaccount', 'aws:sourceorgid', 'aws:sourceorgpaths'];
const POSITIVE_OPERATORS = ['stringequals', 'stringequalsignorecase', 'stringlike', 'arnequals', 'arnlike'];

/**
 * Returns the conditions that require both sets of conditions.
 *
 * IAM has one list of values for an operator and a key, any of which is enough. If both sets have such a list, the result has the values
 * in both lists, or in either list for a negating operator, or the second list under an operator with the same meaning.
 * @throws if a statement cannot require both sets
 */
export function mergedConditions(place: IConstruct, first: Conditions, second: Conditions): Conditions {
  const merged: { [operator: string]: { [key: string]: unknown } } = {};
  for (const [operator, condition] of Object.entries(first)) merged[operator] = { ...condition };
  for (const [operator, condition] of Object.entries(second)) {
    for (const [key, value] of Object.entries(condition)) {
      const [under, values] = bothConditions(place, merged, operator, key, value);
      const existing = (merged[under] ??= {});
      existing[keyIn(existing, key) ?? key] = values;
    }
    // an operator without a key is kept
    merged[operator] ??= {};
  }
  return merged;
}

/** Returns the conditions that the other set does not have with the same values. */
export function withoutConditions(conditions: Conditions, others: Conditions): Conditions {
  const same = (operator: string, key: string, value: unknown) => JSON.stringify(others[operator]?.[key]) === JSON.stringify(value);
  const kept = Object.entries(conditions).map(
    ([operator, condition]) =>
      [operator, Object.fromEntries(Object.entries(condition).filter(([key, value]) => !same(operator, key, value)))] as const,
  );
  return Object.fromEntries(kept.filter(([, condition]) => Object.keys(condition).length > 0));
}

/** Returns the operator and the values that add a condition to the others. */
function bothConditions(
  place: IConstruct,
  merged: Conditions,
  operator: string,
  key: string,
  value: unknown,
): [operator: string, values: unknown] {
  const at = (name: string) => {
    const present = keyIn(merged[name] ?? {}, key);
    return present === undefined ? undefined : merged[name][present];
  };
  const earlier = at(operator);
  if (earlier === undefined || JSON.stringify(earlier) === JSON.stringify(value)) return [operator, value];
  const [earlierValues, values] = [valuesOf(earlier), valuesOf(value)];
  if (/not/i.test(operator) && !operator.includes(':')) return [operator, [...new Set([...earlierValues, ...values])]];
  const common = values.filter((one) => earlierValues.includes(one));
  const exact = /^(String|Numeric)Equals$|^Bool$/.test(operator) && [...earlierValues, ...values].every(isLiteral);
  if (exact && common.length > 0) return [operator, common];
  const twin = { ArnEquals: 'ArnLike', ArnLike: 'ArnEquals' }[operator];
  if (twin !== undefined && (at(twin) === undefined || JSON.stringify(at(twin)) === JSON.stringify(value))) return [twin, value];
  throw new SecureRepositoryError(
    'grant-condition',
    place,
    `two conditions require ${operator} on ${key}, with ${quoted(earlier)} and with ${quoted(value)}, but a statement has one list of ` +
      'values for each operator and key, of which any may match. Pass one condition with only the values that satisfy both.',
  );
}

function valuesOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [value];
}

/** Returns the key as it is written in the condition, because keys are not case-sensitive. */
export function keyIn(condition: { readonly [key: string]: unknown }, wanted: string): string | undefined {
  return Object.keys(condition).find((key) => key.toLowerCase() === wanted.toLowerCase());
}

/** Whether a value is a literal: not a token, and without a policy variable, which IAM replaces. */
function isLiteral(value: unknown): boolean {
  return !Token.isUnresolved(value) && !hasPolicyVariable(value);
}

/** Whether the conditions restrict a statement to an organization or an organizational unit. */
export function restrictsToOrganization(conditions: Conditions): boolean {
  return requires(conditions, ORGANIZATION_KEYS);
}

/** Whether the conditions restrict the resource or account on whose behalf a service calls. Without one, any account can make the service call. */
export function restrictsSource(conditions: Conditions): boolean {
  return requires(conditions, SOURCE_KEYS);
}

/** Whether the conditions restrict a statement to principals by their ARN and their account. */
export function restrictsToPrincipals(conditions: Conditions): boolean {
  return requires(conditions, ['aws:principalarn']) && requires(conditions, ['aws:principalaccount']);
}

/** Whether at least one condition fails when its context key is absent. */
export function requiresContextKey(conditions: Conditions): boolean {
  return Object.entries(conditions).some(([operator, condition]) =>
    Object.entries(condition).some(([key, value]) => {
      const values = valuesOf(value);
      if (/^Null$/i.test(operator)) return values.some((one) => String(one) === 'false');
      // a key that is compared with itself always matches
      const itself = values.some((one) => typeof one === 'string' && one.toLowerCase() === `\${${key.toLowerCase()}}`);
      return values.length > 0 && !itself && !/IfExists$|^ForAllValues:|Not/i.test(operator);
    }),
  );
}

/** Whether one of the keys is under an operator that fails when the key is absent, with values that each belong to an account or organization. */
function requires(conditions: Conditions, keys: string[]): boolean {
  return Object.entries(conditions).some(
    ([operator, condition]) =>
      POSITIVE_OPERATORS.includes(operator.toLowerCase().replace(/^foranyvalue:/, '')) &&
      Object.entries(condition).some(
        ([key, value]) => keys.includes(key.toLowerCase()) && valuesOf(value).every((one) => hasOwner(key.toLowerCase(), one)),
      ),
  );
}

/**
 * Whether a value belongs to an account or organization. A wildcard there matches every one, and so can a policy variable, whose value the
 * caller may control. A value that is unknown before the deployment is accepted.
 */
function hasOwner(key: string, value: unknown): boolean {
  if (hasPolicyVariable(value)) return false;
  // the text around a reference is known
  const written = intrinsicText(value).replace(/\$\{[^}]*\}/g, 'x');
  return !/[*?]/.test(owner(key, written));
}

/** Whether a resolved value has a policy variable, which IAM replaces at each request, such as `${aws:PrincipalOrgID}`. */
export function hasPolicyVariable(value: unknown): boolean {
  // Fn::Sub has its own variables in this form, and renders ${!…} as a policy variable
  if (typeof value === 'string') return /\$\{(?!Token\[|[*?$]\})/.test(value);
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(value).some(([name, argument]: [string, unknown]) =>
    name === 'Fn::Sub' ? /\$\{!/.test(JSON.stringify(argument)) : hasPolicyVariable(argument),
  );
}

/** Returns the part of a value that identifies its account or organization. */
function owner(key: string, value: string): string {
  if (key.endsWith('orgpaths')) return value.split('/')[0];
  if (key === 'aws:principalarn') return value.split(':')[4] ?? value;
  if (key !== 'aws:sourcearn') return value;
  const [, , , , account, ...resource] = value.split(':');
  // the ARN of a bucket has no account
  return account === undefined ? value : account || resource.join(':');
}

/** Returns a text that is equal for equal conditions, tokens included, and empty without conditions. */
export function conditionsKey(conditions: Conditions): string {
  return Object.keys(conditions).length === 0 ? '' : JSON.stringify(conditions, withTokens);
}

/** Renders each token as its own text, because tokens are equal as JSON. */
function withTokens(this: { readonly [key: string]: unknown }, key: string, value: unknown): unknown {
  const original = this[key];
  return typeof original === 'object' && Token.isUnresolved(original) && !Array.isArray(original) ? Token.asString(original) : value;
}

const RESOURCE_TAG_KEY = /^(aws|ecr):resourcetag\//i;

/**
 * Returns the conditions without those on resource tags, which are about the repository. The registry has no tags, so such a condition would
 * never allow the login, and the tags of a signing profile are its own.
 */
export function withoutResourceTags(conditions: Conditions): Conditions {
  const kept = Object.entries(conditions).map(
    ([operator, condition]) =>
      [operator, Object.fromEntries(Object.entries(condition).filter(([key]) => !RESOURCE_TAG_KEY.test(key)))] as const,
  );
  return Object.fromEntries(kept.filter(([, condition]) => Object.keys(condition).length > 0));
}
