import { NOT_IN_REF, writtenText } from './subject-text';
import { quoted } from '../private/format-value';

/** The kinds of ref, by the factory that accepts their names: where git keeps them, and an example. */
export const REFS = {
  branch: { directory: 'heads', example: 'main' },
  tag: { directory: 'tags', example: 'v*' },
} as const;

export type RefKind = keyof typeof REFS;

/**
 * Returns what is wrong with the name of a branch or a tag, or a pattern with `*`, and the action to take, as the end of a sentence after "must", or
 * undefined.
 */
export function faultOfRefName(kind: RefKind, name: unknown): string | undefined {
  if (typeof name !== 'string' || name === '') return `be a name or a pattern. Use ${quoted(REFS[kind].example)}, for example.`;
  const [, bare] = /^refs\/(?:heads|tags)\/(.+)/.exec(name) ?? [];
  if (bare !== undefined) return `be only the name, without refs/. Use ${quoted(bare)}.`;
  const written = writtenText(name);
  if (written.includes('${')) return 'not contain ${, which begins a policy variable of IAM. Use another name.';
  if (NOT_IN_REF.test(written)) return `be a name that git accepts, or a pattern with *. Use the name of the ${kind}.`;
  return undefined;
}
