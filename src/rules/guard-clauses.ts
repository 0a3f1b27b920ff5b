/**
 * A requirement in the language of AWS CloudFormation Guard that one of several clauses meets, or a value that only the deployment knows.
 * @param path the property, as in `ImageScanningConfiguration.ScanOnPush`; an intrinsic function may replace each of its parts
 * @param clauses what follows the property, such as `== true`
 */
export function guardClauses(path: string, ...clauses: readonly string[]): string[] {
  const alternatives = [...clauses.map((clause) => `Properties.${path} ${clause}`), ...partsOf(path).map(isGuardIntrinsic)];
  return alternatives.map((alternative, index) => (index === 0 ? alternative : `  or ${alternative}`));
}

/** The clause that holds for an intrinsic function. */
export function isGuardIntrinsic(path: string): string {
  return `Properties.${path}[ keys == /^(Ref|Fn::.+)$/ ] !empty`;
}

/** Text as Guard reads it. */
export function guardText(text: string): string {
  return text.includes("'") ? `"${text}"` : `'${text}'`;
}

/** A regular expression as Guard reads it: between slashes, so that the slashes inside are escaped, also those in `[/]`. */
export function guardPattern({ source }: RegExp): string {
  const escaped = source.replace(/\\.|\//gs, (part) => (part === '/' ? '\\/' : part));
  // Guard does not find the end of a pattern behind an escaped slash
  return `/${escaped.endsWith('/') ? `${escaped}(?:)` : escaped}/`;
}

/** `A`, `A.B` and `A.B.C` of `A.B.C`. */
function partsOf(path: string): string[] {
  const names = path.split('.');
  return names.map((_, index) => names.slice(0, index + 1).join('.'));
}
