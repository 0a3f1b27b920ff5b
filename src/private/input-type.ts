import { Token } from 'aws-cdk-lib';
import { Construct, IConstruct } from 'constructs';
import { describeValue } from './format-value';
import { SecureRepositoryError } from './secure-repository-error';

/** The types that are checked at run time: JavaScript checks none, and JSON and configuration have only some of them. */
const TYPES = {
  text: { is: (value: unknown) => typeof value === 'string', words: 'text' },
  flag: { is: (value: unknown) => typeof value === 'boolean', words: 'true or false' },
  texts: { is: (value: unknown) => Array.isArray(value) && value.every((one) => typeof one === 'string'), words: 'a list of texts' },
  duration: { is: (value: unknown) => hasMethod(value, 'toSeconds'), words: 'a Duration, such as Duration.hours(1)' },
  target: { is: (value: unknown) => hasMethod(value, 'bind'), words: 'a target, such as new targets.SnsTopic(topic)' },
  statement: { is: (value: unknown) => hasMethod(value, 'toStatementJson'), words: 'an iam.PolicyStatement' },
  construct: { is: (value: unknown) => Construct.isConstruct(value), words: 'a construct, such as the stack' },
  object: { is: (value: unknown) => typeof value === 'object' && value !== null && !Array.isArray(value), words: 'an object' },
};

/** The type of a value that the user gives. */
export type InputType = keyof typeof TYPES;

/** Throws an error unless the value has the type, or is a token. */
export function checkType(place: IConstruct | string, name: string, value: unknown, type: InputType): void {
  const { is, words } = TYPES[type];
  if (is(value) || (Token.isUnresolved(value) && !Array.isArray(value))) return;
  throw new SecureRepositoryError('input-type', place, `${name} is ${describeValue(value)}, expected ${words}`);
}

/**
 * Throws an error unless the value is an object of options whose members have their types, or are left out.
 *
 * A member with another name is not an error: wrappers and subclasses pass on what has members of their own.
 */
export function checkOptions(
  place: IConstruct | string,
  name: string,
  options: unknown,
  types: { readonly [member: string]: InputType } = {},
): void {
  const isOptions = typeof options === 'object' && options !== null && !Array.isArray(options) && !('node' in options);
  if (!isOptions) {
    throw new SecureRepositoryError('input-type', place, `${name} is ${describeValue(options)}, expected an object with options`);
  }
  for (const [member, type] of Object.entries(types)) {
    const value: unknown = Reflect.get(options, member);
    if (value !== undefined) checkType(place, member, value, type);
  }
}

function hasMethod(value: unknown, name: string): boolean {
  return typeof value === 'object' && value !== null && typeof Reflect.get(value, name) === 'function';
}
