import { textOf } from '../fixtures/docs/markdown';

const PAGE = textOf('docs/support.md');
const MANIFEST = JSON.parse(textOf('package.json')) as {
  readonly engines: { readonly node: string };
  readonly peerDependencies: Readonly<Record<string, string>>;
};

/** The cells of the row about a product. */
function rowOf(product: string): string[] {
  const row = PAGE.split('\n').find((line) => line.startsWith(`| ${product} |`));
  return row!.split('|').map((cell) => cell.trim());
}

test.each(['aws-cdk-lib', 'constructs'])('the page names the oldest %s that the package accepts', (peer) => {
  expect(rowOf(`\`${peer}\``)[2]).toContain(`${MANIFEST.peerDependencies[peer].replace('^', '')} or newer, below `);
});

test('the page names the oldest Node.js that the package accepts', () => {
  const [, major] = /^>= (\d+)\.0\.0$/.exec(MANIFEST.engines.node)!;
  expect(rowOf('Node.js')[2]).toMatch(new RegExp(`^${major}, `));
});

test.each([
  ['typescript/package.json', /"typescript": "~([\d.]+)\.0"/, 'TypeScript'],
  ['java/pom.xml', /<maven\.compiler\.release>(\d+)</, 'Java'],
  ['go/go.mod', /\ngo ([\d.]+)\.0\n/, 'Go'],
])('templates/%s and the page name the same minimum', (file, pattern, product) => {
  const [, minimum] = pattern.exec(textOf(`templates/${file}`))!;
  expect(rowOf(product)[2]).toContain(`${minimum} and newer`);
});

test('the parts that a breaking change is defined for are the public ones', () => {
  for (const part of ['API', 'template of an unchanged app', 'refusals', 'findings', 'command', 'packages']) {
    expect(rowOf(part)).toHaveLength(5);
  }
});
