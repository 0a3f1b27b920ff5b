type Json = string | number | boolean | null | Json[] | { [field: string]: Json };
export type JsonObject = { [field: string]: Json };

/**
 * Whether EventBridge delivers the event to a rule with the pattern: the operators that the library uses, and no other. The official
 * Event Ruler has taken the same decisions for the table beside this file and for every pattern of the library (`npx projen test:event-ruler`).
 */
export function matches(pattern: JsonObject, event: JsonObject): boolean {
  return Object.entries(pattern).every(([field, expected]) => {
    if (isOr(field, expected)) return expected.some((alternative) => matches(alternative, event));
    if (isObject(expected)) return objectsIn(event[field]).some((inner) => matches(expected, inner));
    if (!Array.isArray(expected)) throw new Error(`a pattern has an array or an object at ${field}, not ${JSON.stringify(expected)}`);
    return expected.some((matcher) => valuesIn(event[field]).some((value) => valueMatches(matcher, value)));
  });
}

/** With one element, `$or` is the name of a field like any other. */
function isOr(field: string, expected: Json): expected is JsonObject[] {
  return field === '$or' && Array.isArray(expected) && expected.length > 1 && expected.every(isObject);
}

function valueMatches(matcher: Json, value: Json): boolean {
  if (!isObject(matcher)) return matcher === value;
  const [[operator, operand]] = Object.entries(matcher);
  if (operator === 'prefix') return typeof value === 'string' && value.startsWith(String(operand));
  if (operator === 'wildcard') return typeof value === 'string' && wildcard(String(operand)).test(value);
  if (operator === 'numeric' && Array.isArray(operand) && operand[0] === '>=') return typeof value === 'number' && value >= Number(operand[1]);
  throw new Error(`the matcher ${JSON.stringify(matcher)} is not one of those that the library uses`);
}

function wildcard(pattern: string): RegExp {
  const parts = pattern.split('*').map((part) => part.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&'));
  return new RegExp(`^${parts.join('[^]*')}$`);
}

/** An array in an event matches when one of its elements does. */
function valuesIn(value: Json | undefined): Json[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}

function objectsIn(value: Json | undefined): JsonObject[] {
  return valuesIn(value).filter(isObject);
}

function isObject(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
