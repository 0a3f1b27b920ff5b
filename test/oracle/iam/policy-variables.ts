import { RequestContext } from './context';
import { literalWildcards } from './wildcard';

/** `${*}`, `${?}` and `${$}` are the characters themselves, no wildcards. */
const SPECIAL = ['*', '?', '$'];
const VARIABLE = /\$\{([^}]*)\}/g;

/** Whether a value of a policy has a policy variable. */
export function hasVariable(value: string): boolean {
  return value.includes('${');
}

/**
 * The patterns that a value with policy variables is in one request, one for each value of a key with several; none where a
 * key is absent and has no default. What a variable brings in is text: a `*` in it matches a `*`.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 */
export function substituted(value: string, context: RequestContext): readonly string[] {
  return [...value.matchAll(VARIABLE)].reduce<readonly string[]>(
    (patterns, [variable, inside]) =>
      patterns.flatMap((pattern) => valuesOf(inside, context).map((found) => pattern.replace(variable, () => literalWildcards(found)))),
    [value],
  );
}

function valuesOf(inside: string, context: RequestContext): readonly string[] {
  if (SPECIAL.includes(inside)) return [inside];
  const [, key, fallback] = /^\s*([^,\s]+)\s*(?:,\s*'([^']*)'\s*)?$/.exec(inside) ?? [];
  if (key === undefined) throw new Error(`\${${inside}} is no policy variable`);
  return context.get(key) ?? (fallback === undefined ? [] : [fallback]);
}
