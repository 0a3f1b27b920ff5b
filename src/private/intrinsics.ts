import { Tokenization } from 'aws-cdk-lib';

/** The shortest values of pseudo parameters. */
const SHORTEST: { readonly [reference: string]: string } = {
  'AWS::Partition': 'aws',
  'AWS::Region': 'us-east-1',
  'AWS::AccountId': '000000000000',
  'AWS::URLSuffix': 'amazonaws.com',
};

/** The longest values of pseudo parameters. */
const LONGEST: { readonly [reference: string]: string } = {
  'AWS::Partition': 'aws-us-gov',
  'AWS::Region': 'ap-northeast-1',
  'AWS::AccountId': '000000000000',
  'AWS::StackName': 'x'.repeat(128),
  'AWS::URLSuffix': 'amazonaws.com.cn',
};
/** The maximum length of a repository name, which is longer than IDs and names of most resources. */
const LONGEST_REFERENCE = 'x'.repeat(256);

/** Formats a resolved value, with references as `${AWS::AccountId}` or `${Role.Arn}`. */
export function intrinsicText(value: unknown): string {
  return textWith(value, (reference) => `\${${reference}}`);
}

/** Formats a resolved ARN, with the partition as `aws` if it is not known, so that the parts of the ARN can be parsed. */
export function arnText(value: unknown): string {
  return intrinsicText(value).replace('${AWS::Partition}', 'aws');
}

/** Formats a resolved value so that the text is at most as long as the deployed value. */
export function shortestText(value: unknown): string {
  return textWith(value, (reference) => SHORTEST[reference] ?? '?');
}

/** Formats a resolved value so that the text is at least as long as the deployed value. A reference counts as the longest name. */
export function longestText(value: unknown): string {
  return textWith(value, (reference) => LONGEST[reference] ?? LONGEST_REFERENCE);
}

/** An intrinsic function, as an object of its name and its arguments. */
export interface Intrinsic {
  readonly [name: string]: unknown;
}

/** Returns whether a resolved value is an intrinsic function, whose value is known only at deployment. */
export function isIntrinsic(value: unknown): value is Intrinsic {
  if (typeof value !== 'object' || value === null) return false;
  const [name] = Object.keys(value);
  return name === 'Ref' || name?.startsWith('Fn::');
}

/** A member of an object; an intrinsic function in the place of the object is the value of every member. */
export function memberOf(value: unknown, name: string): unknown {
  if (isIntrinsic(value)) return value;
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

/** Returns a value in which text replaces every intrinsic function. */
export function withoutIntrinsics(value: unknown, text: (intrinsic: unknown) => string): unknown {
  if (Array.isArray(value)) return value.map((item) => withoutIntrinsics(item, text));
  if (typeof value !== 'object' || value === null) return value;
  if (isIntrinsic(value)) return text(value);
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, withoutIntrinsics(member, text)]));
}

function textWith(value: unknown, reference: (name: string) => string): string {
  if (typeof value !== 'object' || value === null) return String(value);
  const [[name, argument]] = Object.entries(value);
  switch (name) {
    case 'Ref':
      return reference(String(argument));
    case 'Fn::GetAtt':
      return reference([argument].flat().join('.'));
    case 'Fn::Join': {
      const [separator, items] = argument as [string, unknown];
      // the items can be a list that is known only at deployment
      return Array.isArray(items) ? items.map((item) => textWith(item, reference)).join(separator) : reference(name);
    }
    default:
      return reference(name);
  }
}

/** Replaces each token of a text, so that the literal parts can be checked. */
export function withTokensAs(text: string, replacement: string): string {
  return changed(
    text,
    (literal) => literal,
    () => replacement,
  );
}

/** Changes the literal parts of a text, and keeps its tokens. */
export function withLiteralsChanged(text: string, change: (literal: string) => string): string {
  return changed(text, change, (token) => token);
}

function changed(text: string, literal: (part: string) => string, token: (marker: string) => string): string {
  const [first] = Tokenization.reverseString(text).tokens;
  if (!first) return literal(text);
  const marker = first.toString();
  const [before, ...after] = text.split(marker);
  return literal(before) + token(marker) + changed(after.join(marker), literal, token);
}
