import { Construct } from 'constructs';
import { writtenText } from './github-names';
import { ClaimPattern } from './trust-policy';
import { describeValue } from '../private/format-value';
import { checkOptions } from '../private/input-type';
import { SecureRepositoryError } from '../private/secure-repository-error';
import { isUnknown } from '../private/unknown-value';

/**
 * Claims of the ID token that GitLab.com issues for a job, in addition to its subject. All of them must hold, and all are compared exactly. A token
 * that does not have a claim does not match.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#condition-keys-wif
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

const ID = { form: /^\d+$/, text: 'an ID of digits' };
const TEXT = { form: /^[^\s*?]+$/, text: 'one value without spaces and wildcards' };

/** The claims that AWS has a condition key for, each with its form; undefined for true and false. */
const CLAIMS: { readonly [Name in keyof Required<GitLabClaims>]: typeof ID | undefined } = {
  namespaceId: ID,
  pipelineSource: TEXT,
  projectId: ID,
  refProtected: undefined,
  runnerEnvironment: { form: /^(gitlab|self)-hosted$/, text: 'gitlab-hosted or self-hosted' },
  userAccessLevel: TEXT,
  userEmail: TEXT,
  userId: ID,
  userLogin: TEXT,
};

/** Checks the claims, and returns them by the name of the claim in a token. */
export function gitLabConditions(
  place: Construct,
  issuer: string,
  claims: GitLabClaims | undefined,
): { readonly [claim: string]: ClaimPattern } {
  if (claims === undefined) return {};
  checkOptions(place, 'claims', claims);
  const given = Object.entries(claims).filter(([, value]) => value !== undefined);
  for (const [name, value] of given) checkClaim(place, name, value);
  if (given.length > 0 && issuer.toLowerCase() !== 'gitlab.com' && !isUnknown(issuer)) {
    refuse(
      place,
      `claims has ${given.map(([name]) => name).join(', ')}, but AWS has no condition keys for claims of ${issuer}, which is not GitLab.com. ` +
        'Remove claims, and restrict the subjects.',
    );
  }
  return Object.fromEntries(
    given.map(([name, value]) => [
      name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
      { text: String(value), isPattern: false },
    ]),
  );
}

function checkClaim(place: Construct, name: string, value: unknown): void {
  if (!Object.hasOwn(CLAIMS, name)) {
    refuse(place, `claims has ${name}, but AWS has no condition key for such a claim of GitLab. Use ${Object.keys(CLAIMS).join(', ')}.`);
  }
  const field = `claims.${name} is ${describeValue(value)}, but must be`;
  const form = CLAIMS[name as keyof GitLabClaims];
  if (form === undefined) {
    if (typeof value !== 'boolean') refuse(place, `${field} a boolean. Pass true or false.`);
    return;
  }
  if (typeof value !== 'string') return refuse(place, `${field} a string. Omit the claim, or pass its value.`);
  const isWrong = /[*?]|\$\{/.test(writtenText(value)) || !(isUnknown(value) || form.form.test(value));
  if (isWrong) refuse(place, `${field} ${form.text}. Use the value in a token of the project.`);
}

function refuse(place: Construct, problem: string): never {
  throw new SecureRepositoryError('gitlab-claims', place, problem);
}
