import { isObject } from '../../lifecycle/core/json-text';

/**
 * Text that is equal for equal values: the order of members does not count, and JSON in text is compared by its value.
 */
export function canonical(value: unknown): string | undefined {
  return value === undefined ? undefined : JSON.stringify(sorted(value));
}

/** As `canonical`, for a policy of IAM: a list of one value is equal to the value, and neither order nor repetition counts in a list. */
export function canonicalPolicy(value: unknown): string | undefined {
  return value === undefined ? undefined : JSON.stringify(asSets(sorted(value)));
}

function sorted(value: unknown): unknown {
  if (typeof value === 'string' && /^\s*\{/.test(value)) return parsed(value);
  if (Array.isArray(value)) return value.map(sorted);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((key) => [key, sorted(value[key])]),
  );
}

function parsed(text: string): unknown {
  try {
    return sorted(JSON.parse(text));
  } catch {
    return text;
  }
}

function asSets(value: unknown): unknown {
  if (Array.isArray(value)) {
    const items = [...new Set(value.map((item) => JSON.stringify(asSets(item))))].sort().map((item) => JSON.parse(item) as unknown);
    return items.length === 1 ? items[0] : items;
  }
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, asSets(member)]));
}
