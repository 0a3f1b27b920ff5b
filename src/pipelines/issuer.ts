import { Token } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { writtenText } from './subject-text';
import { FindingName } from '../private/finding-names';
import { quoted } from '../private/format-value';
import { SecureRepositoryError } from '../private/secure-repository-error';
import { isPlaceholder, withPlaceholdersAs } from '../private/unknown-value';

const ISSUER = /^https:\/\/[a-z0-9.-]+(\/[\w.~-]+)*$/i;
/** @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateOpenIDConnectProvider.html */
const LONGEST_AUDIENCE = 255;
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
  const issuer = url.replace(/^https:\/\//i, '');
  const [host] = issuer.split('/');
  if (publisherOf(issuer) !== undefined && host !== host.toLowerCase()) {
    throw new SecureRepositoryError(
      'oidc-issuer-url',
      place,
      `issuerUrl is ${quoted(url)}, but must be written as in the claim iss of the tokens. Use ${quoted(`https://${host.toLowerCase()}${issuer.slice(host.length)}`)}.`,
    );
  }
  return issuer;
}

/** The publishers of the issuers whose subjects the library knows. */
const PUBLISHERS: readonly (readonly [RegExp, string])[] = [
  [/^(token\.actions\.(githubusercontent\.com|[^./]+\.ghe\.com)(\/|$)|github\.com\/enterprises\/)/i, 'GitHubPublisher'],
  [/^gitlab\.com$/i, 'GitLabPublisher'],
  [/^api\.bitbucket\.org\//i, 'BitbucketPublisher'],
  [/^oidc\.circleci\.com\//i, 'CircleCiPublisher'],
  [/^agent\.buildkite\.com$/i, 'BuildkitePublisher'],
];

/** Returns the name of the publisher for an issuer that serves all customers of its system. */
export function publisherOf(issuer: string): string | undefined {
  return PUBLISHERS.find(([pattern]) => pattern.test(issuer))?.[1];
}

/** Checks that an issuer is not that of another CI system, whose tokens have other subjects. */
export function checkIssuerOf(place: IConstruct, finding: FindingName, issuer: string, publisher: string): void {
  const other = publisherOf(issuer);
  if (other === undefined || other === publisher) return;
  throw new SecureRepositoryError(
    finding,
    place,
    `issuerUrl is ${quoted(`https://${issuer}`)}, whose tokens match no subject of ${publisher}, but must be an issuer of its system. Use ${other}, or ` +
      'correct issuerUrl.',
  );
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
  if (audience === undefined) return byDefault;
  const problem = faultOfAudience(audience);
  if (problem) throw new SecureRepositoryError(finding, place, `audience is ${quoted(audience)}, but must ${problem}`);
  return audience;
}

/** Returns what is wrong with an audience and the action to take, as the end of a sentence after "must". */
function faultOfAudience(audience: string): string | undefined {
  if (audience.trim() !== audience) return `not begin or end with white space. Use ${quoted(audience.trim())}.`;
  if (writtenText(audience).includes('${')) return 'not contain ${, which begins a policy variable of IAM. Use the claim aud of a token.';
  if (!Token.isUnresolved(audience) && audience.length > LONGEST_AUDIENCE) {
    return `have at most ${LONGEST_AUDIENCE} characters, as IAM accepts. Request a shorter audience.`;
  }
  return undefined;
}
