import { isIntrinsic } from '../private/intrinsics';

/** More conditions make more variants than can be judged; the remaining ones are values that only the deployment knows. */
const MOST_CONDITIONS = 6;

/**
 * A value in every variant that the conditions of the template (`Fn::If`) allow. One condition decides in the same way wherever it occurs in the value.
 * `AWS::NoValue` removes its property.
 */
export function variantsOf(value: unknown): unknown[] {
  const conditions = [...new Set(conditionsIn(value))].slice(0, MOST_CONDITIONS);
  const decisions = conditions.reduce(
    (sofar, condition) => sofar.flatMap((decision) => [true, false].map((isMet) => new Map([...decision, [condition, isMet]]))),
    [new Map<string, boolean>()],
  );
  return decisions.map((decision) => decided(value, decision));
}

/** Whether a value is known at synthesis as a whole. */
export function isKnown(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return true;
  return !isIntrinsic(value) && Object.values(value).every(isKnown);
}

/** A member of an object; an intrinsic function in the place of the object is the value of every member. */
export function memberOf(value: unknown, name: string): unknown {
  if (isIntrinsic(value)) return value;
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

/** CloudFormation accepts text in the place of a Boolean value. */
export function isTrue(value: unknown): boolean {
  return String(value).toLowerCase() === 'true';
}

function* conditionsIn(value: unknown): Generator<string> {
  if (typeof value !== 'object' || value === null) return;
  const condition = conditionOf(value);
  if (condition !== undefined) yield condition;
  for (const member of Object.values(value)) yield* conditionsIn(member);
}

function conditionOf(value: object): string | undefined {
  const [name, ...others] = Object.keys(value);
  if (name !== 'Fn::If' || others.length > 0) return undefined;
  const [condition] = [Reflect.get(value, name)].flat() as unknown[];
  return typeof condition === 'string' ? condition : undefined;
}

function decided(value: unknown, conditions: ReadonlyMap<string, boolean>): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => decided(item, conditions)).filter((item) => item !== undefined);
  const condition = conditionOf(value);
  if (condition !== undefined && conditions.has(condition)) {
    const [, whenTrue, whenFalse] = Reflect.get(value, 'Fn::If') as unknown[];
    return decided(conditions.get(condition) ? whenTrue : whenFalse, conditions);
  }
  if (Reflect.get(value, 'Ref') === 'AWS::NoValue') return undefined;
  const literal = literalOf(value);
  if (literal !== undefined) return literal;
  return Object.fromEntries(
    Object.entries(value)
      .map(([name, member]) => [name, decided(member, conditions)] as const)
      .filter(([, member]) => member !== undefined),
  );
}

/** The text of a function that has nothing left to resolve. */
function literalOf(value: object): string | undefined {
  const [name, ...others] = Object.keys(value);
  if (others.length > 0) return undefined;
  const argument: unknown = Reflect.get(value, name);
  if (name === 'Fn::Sub' && typeof argument === 'string' && !argument.includes('${')) return argument;
  if (name !== 'Fn::Join' || !Array.isArray(argument)) return undefined;
  const [separator, items] = argument as unknown[];
  if (typeof separator !== 'string' || !Array.isArray(items)) return undefined;
  return items.every((item): item is string => typeof item === 'string') ? items.join(separator) : undefined;
}
