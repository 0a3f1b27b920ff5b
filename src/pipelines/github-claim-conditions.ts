import { Construct } from 'constructs';
import { claimAsText, claimName, givenClaims, unknownClaim } from './exact-claims';
import { GitHubClaims } from './github-claims';
import { BY_NAME, faultOfRef } from './github-names';
import { faultOfJobWorkflowRef } from './reusable-workflow';
import { faultOfPattern, writtenText } from './subject-text';
import { ClaimPattern } from './trust-policy';
import { describeValue } from '../private/format-value';
import { SecureRepositoryError } from '../private/secure-repository-error';
import { isUnknown } from '../private/unknown-value';

/** Returns what is wrong with a claim and the action to take, as the end of a sentence after "must", or undefined. */
type Fault = (value: string) => string | undefined;

/** The claims that AWS has a condition key for, each with its check. */
const CLAIMS: { readonly [Name in keyof Required<GitHubClaims>]: Fault } = {
  actor: exactly(/^[\w-]+(\[bot\])?$/, 'be the name of one user. Use "octocat", for example.'),
  actorId: exactly(/^\d+$/, 'be an ID of digits. Use the output of gh api users/NAME --jq .id.'),
  enterpriseId: exactly(/^\d+$/, 'be an ID of digits. Use the claim enterprise_id of a token.'),
  environment: pattern,
  jobWorkflowRef: faultOfJobWorkflowRef,
  ref: (value) => (isUnknown(value) ? faultOfPattern(writtenText(value)) : faultOfRef(value)),
  repository: exactly(BY_NAME, 'be owner/name of one repository, without IDs. Use "my-org/my-app", for example.'),
  repositoryId: exactly(/^\d+$/, 'be an ID of digits. Use the output of gh api repos/OWNER/NAME --jq .id.'),
  repositoryOwnerId: exactly(/^\d+$/, 'be an ID of digits. Use the output of gh api users/OWNER --jq .id.'),
  workflow: pattern,
};

/** The issuers whose tokens AWS has the condition keys for: GitHub.com, the issuer of an enterprise, and data residency. */
const WITH_KEYS =
  /^(token\.actions\.githubusercontent\.com(\/[^/]+)?|token\.actions\.[^./]+\.ghe\.com(\/[^/]+)?|github\.com\/enterprises\/[^/]+)$/i;

/** Checks the claims, and returns them by the name of the claim in a token. */
export function claimConditions(
  place: Construct,
  issuer: string,
  claims: GitHubClaims | undefined,
): { readonly [claim: string]: ClaimPattern } {
  if (claims === undefined) return {};
  const given = givenClaims(place, 'github-claims', claims, Object.keys(CLAIMS)) as [string, string][];
  for (const [name, value] of given) checkClaim(place, name, value);
  if (given.length > 0 && !WITH_KEYS.test(issuer) && !isUnknown(issuer)) {
    throw new SecureRepositoryError(
      'github-claims',
      place,
      `claims has ${given.map(([name]) => name).join(', ')}, but AWS has no condition keys for claims of ${issuer}, which is not GitHub.com. ` +
        'Remove claims, and restrict the subjects.',
    );
  }
  return Object.fromEntries(given.map(([name, text]) => [claimName(name), { text, isPattern: text.includes('*') }]));
}

function checkClaim(place: Construct, name: string, value: unknown): void {
  const refuse = (problem: string): never => {
    throw new SecureRepositoryError('github-claims', place, problem);
  };
  if (!Object.hasOwn(CLAIMS, name)) {
    refuse(unknownClaim(name, Object.keys(CLAIMS), 'GitHub'));
  }
  const field = `claims.${name} is ${describeValue(value)}, but must`;
  if (typeof value !== 'string' || value === '') {
    return refuse(`${field} be a string that is not empty. ${claimAsText(value)}`);
  }
  const fault = CLAIMS[name as keyof GitHubClaims](value);
  if (fault) refuse(`${field} ${fault}`);
}

/** A claim that has no wildcard. Of a value with unknown parts, only the wildcards and variables are judged. */
function exactly(form: RegExp, problem: string): Fault {
  return (value) => (/[*?]|\$\{/.test(writtenText(value)) || !(isUnknown(value) || form.test(value)) ? problem : undefined);
}

function pattern(value: string): string | undefined {
  const written = writtenText(value);
  if (/^\*+$/.test(written)) return 'not consist of wildcards only, which IAM rejects. Omit the claim.';
  return faultOfPattern(written);
}
