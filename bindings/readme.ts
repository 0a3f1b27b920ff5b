import * as fs from 'node:fs';
import * as path from 'node:path';

/** The programs of a README in a language. */
export function programsIn(readme: string, language: string): string[] {
  const programs = [...readme.matchAll(new RegExp(`^\`\`\`${language}\n([^]*?)^\`\`\``, 'gm'))].map(([, program]) => program);
  if (programs.length < 2) throw new Error(`the README has ${programs.length} programs in ${language}, expected at least 2:\n${readme}`);
  return programs;
}

/** The first commands below a heading of a README. */
export function commandsBelow(readme: string, heading: string): string {
  const [, commands] = new RegExp(`^## ${heading}\n[^]*?^\`\`\`sh\n([^]*?)^\`\`\``, 'm').exec(readme) ?? [];
  if (!commands) throw new Error(`the README has no commands below "${heading}":\n${readme}`);
  return commands;
}

/** Fails unless the documents that a README names are in the folder into which its commands have unpacked them. */
export function documentsIn(folder: string, readme: string): string {
  const named = [...readme.matchAll(/`((?:docs\/|examples\/|package\/|llms|SECURITY)[^`]*)`/g)].map(([, name]) =>
    name.replace(/^package(\/|$)/, ''),
  );
  const missing = named.filter((name) => !fs.existsSync(path.join(folder, 'package', name)));
  if (missing.length > 0 || named.length < 5) throw new Error(`of ${named.join(', ')} these are missing: ${missing.join(', ')}`);
  return `${named.length} documents`;
}
