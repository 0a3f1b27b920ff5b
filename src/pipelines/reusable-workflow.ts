import { Token } from 'aws-cdk-lib';
import { BY_NAME, checkRepository, faultOfRef } from './github-names';
import { faultOfPattern, writtenText } from './subject-text';
import { FindingName } from '../private/finding-names';
import { quoted } from '../private/format-value';
import { checkOptions } from '../private/input-type';
import { withLiteralsChanged } from '../private/intrinsics';
import { SecureRepositoryError } from '../private/secure-repository-error';
import { isUnknown } from '../private/unknown-value';

/** Options for `GitHubSubject.reusableWorkflow`. */
export interface ReusableWorkflowOptions {
  /**
   * The repository that calls the workflow, `my-org@123456/my-app@456789`, for a subject whose template is `["repo", "job_workflow_ref"]`.
   * @default - the template of the subject is `["job_workflow_ref"]`, so that the publisher requires `claims` that name the calling repository
   */
  readonly calledFrom?: string;
}

const PLACE = 'GitHubSubject.reusableWorkflow';

/** A commit, by its SHA-1 or SHA-256. */
const COMMIT = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;
/** The path of a workflow, which GitHub reads from this folder and from no folder below it. */
const PATH = /^\.github\/workflows\/[^/]+\.ya?ml$/;
/** The file ends at the first `@` after its extension, because a branch can contain the same characters. */
const CALLED = /^([^/]+\/[^/]+)\/(.+?\.ya?ml)@(.+)$/;

/**
 * Returns what is wrong with a claim `job_workflow_ref` and the action to take, as the end of a sentence after "must", or undefined.
 *
 * A wildcard can be only in the ref: one in the file name would match a branch that contains the rest of the text.
 * @param isInPattern whether IAM compares the text by wildcard
 */
export function faultOfJobWorkflowRef(text: string, isInPattern = text.includes('*')): string | undefined {
  const written = writtenText(text);
  const [before] = withLiteralsChanged(text, (literal) => literal.replaceAll('@', '\u0000')).split('\u0000');
  if (written.includes('${')) return faultOfPattern(written);
  if (/[*?]/.test(writtenText(before)) || (isInPattern && Token.isUnresolved(before))) {
    return 'name one workflow file, without a wildcard or a CDK token before the @. Use * only in the ref.';
  }
  // the unknown part can be any of it
  if (isUnknown(text)) return undefined;
  const [, repository = '', path = '', ref = ''] = CALLED.exec(text) ?? [];
  if (BY_NAME.test(repository) && PATH.test(path) && isCalledRef(ref)) return undefined;
  return 'name a reusable workflow, its repository without IDs, and its full ref. Use "my-org/workflows/.github/workflows/publish.yml@refs/heads/main", for example.';
}

function isCalledRef(written: string): boolean {
  return written === '*' || COMMIT.test(written) || faultOfRef(written) === undefined;
}

/** Returns the subject of a job in a reusable workflow. */
export function reusableWorkflowSubject(repository: string, path: string, ref: string, options: ReusableWorkflowOptions): string {
  checkOptions(PLACE, 'options', options, { calledFrom: 'text' });
  const { calledFrom } = options;
  const isPattern = typeof ref === 'string' && ref.includes('*');
  checkRepository(PLACE, repository, isPattern);
  if (!isUnknown(repository) && !BY_NAME.test(repository)) {
    refuse(
      `repository is ${quoted(repository)}, but must be without IDs, as in the claim job_workflow_ref. Use "my-org/workflows", for example.`,
    );
  }
  checkPath(path, isPattern);
  checkCalledRef(ref);
  const escaped = withLiteralsChanged(path, (literal) => literal.replaceAll(':', '%3A'));
  const called = `job_workflow_ref:${repository}/${escaped}@${ref}`;
  return calledFrom === undefined ? called : `repo:${checkRepository(`${PLACE}(calledFrom)`, calledFrom, isPattern)}:${called}`;
}

function checkPath(path: string, besidePattern: boolean): void {
  if (typeof path === 'string' && /[*?]|\$\{/.test(writtenText(path))) {
    refuse(
      `path is ${quoted(path)}, but must not contain *, ? or \${, which could match other workflows. Name one file.`,
      'github-subject-wildcard',
    );
  }
  if (typeof path !== 'string' || (!isUnknown(path) && !PATH.test(path))) {
    refuse(`path is ${quoted(path)}, but must be the path of a workflow file. Use ".github/workflows/publish.yml", for example.`);
  }
  if (besidePattern && Token.isUnresolved(path)) {
    refuse(
      'path is a CDK token, but must be a literal string in a subject with *, because IAM would interpret a * in its value as a wildcard. ' +
        'Use the literal path, or remove the * from ref.',
      'github-subject-wildcard',
    );
  }
}

function checkCalledRef(ref: string): void {
  if (typeof ref !== 'string') refuse(`ref is ${quoted(ref)}, but must be a full ref. Use "refs/heads/main", for example.`);
  const written = writtenText(ref);
  const fault = faultOfPattern(written) ?? (isUnknown(ref) || isCalledRef(written) ? undefined : faultOfRef(written));
  if (fault) refuse(`ref is ${quoted(ref)}, but must ${fault}`);
}

function refuse(problem: string, name: FindingName = 'github-subject'): never {
  throw new SecureRepositoryError(name, PLACE, problem);
}
