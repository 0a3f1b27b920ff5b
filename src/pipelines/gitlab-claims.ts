import { Construct } from 'constructs';
import { checkExactClaims, ClaimForm, DIGITS, ExactClaims, exactConditions, ONE_VALUE } from './exact-claims';
import { ClaimPattern } from './trust-policy';
import { SecureRepositoryError } from '../private/secure-repository-error';
import { isUnknown } from '../private/unknown-value';

/**
 * Claims of the ID token that GitLab.com issues for a job, in addition to its subject. All of them must hold, and all are compared exactly. A token
 * that does not have a claim does not match.
 *
 * AWS has [condition keys](https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#condition-keys-wif) for these claims.
 *
 * @see https://docs.gitlab.com/ci/secrets/id_token_authentication/#token-payload
 */
export interface GitLabClaims {
  /**
   * The ID of the group or user that contains the project (`namespace_id`). It changes when the project is transferred.
   * @default - any namespace that the subjects match
   */
  readonly namespaceId?: string;

  /**
   * The event that started the pipeline (`pipeline_source`), such as `push` or `web`.
   * @default - any event
   */
  readonly pipelineSource?: string;

  /**
   * The ID of the project (`project_id`), which does not change when the project is renamed or transferred.
   * @default - any project that the subjects match; on GitLab.com, this causes a warning, because another owner can register an abandoned path
   */
  readonly projectId?: string;

  /**
   * Whether the branch or tag must be protected (`ref_protected`). Set it to true if merge requests from forks run in the project, because
   * their source branch can have any name.
   * @default - protected or not
   */
  readonly refProtected?: boolean;

  /**
   * The type of the runner (`runner_environment`): `gitlab-hosted` or `self-hosted`.
   * @default - any runner
   */
  readonly runnerEnvironment?: string;

  /**
   * The role of the user in the project (`user_access_level`), such as `maintainer`.
   * @default - any role
   */
  readonly userAccessLevel?: string;

  /**
   * The email address of the user that started the job (`user_email`).
   * @default - any user
   */
  readonly userEmail?: string;

  /**
   * The ID of the user that started the job (`user_id`).
   * @default - any user
   */
  readonly userId?: string;

  /**
   * The user name of the user that started the job (`user_login`).
   * @default - any user
   */
  readonly userLogin?: string;
}

/** The claims that AWS has a condition key for. */
const CLAIMS: ExactClaims = {
  system: 'GitLab',
  finding: 'gitlab-claims',
  forms: {
    namespaceId: DIGITS,
    pipelineSource: ONE_VALUE,
    projectId: DIGITS,
    refProtected: undefined,
    runnerEnvironment: { form: /^(gitlab|self)-hosted$/, text: 'gitlab-hosted or self-hosted' },
    userAccessLevel: ONE_VALUE,
    userEmail: ONE_VALUE,
    userId: DIGITS,
    userLogin: ONE_VALUE,
  } satisfies Record<keyof GitLabClaims, ClaimForm | undefined>,
};

/** Checks the claims, and returns them by the name of the claim in a token. */
export function gitLabConditions(
  place: Construct,
  issuer: string,
  claims: GitLabClaims | undefined,
): { readonly [claim: string]: ClaimPattern } {
  const checked = checkExactClaims(place, claims, CLAIMS);
  const names = Object.keys(checked);
  if (names.length > 0 && issuer.toLowerCase() !== 'gitlab.com' && !isUnknown(issuer)) {
    throw new SecureRepositoryError(
      'gitlab-claims',
      place,
      `claims has ${names.join(', ')}, but AWS has no condition keys for claims of ${issuer}, which is not GitLab.com. ` +
        'Remove claims, and restrict the subjects.',
    );
  }
  return exactConditions(checked);
}
