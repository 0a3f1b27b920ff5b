import { Token } from 'aws-cdk-lib';
import { Construct, IConstruct } from 'constructs';
import { describeValue } from './format-value';
import { SecureRepositoryError } from './secure-repository-error';

/** The types that are checked at run time. */
const TYPES = {
  text: { is: (value: unknown) => typeof value === 'string', kind: 'a string' },
  flag: { is: (value: unknown) => typeof value === 'boolean', kind: 'a boolean', example: 'true or false' },
  texts: { is: (value: unknown) => Array.isArray(value) && value.every((one) => typeof one === 'string'), kind: 'a list of strings' },
  duration: { is: (value: unknown) => hasMethod(value, 'toSeconds'), kind: 'a Duration', example: 'a Duration, such as Duration.hours(1)' },
  target: {
    is: (value: unknown) => hasMethod(value, 'bind'),
    kind: 'an event rule target',
    example: 'a target, such as new targets.SnsTopic(topic)',
  },
  statement: { is: (value: unknown) => hasMethod(value, 'toStatementJson'), kind: 'an iam.PolicyStatement' },
  construct: { is: (value: unknown) => Construct.isConstruct(value), kind: 'a construct', example: 'a construct, such as the stack' },
  object: { is: (value: unknown) => typeof value === 'object' && value !== null && !Array.isArray(value), kind: 'an object' },
} satisfies { [type: string]: { is: (value: unknown) => boolean; kind: string; example?: string } };

/** The type that a value from the user must have. */
export type InputType = keyof typeof TYPES;

/** Throws an error unless the value has the type, or is a token. */
export function checkType(place: IConstruct | string, name: string, value: unknown, type: InputType): void {
  const { is, kind, example = kind }: (typeof TYPES)[InputType] & { example?: string } = TYPES[type];
  if (is(value) || (Token.isUnresolved(value) && !Array.isArray(value))) return;
  throw new SecureRepositoryError('input-type', place, `${name} is ${describeValue(value)}, but must be ${kind}. Pass ${example}.`);
}

/**
 * Throws an error unless the value is an object with options whose members have the specified types or are undefined.
 *
 * Other members are not an error, because wrappers and subclasses pass on objects with members of their own.
 */
export function checkOptions(
  place: IConstruct | string,
  name: string,
  options: unknown,
  types: { readonly [member: string]: InputType } = {},
): void {
  const isOptions = typeof options === 'object' && options !== null && !Array.isArray(options) && !('node' in options);
  if (!isOptions) {
    throw new SecureRepositoryError(
      'input-type',
      place,
      `${name} is ${describeValue(options)}, but must be an object with options. Pass an object literal, or omit it.`,
    );
  }
  for (const [member, type] of Object.entries(types)) {
    const value: unknown = Reflect.get(options, member);
    if (value !== undefined) checkType(place, member, value, type);
  }
}

function hasMethod(value: unknown, name: string): boolean {
  return typeof value === 'object' && value !== null && typeof Reflect.get(value, name) === 'function';
}
