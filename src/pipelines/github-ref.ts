import { faultOfRefName, RefKind, REFS } from './ref-name';
import { faultOfPattern, writtenText } from './subject-text';
import { quoted } from '../private/format-value';
import { SecureRepositoryError } from '../private/secure-repository-error';

/** Returns a branch or a tag as a subject claim names it: `refs/heads/main`. */
export function subjectRef(kind: RefKind, repository: string, name: string): string {
  const refuse = (problem: string): never => {
    throw new SecureRepositoryError('github-subject', `GitHubSubject.${kind}`, `${kind} is ${quoted(name)}, but must ${problem}`);
  };
  const replacement = typeof name === 'string' ? replacementForFullRef(kind, repository, name) : undefined;
  if (replacement) refuse(`be only the name of the ${kind}, without refs/. Use ${replacement}.`);
  const fault = faultOfRefName(kind, name);
  if (fault) refuse(fault);
  return `refs/${REFS[kind].directory}/${name}`;
}

/** Returns the name of an environment as it is written, before GitHub escapes the colons in it. */
export function checkEnvironment(environment: string): string {
  const refuse = (problem: string): never => {
    throw new SecureRepositoryError(
      'github-subject',
      'GitHubSubject.environment',
      `environment is ${quoted(environment)}, but must ${problem}`,
    );
  };
  if (typeof environment !== 'string' || environment === '') refuse('be a name or a pattern. Use "production", for example.');
  const fault = faultOfPattern(writtenText(environment));
  if (fault) refuse(fault);
  return environment;
}

/** The code to write in place of a name that begins with `refs/`. */
function replacementForFullRef(kind: RefKind, repository: string, name: string): string | undefined {
  const [, directory, bare] = /^refs\/(?:(heads|tags|pull)\/)?([^]*)/.exec(name) ?? [];
  if (bare === undefined) return undefined;
  if (directory === 'pull') return `GitHubSubject.pullRequest(${quoted(repository)})`;
  const { directory: own, example } = REFS[kind];
  if (bare === '') return `${quoted(example)}, for example`;
  if (directory === undefined || directory === own) return quoted(bare);
  return `GitHubSubject.${kind === 'tag' ? 'branch' : 'tag'}(${quoted(repository)}, ${quoted(bare)})`;
}
