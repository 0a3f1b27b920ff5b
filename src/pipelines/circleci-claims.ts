import { Construct } from 'constructs';
import { CircleCiSubject } from './circleci-subject';
import { checkExactClaims, ExactClaims, UUID } from './exact-claims';
import { ClaimPattern } from './trust-policy';
import { quoted } from '../private/format-value';
import { SecureRepositoryError } from '../private/secure-repository-error';
import { areKnownToDiffer } from '../private/unknown-value';

/**
 * Claims of the token that CircleCI issues for a job, in addition to its subject. All are compared exactly, and a token that does not have a claim does
 * not match.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#condition-keys-wif
 */
export interface CircleCiClaims {
  /**
   * The UUID of the project (`oidc.circleci.com/project-id`). Each subject contains it already. Set it if the policies of your company require
   * this condition key, which all subjects must then agree with.
   * @default - only the subjects restrict the project
   */
  readonly projectId?: string;
}

/** The claims that AWS has a condition key for. */
const CLAIMS: ExactClaims = {
  system: 'CircleCI',
  finding: 'circleci-claims',
  forms: { projectId: UUID } satisfies Record<keyof CircleCiClaims, unknown>,
};

/** Checks the claims, and returns them by the name of the claim in a token. */
export function circleCiConditions(
  place: Construct,
  claims: CircleCiClaims | undefined,
  subjects: readonly CircleCiSubject[],
): { readonly [claim: string]: ClaimPattern } {
  const { projectId } = checkExactClaims(place, claims, CLAIMS);
  if (projectId === undefined) return {};
  const other = subjects.findIndex((subject) => areKnownToDiffer(subject._projectId, projectId));
  if (other >= 0) {
    throw new SecureRepositoryError(
      'circleci-claims',
      place,
      `claims.projectId is ${quoted(projectId)}, but must be the project of each subject, and subjects[${other}] is of ` +
        `${quoted(subjects[other]._projectId)}, so that it could match no token. Omit claims.projectId, or create a publisher for each project.`,
    );
  }
  return { 'oidc.circleci.com/project-id': { text: projectId, isPattern: false } };
}
