import { Tokenization } from 'aws-cdk-lib';

/** What a pseudo parameter stands for, at least: no partition, Region or account is shorter. */
const SHORTEST: { readonly [reference: string]: string } = {
  'AWS::Partition': 'aws',
  'AWS::Region': 'us-east-1',
  'AWS::AccountId': '000000000000',
  'AWS::URLSuffix': 'amazonaws.com',
};

/** What a pseudo parameter stands for, at most. */
const LONGEST: { readonly [reference: string]: string } = {
  'AWS::Partition': 'aws-us-gov',
  'AWS::Region': 'ap-northeast-1',
  'AWS::AccountId': '000000000000',
  'AWS::StackName': 'x'.repeat(128),
  'AWS::URLSuffix': 'amazonaws.com.cn',
};
/** As long as the name of a repository may be, and longer than IDs and names of most resources. */
const LONGEST_REFERENCE = 'x'.repeat(256);

/** A resolved value as text for people, with references as `${AWS::AccountId}` or `${Role.Arn}`. */
export function intrinsicText(value: unknown): string {
  return textWith(value, (reference) => `\${${reference}}`);
}

/** A resolved ARN as text in which the partition is read as `aws` where it is not known, so that its parts can be told apart. */
export function arnText(value: unknown): string {
  return intrinsicText(value).replace('${AWS::Partition}', 'aws');
}

/** A resolved value as text that is no longer than what CloudFormation makes of it. */
export function shortestText(value: unknown): string {
  return textWith(value, (reference) => SHORTEST[reference] ?? '?');
}

/** A resolved value as text that is no shorter than what CloudFormation makes of it; a reference counts as the longest name. */
export function longestText(value: unknown): string {
  return textWith(value, (reference) => LONGEST[reference] ?? LONGEST_REFERENCE);
}

/** An intrinsic function: its name, and its arguments. */
export interface Intrinsic {
  readonly [name: string]: unknown;
}

/** Whether a resolved value is an intrinsic function: what it stands for is known at the deployment only. */
export function isIntrinsic(value: unknown): value is Intrinsic {
  if (typeof value !== 'object' || value === null) return false;
  const [name] = Object.keys(value);
  return name === 'Ref' || name?.startsWith('Fn::');
}

/** A value in which every intrinsic function has become text. */
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
      // the items may be a list that only the deployment knows
      return Array.isArray(items) ? items.map((item) => textWith(item, reference)).join(separator) : reference(name);
    }
    default:
      return reference(name);
  }
}

/** A text with something harmless in the place of each token, so that what the user has written around it can be checked. */
export function withTokensAs(text: string, standIn: string): string {
  return changed(
    text,
    (literal) => literal,
    () => standIn,
  );
}

/** A text with its literal parts changed, and its tokens as they are. */
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
