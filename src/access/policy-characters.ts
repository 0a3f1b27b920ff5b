import { Stack, Token } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { IConstruct } from 'constructs';
import { Conditions } from './conditions';
import { withoutIntrinsics, withTokensAs } from '../private/intrinsics';

/** The limits of IAM, in characters without white space. @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
export const MANAGED_POLICY_CHARACTERS = 6_144;
/** What all inline policies of one principal have together. */
export const INLINE_CHARACTERS = { role: 10_240, user: 2_048, group: 5_120 } as const;

/** What aws-cdk-lib estimates for an ARN that is a token. */
const TOKEN_ESTIMATE = 150;
/** A reference in a condition, taken for as long as a long ARN. */
const REFERENCE = 'x'.repeat(TOKEN_ESTIMATE);
/** Quotes and a comma around each ARN. */
const PUNCTUATION = 3;

/** Characters of a part of a policy. */
export interface Characters {
  /** Those that it has once it is deployed, at most. */
  readonly deployed: number;
  /** Those that aws-cdk-lib estimates. */
  readonly estimate: number;
}

/** What is around the statements of a policy. */
export const DOCUMENT_CHARACTERS = '{"Statement":[],"Version":"2012-10-17"}'.length;

/** A statement without its ARNs. */
export function statementCharacters(actions: readonly string[], conditions: Conditions): Characters {
  const estimate = JSON.stringify({ Action: actions, Effect: 'Allow', Resource: [] }).length;
  if (Object.keys(conditions).length === 0) return { deployed: estimate, estimate };
  // aws-cdk-lib counts the conditions, not their name
  return {
    deployed: estimate + `"Condition":,`.length + JSON.stringify(conditions, longestKnown).length,
    estimate: estimate + JSON.stringify(conditions).length,
  };
}

/** An ARN of a statement. */
export function arnCharacters(arn: string, deployedLength: number): Characters {
  return { deployed: deployedLength + PUNCTUATION, estimate: (Token.isUnresolved(arn) ? TOKEN_ESTIMATE : arn.length) + PUNCTUATION };
}

export function sumOf(first: Characters, second: Characters): Characters {
  return { deployed: first.deployed + second.deployed, estimate: first.estimate + second.estimate };
}

/** How many characters of a part aws-cdk-lib does not see: tokens around a long name, the word Condition. */
export function understatementOf({ deployed, estimate }: Characters): number {
  return Math.max(0, deployed - estimate);
}

/** A policy as it is now; statements that are added later are still accepted. */
export function documentCharacters(scope: IConstruct, document: unknown, text: (intrinsic: unknown) => string): number {
  const json: unknown = Stack.of(scope).resolve(document instanceof iam.PolicyDocument ? document.toJSON() : document);
  return json === undefined ? 0 : JSON.stringify(withoutIntrinsics(json, text)).length;
}

/** A Lazy is not asked: it may not know yet. */
function longestKnown(this: { readonly [key: string]: unknown }, key: string, value: unknown): unknown {
  // the value itself has gone through toJSON
  const original = this[key];
  if (typeof original === 'string') return withTokensAs(original, REFERENCE);
  return Token.isUnresolved(original) ? REFERENCE : value;
}
