import { Token } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { FindingName } from '../private/finding-names';
import { quoted } from '../private/format-value';
import { SecureRepositoryError } from '../private/secure-repository-error';
import { isPlaceholder, withPlaceholdersAs } from '../private/unknown-value';

const ISSUER = /^https:\/\/[a-z0-9.-]+(\/[\w.~-]+)*$/i;
/** The text around a value that has not been looked up. */
const PARTS = /^(https:\/\/)?[\w.~/-]*$/i;

/**
 * Returns an issuer as condition keys and the ARN of its provider name it: the URL without the scheme.
 * @param advice the URL to use, as a sentence
 */
export function issuerName(place: IConstruct, url: string, advice: string): string {
  if (Token.isUnresolved(url)) {
    throw new SecureRepositoryError(
      'oidc-issuer-url',
      place,
      'issuerUrl is a token, but must be a literal URL, because the names of condition keys contain it. Use the literal URL of the issuer.',
    );
  }
  const isIssuer = isPlaceholder(url) ? PARTS.test(withPlaceholdersAs(url, '')) : ISSUER.test(url);
  if (!isIssuer) {
    throw new SecureRepositoryError(
      'oidc-issuer-url',
      place,
      `issuerUrl is ${quoted(url)}, but must be an https URL without port, query or trailing slash. ${advice}`,
    );
  }
  return url.replace(/^https:\/\//i, '');
}

/** Returns the audience that the tokens must have. */
export function audienceOf(place: IConstruct, finding: FindingName, audience: string | undefined, byDefault = 'sts.amazonaws.com'): string {
  if (audience === '') {
    throw new SecureRepositoryError(
      finding,
      place,
      `audience is "", but must not be empty. Omit audience for ${quoted(byDefault)}, or pass the audience that the pipelines request.`,
    );
  }
  return audience ?? byDefault;
}
