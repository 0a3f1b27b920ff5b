import { Token } from 'aws-cdk-lib';
import { checkUuid } from './identifier';
import { NOT_IN_REF, writtenText } from './subject-text';
import { quoted } from '../private/format-value';
import { SecureRepositoryError } from '../private/secure-repository-error';
import { isUnknown } from '../private/unknown-value';

const SLUG = /^[a-z0-9-]+$/;

/**
 * Jobs that can assume a role, by the subject claim (`sub`) of the token that Buildkite issues for each job.
 *
 * @see https://buildkite.com/docs/pipelines/security/oidc/aws
 */
export class BuildkiteSubject {
  /**
   * Matches jobs of a branch. **The branch `main` of a fork looks like `main`** unless the pipeline prefixes the branches of forks
   * (`prefix_pull_request_fork_branch_names`).
   * @param organization the slug of the organization
   * @param pipeline the slug of the pipeline
   * @param branch the name without `refs/heads/`; `*` at the end matches zero or more characters, including `/`
   */
  public static branch(organization: string, pipeline: string, branch: string): BuildkiteSubject {
    return BuildkiteSubject.ofRef('branch', 'heads', organization, pipeline, branch);
  }

  /**
   * Matches jobs of a tag.
   * @param organization the slug of the organization
   * @param pipeline the slug of the pipeline
   * @param tag the name without `refs/tags/`; `*` at the end matches zero or more characters, including `/`
   */
  public static tag(organization: string, pipeline: string, tag: string): BuildkiteSubject {
    return BuildkiteSubject.ofRef('tag', 'tags', organization, pipeline, tag);
  }

  /**
   * Matches jobs of a pipeline, on every branch, that request their token with `--subject-claim pipeline_id`. Add `claims` with `buildBranch` to restrict the branch.
   * @param pipelineId the UUID of the pipeline
   */
  public static pipelineId(pipelineId: string): BuildkiteSubject {
    return new BuildkiteSubject(checkUuid('BuildkiteSubject.pipelineId', 'buildkite-subject', 'pipelineId', pipelineId), false);
  }

  private static ofRef(factory: string, kind: string, organization: string, pipeline: string, name: string): BuildkiteSubject {
    const place = `BuildkiteSubject.${factory}`;
    for (const [member, value] of Object.entries({ organization, pipeline })) {
      const isSlug = typeof value === 'string' && !Token.isUnresolved(value) && (isUnknown(value) || SLUG.test(value));
      if (!isSlug) {
        refuse(
          place,
          `${member} is ${quoted(value)}, but must be a literal slug without a wildcard. Use the slug in the URL of the pipeline.`,
        );
      }
    }
    const written = typeof name === 'string' ? writtenText(name) : '';
    if (written === '' || NOT_IN_REF.test(written) || /^refs\//.test(written) || Token.isUnresolved(name) || written.includes('${')) {
      refuse(
        place,
        `${factory} is ${quoted(name)}, but must be a literal name or a pattern that ends in *, without refs/. Use the name of the ${factory}.`,
      );
    }
    if (/\*./.test(written)) {
      refuse(
        place,
        `${factory} is ${quoted(name)}, but must have * only at its end, because * also matches the rest of the subject, which contains the key of the step. ` +
          'Create a subject for each name.',
      );
    }
    const ref = `ref:refs/${kind}/${name}`;
    return new BuildkiteSubject(`organization:${organization}:pipeline:${pipeline}:${ref}${name.endsWith('*') ? '' : ':*'}`, true);
  }

  /** @internal */
  public readonly _class = 'BuildkiteSubject';

  private constructor(
    /** @internal */
    public readonly _claim: string,
    /** @internal */
    public readonly _isPattern: boolean,
  ) {}
}

function refuse(place: string, problem: string): never {
  throw new SecureRepositoryError('buildkite-subject', place, problem);
}
