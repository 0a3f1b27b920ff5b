import { checkSubjectText } from './subject-text';
import { quoted } from '../private/format-value';
import { SecureRepositoryError } from '../private/secure-repository-error';

/** What git allows in no branch or tag; an asterisk is a wildcard here. */
const NO_REF = /[\s~^:?[\\]|\.\.|^\/|\/$/;

/** The kinds of ref, by the factory that takes their names: where git keeps them, and an example. */
const KINDS = {
  branch: { directory: 'heads', example: 'main' },
  tag: { directory: 'tags', example: 'v*' },
} as const;

export type RefKind = keyof typeof KINDS;

/** A branch or a tag as a subject claim names it: `refs/heads/main`. */
export function gitRef(kind: RefKind, repository: string, name: string): string {
  const place = `GitHubSubject.${kind}(${kind})`;
  const { directory, example } = KINDS[kind];
  const written = checkSubjectText(place, name, example);
  const remedy = remedyForFullRef(kind, repository, name);
  if (remedy) {
    throw new SecureRepositoryError('github-subject', place, `given ${quoted(name)}, expected the ${kind}'s name alone: write ${remedy}`);
  }
  if (NO_REF.test(written)) {
    throw new SecureRepositoryError(
      'github-subject',
      place,
      `given ${quoted(name)}, expected a name that git takes, or a pattern with *: write the ${kind}'s name`,
    );
  }
  return `refs/${directory}/${name}`;
}

/** What to write instead of a name that begins with `refs/`. */
function remedyForFullRef(kind: RefKind, repository: string, name: string): string | undefined {
  const [, directory, bare] = /^refs\/(?:(heads|tags|pull)\/)?([^]*)/.exec(name) ?? [];
  if (bare === undefined) return undefined;
  if (directory === 'pull') return `GitHubSubject.pullRequest(${quoted(repository)})`;
  const { directory: own, example } = KINDS[kind];
  if (bare === '') return `${quoted(example)}, for example`;
  if (directory === undefined || directory === own) return quoted(bare);
  return `GitHubSubject.${kind === 'tag' ? 'branch' : 'tag'}(${quoted(repository)}, ${quoted(bare)})`;
}
