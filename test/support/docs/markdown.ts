import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '../../..');
const FENCE = /^( *)```(\S*)([^\n]*)\n([\s\S]*?)^\1```/gm;

/** An example of a document. */
export interface Example {
  /** The document and the line, as an editor opens it. */
  readonly place: string;
  readonly code: string;
  /** Whether it stands by itself, without the imports that examples share. */
  readonly isWhole: boolean;
}

/** The documents that people read, by their paths from the top of the project. */
export function documents(): string[] {
  const inDocs = readdirSync(join(ROOT, 'docs'), { recursive: true, encoding: 'utf8' }).map((name) => join('docs', name));
  return [...readdirSync(ROOT), ...inDocs].filter((name) => name.endsWith('.md') && name !== 'API.md').sort();
}

/** The text of a document. */
export function textOf(document: string): string {
  return readFileSync(join(ROOT, document), 'utf8');
}

/** The TypeScript examples of a document, without the indentation of the list that they may stand in. */
export function examplesIn(document: string): Example[] {
  const text = textOf(document);
  return [...text.matchAll(FENCE)]
    .filter(([, , language]) => language === 'ts')
    .map(({ index, 1: indentation, 3: attributes, 4: code }) => ({
      place: `${document}:${text.slice(0, index).split('\n').length + 1}`,
      code: code.replaceAll(new RegExp(`^${indentation}`, 'gm'), ''),
      isWhole: attributes.includes('nofixture'),
    }));
}

/** A document's text without its code. */
export function proseOf(document: string): string {
  return textOf(document)
    .replaceAll(FENCE, '')
    .replaceAll(/`[^`]*`/g, '``');
}
