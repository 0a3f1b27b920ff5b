import { Token } from 'aws-cdk-lib';
import { faultOfRefName, RefKind } from './ref-name';
import { faultOfPattern, writtenText } from './subject-text';
import { FindingName } from '../private/finding-names';
import { describeValue, quoted } from '../private/format-value';
import { withLiteralsChanged } from '../private/intrinsics';
import { SecureRepositoryError } from '../private/secure-repository-error';
import { isUnknown, withPlaceholdersAs } from '../private/unknown-value';

const PROJECT = /^[\w.-]+(\/[\w.-]+)+$/;

/**
 * Pipelines that can assume a role, by the subject claim (`sub`) of the ID token that GitLab issues for each job.
 *
 * A project is written as its full path, `group/project` or `group/subgroup/project`. In the name of a branch or a tag, `*` matches zero or more
 * characters, including `/`. In a subject with `*`, the project must be a literal string instead of a CDK token, because IAM would interpret
 * a `*` in its value as a wildcard.
 *
 * A merge request pipeline has its source branch in the subject, and the environment of a job is not in the subject.
 *
 * @see https://docs.gitlab.com/ci/cloud_services/
 */
export class GitLabSubject {
  /**
   * Matches pipelines of a branch, including merge request pipelines whose source branch has that name.
   * @param project `my-group/my-app`
   * @param branch the name without `refs/heads/`; `*` matches zero or more characters, including `/`
   */
  public static branch(project: string, branch: string): GitLabSubject {
    return GitLabSubject.ofRef('branch', project, branch);
  }

  /**
   * Matches pipelines of a tag.
   * @param project `my-group/my-app`
   * @param tag the name without `refs/tags/`; `*` matches zero or more characters, including `/`
   */
  public static tag(project: string, tag: string): GitLabSubject {
    return GitLabSubject.ofRef('tag', project, tag);
  }

  /**
   * Matches a subject that a project has customized (`ci_id_token_sub_claim_components`).
   * @param text the subject as GitLab sends it, beginning with `project_path:my-group/my-app`. `*` matches zero or more characters. It cannot be
   *   in the path of the project, which must be a literal string beside it
   * @see https://docs.gitlab.com/api/projects/
   */
  public static custom(text: string): GitLabSubject {
    const place = 'GitLabSubject.custom';
    if (typeof text !== 'string' || text === '') {
      refuse(place, `text is ${quoted(text)}, but must be the subject that GitLab sends. ${EXAMPLE}`);
    }
    const written = writtenText(text);
    const fault = faultOfPattern(written);
    if (fault) refuse(place, `text is ${quoted(text)}, but must ${fault}`);
    const [, path] = /^project_path:([^:]+)/.exec(written) ?? [];
    const isWhole = Token.isUnresolved(text) && written === 'x';
    if (path === undefined && !isWhole && !isUnknown(text)) {
      refuse(place, `text is ${quoted(text)}, but must begin with project_path: and the path of the project. ${EXAMPLE}`);
    }
    if (path === undefined ? written.includes('*') : path.includes('*')) {
      refuse(
        place,
        `text is ${quoted(text)}, but must name one project without a wildcard. Create a subject for each project.`,
        'gitlab-subject-wildcard',
      );
    }
    if (path !== undefined && written.includes('*') && Token.isUnresolved(pathIn(text))) {
      refuse(
        place,
        `text is ${quoted(text)}, but its project_path must be a literal string in a subject with *, because IAM would interpret a * in its value as ` +
          'a wildcard. Use the literal path, or remove the *.',
        'gitlab-subject-wildcard',
      );
    }
    if (path !== undefined && !isUnknown(text) && !PROJECT.test(path)) {
      refuse(place, `text is ${quoted(text)}, but its project_path must be the full path of a project. ${EXAMPLE}`);
    }
    return new GitLabSubject(text);
  }

  private static ofRef(kind: RefKind, project: string, name: string): GitLabSubject {
    const place = `GitLabSubject.${kind}`;
    const fault = faultOfRefName(kind, name);
    if (fault) refuse(place, `${kind} is ${quoted(name)}, but must ${fault}`);
    return new GitLabSubject(`project_path:${checkProject(place, project, name.includes('*'))}:ref_type:${kind}:ref:${name}`);
  }

  /** @internal */
  public readonly _class = 'GitLabSubject';

  private constructor(
    /** @internal */
    public readonly _claim: string,
  ) {}

  /** @internal */
  public get _isPattern(): boolean {
    return this._claim.includes('*');
  }
}

const EXAMPLE = 'Use "project_path:my-group/my-app:ref_type:branch:ref:main", for example.';

/** The value of `project_path`, up to the colon that the user has written, because the name of a token can contain colons. */
function pathIn(text: string): string {
  const literal = withLiteralsChanged(withPlaceholdersAs(text, 'x'), (part) => part.replaceAll(':', '\u0000'));
  return literal.split('\u0000')[1];
}

/** Returns the path of one project. A wildcard in it would match projects of other groups. */
function checkProject(place: string, project: string, besidePattern: boolean): string {
  const written = typeof project === 'string' ? writtenText(project) : '';
  if (/[*?]/.test(written)) {
    refuse(
      place,
      `project is ${quoted(project)}, but must not contain a wildcard, which would match other projects. Create a subject for each project.`,
      'gitlab-subject-wildcard',
    );
  }
  if (typeof project !== 'string' || !(isUnknown(project) ? /^[\w./-]*$/ : PROJECT).test(written)) {
    refuse(place, `project is ${describeValue(project)}, but must be the full path of a project. Use "my-group/my-app", for example.`);
  }
  if (besidePattern && Token.isUnresolved(project)) {
    refuse(
      place,
      'project is a CDK token, but must be a literal string in a subject with *, because IAM would interpret a * in its value as a wildcard. ' +
        'Use the literal path, or remove the * from the other argument.',
      'gitlab-subject-wildcard',
    );
  }
  return project;
}

function refuse(place: string, problem: string, name: FindingName = 'gitlab-subject'): never {
  throw new SecureRepositoryError(name, place, problem);
}
