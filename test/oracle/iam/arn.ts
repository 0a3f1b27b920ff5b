import { matchesWildcard } from './wildcard';

// the same few ARNs are asked about thousands of times
const known = new Map<string, readonly string[] | undefined>();

/** The parts of an ARN between its colons; what follows the fifth colon is one part. Undefined when it is no ARN. */
function parts(arn: string): readonly string[] | undefined {
  if (!known.has(arn)) {
    const split = arn.split(':');
    known.set(arn, split.length >= 6 && split[0] === 'arn' ? [...split.slice(0, 5), split.slice(5).join(':')] : undefined);
  }
  return known.get(arn);
}

/** The account in an ARN; undefined where it names none. */
export function accountOf(arn: string): string | undefined {
  return parts(arn)?.[4] || undefined;
}

/** The kind and the name, without the path, of an identity of IAM: `role/team/x/dev` is the role `dev`. */
export function identityOf(arn: string): { readonly kind: string; readonly name: string } {
  const [kind, ...path] = (parts(arn)?.[5] ?? '').split('/');
  return { kind, name: path[path.length - 1] };
}

/** `ArnEquals` and `ArnLike`, which are the same: each part by itself, wildcards in any of them. */
export function matchesArn(pattern: string, arn: string): boolean {
  const expected = parts(pattern);
  const actual = parts(arn);
  if (expected === undefined || actual === undefined) return false;
  return expected.every((part, index) => matchesWildcard(part, actual[index]));
}
