import { Construct } from 'constructs';
import { writtenText } from './subject-text';
import { ClaimPattern } from './trust-policy';
import { FindingName } from '../private/finding-names';
import { describeValue, quoted } from '../private/format-value';
import { checkOptions } from '../private/input-type';
import { SecureRepositoryError } from '../private/secure-repository-error';
import { isUnknown } from '../private/unknown-value';

/** The form of a claim, and its description as the end of a sentence after "must be". */
export interface ClaimForm {
  readonly form: RegExp;
  readonly text: string;
}

export const DIGITS: ClaimForm = { form: /^\d+$/, text: 'an ID of digits' };
export const ONE_VALUE: ClaimForm = { form: /^[^\s*?]+$/, text: 'one value without spaces and wildcards' };
export const UUID: ClaimForm = {
  form: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
  text: 'a UUID in lower case, such as "0185d6a7-3b1f-4c2e-9d58-6f7a8b9c0d1e"',
};

/** The claims of a CI system that AWS has condition keys for. */
export interface ExactClaims {
  /** The name of the system. */
  readonly system: string;
  readonly finding: FindingName;
  /** The forms of the claims by their names in TypeScript; a claim without a form is true or false. */
  readonly forms: { readonly [name: string]: ClaimForm | undefined };
}

/** Checks the claims that a publisher requires, of which none has a wildcard, and returns their values as text by the names in TypeScript. */
export function checkExactClaims(
  place: Construct,
  claims: object | undefined,
  { system, finding, forms }: ExactClaims,
): { readonly [name: string]: string } {
  if (claims === undefined) return {};
  const refuse = (problem: string): never => {
    throw new SecureRepositoryError(finding, place, problem);
  };
  const given = givenClaims(place, finding, claims, Object.keys(forms));
  for (const [name, value] of given) {
    if (!Object.hasOwn(forms, name)) {
      refuse(unknownClaim(name, Object.keys(forms), system));
    }
    const fault = faultOfClaim(value, forms[name]);
    if (fault) refuse(`claims.${name} is ${describeValue(value)}, but must be ${fault}`);
  }
  return Object.fromEntries(given.map(([name, value]) => [name, String(value)]));
}

/**
 * Returns the claims that have a value. An object without one is an error, because the trust policy would be less strict than it appears: a variable can be
 * undefined, and a `Map` has no members. A claim can be inherited, as in an object of a class with accessors.
 */
export function givenClaims(
  place: Construct,
  finding: FindingName,
  claims: object,
  names: readonly string[],
): (readonly [name: string, value: unknown])[] {
  checkOptions(place, 'claims', claims);
  const given = [...new Set([...Object.keys(claims), ...names.filter((name) => name in claims)])]
    .map((name) => [name, Reflect.get(claims, name) as unknown] as const)
    .filter(([, value]) => value !== undefined);
  if (given.length > 0) return given;
  throw new SecureRepositoryError(
    finding,
    place,
    `claims has ${Object.keys(claims).length > 0 ? `only undefined values (${Object.keys(claims).join(', ')})` : 'no claims'}, but must have at least one claim ` +
      'with a value, because otherwise the subjects decide alone. Verify where the values come from, or omit claims.',
  );
}

/** Returns what is wrong with a claim and the action to take, as the end of a sentence after "must be". */
function faultOfClaim(value: unknown, form: ClaimForm | undefined): string | undefined {
  if (form === undefined) return typeof value === 'boolean' ? undefined : 'a boolean. Pass true or false.';
  if (typeof value !== 'string') return `a string. ${claimAsText(value)}`;
  const isWrong = /[*?]|\$\{/.test(writtenText(value)) || !(isUnknown(value) || form.form.test(value));
  return isWrong ? `${form.text}. Use the value in a token of the project.` : undefined;
}

/** Describes a claim that AWS has no condition key for. Its name can be written as in a token. */
export function unknownClaim(name: string, known: readonly string[], system: string): string {
  const camelCased = name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
  const replacement = known.includes(camelCased) ? camelCased : known.join(', ').replace(/, (\w+)$/, ' or $1');
  return `claims has ${name}, but AWS has no condition key for such a claim of ${system}. Use ${replacement}.`;
}

/** The action for a claim that is not a string, as a sentence. */
export function claimAsText(value: unknown): string {
  return typeof value === 'number' ? `Use ${quoted(String(value))}.` : 'Omit the claim, or pass its value.';
}

/** Returns claims by their names in a token: `project_id` of `projectId`. */
export function exactConditions(claims: { readonly [name: string]: string }): { readonly [claim: string]: ClaimPattern } {
  return Object.fromEntries(Object.entries(claims).map(([name, text]) => [claimName(name), { text, isPattern: false }]));
}

/** The name of a claim in a token. */
export function claimName(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
