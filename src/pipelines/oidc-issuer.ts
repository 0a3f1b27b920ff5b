import { Token } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { quoted } from '../private/format-value';
import { SecureRepositoryError } from '../private/secure-repository-error';
import { isPlaceholder, withPlaceholdersAs } from '../private/unknown-value';

/** GitHub.com, and GitHub Enterprise Cloud without data residency. */
export const GITHUB_ISSUER = 'https://token.actions.githubusercontent.com';

const ISSUER = /^https:\/\/[a-z0-9.-]+(\/[\w.~-]+)*$/i;
/** What is around a value that has not been looked up. */
const PARTS = /^(https:\/\/)?[\w.~/-]*$/i;

/** An issuer as the condition keys and the ARN of its provider name it: the URL without the scheme. */
export function issuerName(place: IConstruct, url: string): string {
  if (Token.isUnresolved(url)) {
    throw new SecureRepositoryError(
      'oidc-provider',
      place,
      'issuerUrl is a token, expected text: it is part of the names of condition keys, so write the URL out',
    );
  }
  const isIssuer = isPlaceholder(url) ? PARTS.test(withPlaceholdersAs(url, '')) : ISSUER.test(url);
  if (!isIssuer) {
    throw new SecureRepositoryError(
      'oidc-provider',
      place,
      `issuerUrl is ${quoted(url)}, expected an https URL without port, query or slash at the end: ` +
        `write "https://HOSTNAME/_services/token" for GitHub Enterprise Server, or leave it out for GitHub.com`,
    );
  }
  return url.replace(/^https:\/\//i, '');
}
