/** The conditions of a statement: operator, key, values. */
export type Conditions = { readonly [operator: string]: { readonly [key: string]: unknown } };

const ORGANIZATION_KEYS = ['aws:principalorgid', 'aws:principalorgpaths'];
const SOURCE_KEYS = ['aws:sourcearn', 'aws:sourceaccount', 'aws:sourceorgid', 'aws:sourceorgpaths'];
const POSITIVE_OPERATORS = ['stringequals', 'stringequalsignorecase', 'stringlike', 'arnequals', 'arnlike'];

/** Both sets of conditions; where both speak of one key under one operator, the second is the narrower and stands. */
export function mergedConditions(first: Conditions, second: Conditions): Conditions {
  const merged: { [operator: string]: { readonly [key: string]: unknown } } = { ...first };
  for (const [operator, condition] of Object.entries(second)) merged[operator] = { ...merged[operator], ...condition };
  return merged;
}

/** Whether the conditions ask for an organization or a part of one. */
export function narrowToOrganization(conditions: Conditions): boolean {
  return requires(conditions, ORGANIZATION_KEYS);
}

/** Whether the conditions ask on whose behalf a service calls: without one, anybody's resource may make it call. */
export function narrowSource(conditions: Conditions): boolean {
  return requires(conditions, SOURCE_KEYS);
}

/** Whether any condition is one that a call fails which says nothing about itself. */
export function askForAnything(conditions: Conditions): boolean {
  return Object.entries(conditions).some(([operator, condition]) => {
    const values = Object.values(condition).flat();
    if (/^Null$/i.test(operator)) return values.some((value) => String(value) === 'false');
    return values.length > 0 && !/IfExists$|^ForAllValues:|Not/i.test(operator);
  });
}

/** Whether one of the keys stands under an operator that fails when the key is absent, with values that all name somebody. */
function requires(conditions: Conditions, keys: string[]): boolean {
  return Object.entries(conditions).some(
    ([operator, condition]) =>
      POSITIVE_OPERATORS.includes(operator.toLowerCase().replace(/^foranyvalue:/, '')) &&
      Object.entries(condition).some(
        ([key, value]) => keys.includes(key.toLowerCase()) && [value].flat().every((one) => namesSomebody(key.toLowerCase(), one)),
      ),
  );
}

/** A wildcard where the account or the organization stands lets anybody in. What is not known before the deployment is taken as it is. */
function namesSomebody(key: string, value: unknown): boolean {
  return typeof value !== 'string' || !/[*?]/.test(owner(key, value));
}

/** The part of a condition's value that says whose it is. */
function owner(key: string, value: string): string {
  if (key.endsWith('orgpaths')) return value.split('/')[0];
  if (key !== 'aws:sourcearn') return value;
  const [, , , , account, ...resource] = value.split(':');
  // the ARN of a bucket has no account
  return account === undefined ? value : account || resource.join(':');
}
