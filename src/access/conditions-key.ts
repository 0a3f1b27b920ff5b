import { Token } from 'aws-cdk-lib';
import { Conditions } from './conditions';

/** A text that is the same for the same conditions, tokens included; empty for none. */
export function conditionsKey(conditions: Conditions): string {
  return Object.keys(conditions).length === 0 ? '' : JSON.stringify(conditions, withTokens);
}

/** As JSON, every token is the same text; as a string, each has its own. */
function withTokens(this: { readonly [key: string]: unknown }, key: string, value: unknown): unknown {
  const original = this[key];
  return typeof original === 'object' && Token.isUnresolved(original) && !Array.isArray(original) ? Token.asString(original) : value;
}
