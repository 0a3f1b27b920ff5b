import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const SOURCES = join(__dirname, '../../src');

/** The docstrings of a source, each with its place. */
function docstringsOf(file: string): { readonly place: string; readonly text: string }[] {
  const source = readFileSync(join(SOURCES, file), 'utf8');
  return [...source.matchAll(/\/\*\*[^]*?\*\//g)].map(({ 0: text, index }) => ({
    place: `${file}:${source.slice(0, index).split('\n').length}`,
    text,
  }));
}

test('a docstring has one @see at most: jsii keeps the last, and leaves the others out of API.md and of the packages of other languages', () => {
  const files = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
  const docstrings = files.flatMap(docstringsOf);
  expect(docstrings.length).toBeGreaterThan(500);
  expect(docstrings.filter(({ text }) => text.split('@see').length > 2).map(({ place }) => place)).toEqual([]);
});
