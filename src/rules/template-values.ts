import { isIntrinsic } from '../private/intrinsics';
import { isPlaceholder } from '../private/unknown-value';

/** More variants cannot be judged; in the remaining ones, conditions are values that only the deployment knows. */
const MOST_VARIANTS = 64;

/**
 * A value in every variant that the conditions of the template (`Fn::If`) allow. One condition decides in the same way wherever it occurs in the value.
 * `AWS::NoValue` removes its property.
 */
export function variantsOf(value: unknown): unknown[] {
  if (!hasFunction(value)) return [value];
  const decisions: ReadonlyMap<string, boolean>[] = [new Map()];
  const complete: unknown[] = [];
  while (decisions.length > 0) {
    const decision = decisions.shift()!;
    const variant = decided(value, decision);
    const condition = complete.length + decisions.length + 1 < MOST_VARIANTS ? firstConditionIn(variant) : undefined;
    if (condition === undefined) complete.push(variant);
    else decisions.push(...[true, false].map((isMet) => new Map([...decision, [condition, isMet]])));
  }
  return complete;
}

/** Whether a value is known at synthesis as a whole. In the first run of an app, the CLI has not looked up its placeholders yet. */
export function isKnown(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return !isPlaceholder(value);
  return !isIntrinsic(value) && Object.values(value).every(isKnown);
}

/** CloudFormation accepts text in the place of a Boolean value. */
export function isTrue(value: unknown): boolean {
  return String(value).toLowerCase() === 'true';
}

/** Whether a value contains intrinsic functions. */
export function hasFunction(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  // without a list of the members, because every property of thousands of repositories is visited
  for (const name in value) {
    if (name === 'Ref' || name.startsWith('Fn::') || hasFunction((value as Record<string, unknown>)[name])) return true;
  }
  return false;
}

function firstConditionIn(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const condition = conditionOf(value);
  if (condition !== undefined) return condition;
  for (const member of Object.values(value)) {
    const found = firstConditionIn(member);
    if (found !== undefined) return found;
  }
  return undefined;
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
  const members = Object.fromEntries(
    Object.entries(value)
      .map(([name, member]) => [name, decided(member, conditions)] as const)
      .filter(([, member]) => member !== undefined),
  );
  return literalOf(members) ?? members;
}

/** The text of a function that has nothing left to resolve. */
function literalOf(value: object): string | undefined {
  const [name, ...others] = Object.keys(value);
  if (others.length > 0) return undefined;
  const argument: unknown = Reflect.get(value, name);
  if (name === 'Fn::Sub') {
    const [text] = [argument].flat() as unknown[];
    return typeof text === 'string' && !/\$\{(?!!)/.test(text) ? text.replace(/\$\{!/g, '${') : undefined;
  }
  if (name === 'Fn::ToJsonString') {
    return typeof argument === 'object' && argument !== null && isKnown(argument) ? JSON.stringify(argument) : undefined;
  }
  if (name !== 'Fn::Join' || !Array.isArray(argument)) return undefined;
  const [separator, items] = argument as unknown[];
  if (typeof separator !== 'string' || !Array.isArray(items)) return undefined;
  return items.every((item): item is string => typeof item === 'string') ? items.join(separator) : undefined;
}
