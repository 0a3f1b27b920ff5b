import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { documents, proseOf, textOf } from '../fixtures/docs/markdown';

const ROOT = join(__dirname, '../..');
/** How a document that is also read elsewhere, such as the README on a package registry, links to the project. */
const PROJECT = /^https:\/\/github\.com\/cdk-secure-repository\/cdk-secure-repository\/(?:blob|tree|raw)\/main\//;

/** A heading's anchor, as GitHub makes it. */
function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll(/[^\w\- ]/g, '')
    .replaceAll(' ', '-');
}

function anchorsIn(document: string): string[] {
  return [...textOf(document).matchAll(/^#+ (.*)$/gm)].map(([, heading]) => anchorOf(heading));
}

/** The links of a document into the project: the file, and the heading if one is named. */
function linksIn(document: string): { readonly link: string; readonly file: string; readonly anchor?: string }[] {
  const targets = [...proseOf(document).matchAll(/\]\(([^)#]*)(?:#([^)]*))?\)/g)];
  const inProject = targets.filter(([, target]) => PROJECT.test(target) || !/^https?:/.test(target));
  return inProject.map(([, target, anchor]) => {
    const path = target.replace(PROJECT, '');
    const file = path === '' ? document : path === target ? join(document, '..', path) : path;
    return { link: `${document} -> ${file}${anchor === undefined ? '' : `#${anchor}`}`, file, anchor };
  });
}

const LINKS = documents().flatMap(linksIn);

test('the documents link to each other', () => {
  expect(LINKS.length).toBeGreaterThan(0);
});

test.each(LINKS)('$link leads somewhere', ({ file, anchor }) => {
  expect(existsSync(join(ROOT, file))).toBe(true);
  expect(anchor === undefined || anchorsIn(file).includes(anchor)).toBe(true);
});
