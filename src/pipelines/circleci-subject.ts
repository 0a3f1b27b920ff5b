import { Token } from 'aws-cdk-lib';
import { checkUuid } from './identifier';
import { faultOfPattern, NOT_IN_REF, writtenText } from './subject-text';
import { quoted } from '../private/format-value';
import { SecureRepositoryError } from '../private/secure-repository-error';
import { isUnknown } from '../private/unknown-value';

/** The UUID of the user that started the pipeline: a `*` would also match a branch whose name contains the rest of the subject. */
const USER = '?'.repeat(36);
const ORIGIN = /^[\w.-]+(\/[\w.-]+)+$/;

/**
 * Jobs that can assume a role, by the subject claim (`sub`) of the token that CircleCI issues for each job, without `org/ORGANIZATION/`, which the publisher adds.
 *
 * @see https://circleci.com/docs/openid-connect-tokens/
 */
export class CircleCiSubject {
  /**
   * Matches jobs of a branch. The jobs must use the token of `CIRCLE_OIDC_TOKEN_V2`.
   * @param projectId the UUID of the project, in the project settings
   * @param origin the repository without its scheme: `github.com/my-org/my-app`
   * @param branch the name without `refs/heads/`; `*` matches zero or more characters, including `/`
   */
  public static branch(projectId: string, origin: string, branch: string): CircleCiSubject {
    return CircleCiSubject.ofRef('branch', 'heads', projectId, origin, branch);
  }

  /**
   * Matches jobs of a tag. The jobs must use the token of `CIRCLE_OIDC_TOKEN_V2`.
   * @param projectId the UUID of the project, in the project settings
   * @param origin the repository without its scheme: `github.com/my-org/my-app`
   * @param tag the name without `refs/tags/`; `*` matches zero or more characters, including `/`
   */
  public static tag(projectId: string, origin: string, tag: string): CircleCiSubject {
    return CircleCiSubject.ofRef('tag', 'tags', projectId, origin, tag);
  }

  /**
   * Matches all jobs of a project that use the token of `CIRCLE_OIDC_TOKEN`, on every branch and for every repository that the project builds,
   * including forks if the project passes secrets to them.
   * @param projectId the UUID of the project, in the project settings
   */
  public static project(projectId: string): CircleCiSubject {
    return new CircleCiSubject(`project/${project('project', projectId)}/user/${USER}`);
  }

  private static ofRef(factory: string, kind: string, projectId: string, origin: string, name: string): CircleCiSubject {
    const place = `CircleCiSubject.${factory}`;
    if (
      typeof origin !== 'string' ||
      Token.isUnresolved(origin) ||
      !(isUnknown(origin) ? /^[\w./-]*$/ : ORIGIN).test(writtenText(origin))
    ) {
      refuse(
        place,
        `origin is ${quoted(origin)}, but must be the literal repository without a wildcard. Use "github.com/my-org/my-app", for example.`,
      );
    }
    const written = typeof name === 'string' ? writtenText(name) : '';
    const fault = faultOfPattern(written);
    if (written === '' || NOT_IN_REF.test(written) || /^refs\//.test(written) || Token.isUnresolved(name)) {
      refuse(
        place,
        `${factory} is ${quoted(name)}, but must be a literal name or a pattern with *, without refs/. Use the name of the ${factory}.`,
      );
    }
    if (fault) refuse(place, `${factory} is ${quoted(name)}, but must ${fault}`);
    return new CircleCiSubject(`project/${project(factory, projectId)}/user/${USER}/vcs-origin/${origin}/vcs-ref/refs/${kind}/${name}`);
  }

  /** @internal */
  public readonly _class = 'CircleCiSubject';
  /** @internal */
  public readonly _isPattern = true;

  private constructor(
    /** @internal */
    public readonly _claim: string,
  ) {}
}

function project(factory: string, projectId: string): string {
  const place = `CircleCiSubject.${factory}`;
  if (Token.isUnresolved(projectId)) {
    refuse(
      place,
      'projectId is a token, but must be a literal UUID, because IAM would interpret a * in its value as a wildcard. Pass the UUID.',
    );
  }
  return checkUuid(place, 'circleci-subject', 'projectId', projectId);
}

function refuse(place: string, problem: string): never {
  throw new SecureRepositoryError('circleci-subject', place, problem);
}
