import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const READMES = join(__dirname, '../../docs/languages');

/** The languages whose packages have a README of their own. The npm package has that of the project. */
export const LANGUAGES = ['python', 'java', 'go'] as const;

/** What a package is packed for, as jsii-pacmak calls it. */
export type Target = 'js' | (typeof LANGUAGES)[number];

/**
 * Gives an unpacked npm package the README of the language that it is packed for: jsii-pacmak writes the one in `.jsii` into the wheel, the
 * Javadoc and the Go module, where a reader has no use for TypeScript.
 */
export function setReadme(packageFolder: string, target: Target): void {
  if (target === 'js') return;
  const markdown = readFileSync(join(READMES, `${target}.md`), 'utf8');
  writeFileSync(join(packageFolder, 'README.md'), markdown);
  const file = join(packageFolder, '.jsii');
  const assembly = JSON.parse(readFileSync(file, 'utf8')) as object;
  writeFileSync(file, JSON.stringify({ ...assembly, readme: { markdown } }));
}
