import { Token } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { quoted } from '../private/format-value';
import { intrinsicText } from '../private/intrinsics';
import { SecureRepositoryError } from '../private/secure-repository-error';

/** The conditions of a statement: operator, key, values. */
export type Conditions = { readonly [operator: string]: { readonly [key: string]: unknown } };

const ORGANIZATION_KEYS = ['aws:principalorgid', 'aws:principalorgpaths'];
const SOURCE_KEYS = ['aws:sourcearn', 'aws:sourceaccount', 'aws:sourceorgid', 'aws:sourceorgpaths'];
const POSITIVE_OPERATORS = ['stringequals', 'stringequalsignorecase', 'stringlike', 'arnequals', 'arnlike'];

/**
 * Conditions that hold when both sets hold.
 *
 * IAM has one list of values for an operator and a key, and any of them is enough. Where both sets have one, they become the values that
 * are in both, or in either for an operator that negates, or the second stands under an operator with the same meaning.
 * @throws when no statement can say that both hold
 */
export function mergedConditions(place: IConstruct, first: Conditions, second: Conditions): Conditions {
  const merged: { [operator: string]: { [key: string]: unknown } } = {};
  for (const [operator, condition] of Object.entries(first)) merged[operator] = { ...condition };
  for (const [operator, condition] of Object.entries(second)) {
    for (const [key, value] of Object.entries(condition)) {
      const [under, values] = both(place, merged, operator, key, value);
      const existing = (merged[under] ??= {});
      existing[keyIn(existing, key) ?? key] = values;
    }
    // an operator without a key stays as it was given
    merged[operator] ??= {};
  }
  return merged;
}

/** Conditions without those that another set has with the same values. */
export function withoutConditions(conditions: Conditions, those: Conditions): Conditions {
  const same = (operator: string, key: string, value: unknown) => JSON.stringify(those[operator]?.[key]) === JSON.stringify(value);
  const kept = Object.entries(conditions).map(
    ([operator, condition]) =>
      [operator, Object.fromEntries(Object.entries(condition).filter(([key, value]) => !same(operator, key, value)))] as const,
  );
  return Object.fromEntries(kept.filter(([, condition]) => Object.keys(condition).length > 0));
}

/** The operator and the values that add one condition to the others. */
function both(place: IConstruct, merged: Conditions, operator: string, key: string, value: unknown): [operator: string, values: unknown] {
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
    `two conditions on ${key} under ${operator} have to hold, ${quoted(earlier)} and ${quoted(value)}, and a statement has one list of ` +
      'values, of which any is enough: write one condition that says both',
  );
}

function valuesOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [value];
}

/** The key of a condition as it is written there: keys are not case-sensitive. */
export function keyIn(condition: { readonly [key: string]: unknown }, wanted: string): string | undefined {
  return Object.keys(condition).find((key) => key.toLowerCase() === wanted.toLowerCase());
}

/** Whether a value means itself: a token is not known, and IAM replaces policy variables. */
function isLiteral(value: unknown): boolean {
  return !Token.isUnresolved(value) && !hasPolicyVariable(value);
}

/** Whether the conditions ask for an organization or a part of one. */
export function narrowToOrganization(conditions: Conditions): boolean {
  return requires(conditions, ORGANIZATION_KEYS);
}

/** Whether the conditions ask on whose behalf a service calls: without one, anybody's resource may make it call. */
export function narrowSource(conditions: Conditions): boolean {
  return requires(conditions, SOURCE_KEYS);
}

/** Whether the conditions ask for principals by their ARN, and for the account that they are in. */
export function namePrincipals(conditions: Conditions): boolean {
  return requires(conditions, ['aws:principalarn']) && requires(conditions, ['aws:principalaccount']);
}

/** Whether any condition is one that a call fails which says nothing about itself. */
export function askForAnything(conditions: Conditions): boolean {
  return Object.entries(conditions).some(([operator, condition]) =>
    Object.entries(condition).some(([key, value]) => {
      const values = valuesOf(value);
      if (/^Null$/i.test(operator)) return values.some((one) => String(one) === 'false');
      // compared with itself a key always fits
      const itself = values.some((one) => typeof one === 'string' && one.toLowerCase() === `\${${key.toLowerCase()}}`);
      return values.length > 0 && !itself && !/IfExists$|^ForAllValues:|Not/i.test(operator);
    }),
  );
}

/** Whether one of the keys is under an operator that fails when the key is absent, with values that each name an account or an organization. */
function requires(conditions: Conditions, keys: string[]): boolean {
  return Object.entries(conditions).some(
    ([operator, condition]) =>
      POSITIVE_OPERATORS.includes(operator.toLowerCase().replace(/^foranyvalue:/, '')) &&
      Object.entries(condition).some(
        ([key, value]) => keys.includes(key.toLowerCase()) && valuesOf(value).every((one) => namesSomebody(key.toLowerCase(), one)),
      ),
  );
}

/**
 * A wildcard in the place of the account or the organization admits everybody, and so does a variable of IAM, which the caller may fill.
 * What is not known before the deployment is accepted as it is.
 */
function namesSomebody(key: string, value: unknown): boolean {
  if (hasPolicyVariable(value)) return false;
  // what is written around a reference is known
  const written = intrinsicText(value).replace(/\$\{[^}]*\}/g, 'x');
  return !/[*?]/.test(owner(key, written));
}

/** Whether a resolved value has a variable that IAM replaces at each request, such as `${aws:PrincipalOrgID}`. */
export function hasPolicyVariable(value: unknown): boolean {
  // Fn::Sub writes its own variables in this form, and ${!…} for what IAM shall see
  if (typeof value === 'string') return /\$\{(?!Token\[|[*?$]\})/.test(value);
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(value).some(([name, argument]: [string, unknown]) =>
    name === 'Fn::Sub' ? /\$\{!/.test(JSON.stringify(argument)) : hasPolicyVariable(argument),
  );
}

/** The part of a condition's value that says whose it is. */
function owner(key: string, value: string): string {
  if (key.endsWith('orgpaths')) return value.split('/')[0];
  if (key === 'aws:principalarn') return value.split(':')[4] ?? value;
  if (key !== 'aws:sourcearn') return value;
  const [, , , , account, ...resource] = value.split(':');
  // the ARN of a bucket has no account
  return account === undefined ? value : account || resource.join(':');
}

/** A text that is the same for the same conditions, tokens included; empty for none. */
export function conditionsKey(conditions: Conditions): string {
  return Object.keys(conditions).length === 0 ? '' : JSON.stringify(conditions, withTokens);
}

/** As JSON, every token is the same text; as a string, each has its own. */
function withTokens(this: { readonly [key: string]: unknown }, key: string, value: unknown): unknown {
  const original = this[key];
  return typeof original === 'object' && Token.isUnresolved(original) && !Array.isArray(original) ? Token.asString(original) : value;
}
