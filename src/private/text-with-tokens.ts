import { Tokenization } from 'aws-cdk-lib';

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
