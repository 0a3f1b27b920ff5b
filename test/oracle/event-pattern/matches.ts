type Json = string | number | boolean | null | Json[] | { [field: string]: Json };
export type JsonObject = { [field: string]: Json };

/**
 * Whether EventBridge delivers the event to a rule with the pattern; throws for a pattern that is none. It knows the operators that
 * the library uses and no other. `npx projen test:event-ruler` has the official Event Ruler take the same decisions.
 */
export function matches(pattern: JsonObject, event: JsonObject): boolean {
  return Object.entries(pattern).every(([field, expected]) => {
    if (isOr(field, expected)) return expected.some((alternative) => matches(alternative, event));
    if (isObject(expected)) return objectsIn(event[field]).some((inner) => matches(expected, inner));
    if (!Array.isArray(expected)) throw new Error(`a pattern has an array or an object at ${field}, not ${JSON.stringify(expected)}`);
    const found = valuesIn(event[field]);
    return expected.map(matcherOf).some((matcher) => found.some(matcher));
  });
}

/** With one element, `$or` is the name of a field like any other. */
function isOr(field: string, expected: Json): expected is JsonObject[] {
  return field === '$or' && Array.isArray(expected) && expected.length > 1 && expected.every(isObject);
}

function matcherOf(matcher: Json): (value: Json) => boolean {
  if (!isObject(matcher)) return (value) => matcher === value;
  const [[operator, operand]] = Object.entries(matcher);
  if (operator === 'prefix' && typeof operand === 'string') return (value) => typeof value === 'string' && value.startsWith(operand);
  if (operator === 'wildcard' && typeof operand === 'string') {
    const expression = wildcard(operand);
    return (value) => typeof value === 'string' && expression.test(value);
  }
  if (operator === 'numeric' && Array.isArray(operand) && operand[0] === '>=') {
    return (value) => typeof value === 'number' && value >= Number(operand[1]);
  }
  throw new Error(`the matcher ${JSON.stringify(matcher)} is not one of those that the library uses`);
}

function wildcard(pattern: string): RegExp {
  if (pattern.includes('**')) throw new Error(`the wildcard ${pattern} has two * in a row`);
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
