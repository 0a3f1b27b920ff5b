import { Token } from 'aws-cdk-lib';
import { SLUG } from './buildkite-claims';
import { checkUuid } from './identifier';
import { faultOfRefName, RefKind, REFS } from './ref-name';
import { writtenText } from './subject-text';
import { describeValue } from '../private/format-value';
import { SecureRepositoryError } from '../private/secure-repository-error';
import { isUnknown } from '../private/unknown-value';

/**
 * The commit of a job. A `*` in its place would also match the branch `commit` of a fork that belongs to a user named like the branch, because
 * Buildkite can write that branch as `main:commit`. A build has the commit `HEAD` until Buildkite knows the commit.
 */
const COMMITS = ['?'.repeat(40), 'HEAD'];

const USE_SLASH = 'Create a subject for each branch, or use a pattern with / before *, such as "release/*".';

/**
 * Jobs that can assume a role, by the subject claim (`sub`) of the token that Buildkite issues for each job.
 *
 * The organization, the pipeline, and the branch or tag must be literal strings instead of CDK tokens, because the subject also contains the
 * commit and the key of the step, which vary, and IAM would interpret a `*` in a value as a wildcard. In the name of a branch or a tag, `*` at the end
 * matches zero or more characters, including `/`.
 *
 * **The branch `main` of a fork looks like `main`** if the pipeline builds pull requests from forks (`build_pull_request_forks`) and does not prefix
 * their branches (`prefix_pull_request_fork_branch_names`). No claim that AWS evaluates shows the difference.
 *
 * @see https://buildkite.com/docs/agent/cli/reference/oidc#claims
 */
export class BuildkiteSubject {
  /**
   * Matches jobs of a branch, in builds whose commit has 40 characters or is `HEAD`.
   * @param organization the slug of the organization
   * @param pipeline the slug of the pipeline
   * @param branch the name without `refs/heads/`; `*` at the end matches zero or more characters, including `/`
   */
  public static branch(organization: string, pipeline: string, branch: string): BuildkiteSubject {
    const ref = refOf('branch', organization, pipeline, branch);
    if (!branch.endsWith('*')) {
      const claims = COMMITS.map((commit) => `${ref}:commit:${commit}:step:*`);
      return new BuildkiteSubject(claims, true);
    }
    // a prefixed branch of a fork begins with the name of a user, which contains no slash
    const matchesForks = !branch.includes('/') && !isUnknown(branch);
    return new BuildkiteSubject([ref], true, matchesForks ? USE_SLASH : undefined);
  }

  /**
   * Matches jobs of a tag.
   * @param organization the slug of the organization
   * @param pipeline the slug of the pipeline
   * @param tag the name without `refs/tags/`; `*` at the end matches zero or more characters, including `/`
   */
  public static tag(organization: string, pipeline: string, tag: string): BuildkiteSubject {
    const ref = refOf('tag', organization, pipeline, tag);
    return new BuildkiteSubject([tag.endsWith('*') ? ref : `${ref}:commit:*`], true);
  }

  /**
   * Matches jobs of a pipeline that request their token with `--subject-claim pipeline_id`. The subject is the UUID of the pipeline, which
   * does not change when the pipeline is renamed, and IAM compares it exactly. It matches every branch and tag: add `claims` with `buildBranch`.
   * @param pipelineId the UUID of the pipeline (`BUILDKITE_PIPELINE_ID`)
   * @see https://buildkite.com/docs/agent/cli/reference/oidc#custom-subject-claims
   */
  public static pipelineId(pipelineId: string): BuildkiteSubject {
    const id = checkUuid('BuildkiteSubject.pipelineId', 'buildkite-subject', 'pipelineId', pipelineId);
    return new BuildkiteSubject([id], false, 'Set claims.buildBranch.');
  }

  /** @internal */
  public readonly _class = 'BuildkiteSubject';

  private constructor(
    /** @internal */
    public readonly _claims: readonly string[],
    /** @internal */
    public readonly _isPattern: boolean,
    /**
     * How to restrict a subject that matches branches of forks even if Buildkite prefixes them, as a sentence.
     * @internal
     */
    public readonly _withoutForks?: string,
  ) {}
}

/** Returns the beginning of the subjects of a branch or tag, up to its name. */
function refOf(kind: RefKind, organization: string, pipeline: string, name: string): string {
  checkSlug(kind, 'organization', organization);
  checkSlug(kind, 'pipeline', pipeline);
  const fault = faultOfName(kind, name);
  if (fault) refuse(kind, `${kind} is ${describeValue(name)}, but must ${fault}`);
  return `organization:${organization}:pipeline:${pipeline}:ref:refs/${REFS[kind].directory}/${name}`;
}

function checkSlug(kind: RefKind, member: string, value: unknown): void {
  const isLiteral = typeof value === 'string' && !Token.isUnresolved(value);
  if (isLiteral && SLUG.form.test(writtenText(value))) return;
  refuse(
    kind,
    `${member} is ${describeValue(value)}, but must be ${SLUG.text}, as a literal string. Use the slug in the URL of the pipeline.`,
  );
}

/** Returns what is wrong with the name of a branch or tag and the action to take, as the end of a sentence after "must". */
function faultOfName(kind: RefKind, name: string): string | undefined {
  if (Token.isUnresolved(name)) {
    return 'be a literal string, because IAM would interpret a * in its value as a wildcard. Use the literal name.';
  }
  const fault = faultOfRefName(kind, name);
  if (fault) return fault;
  if (/\*./.test(writtenText(name))) {
    return 'have * only at its end, because * also matches the rest of the subject, such as the key of the step. Create a subject for each name.';
  }
  return undefined;
}

function refuse(kind: RefKind, problem: string): never {
  throw new SecureRepositoryError('buildkite-subject', `BuildkiteSubject.${kind}`, problem);
}
