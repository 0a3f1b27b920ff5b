import { readFileSync } from 'fs';
import { LifecyclePolicy } from 'cdk-secure-repository';
import * as cookbook from '../../examples/lifecycle/cookbook';

const chapters = readFileSync('docs/lifecycle.md', 'utf8');
const source = readFileSync('examples/lifecycle/cookbook.ts', 'utf8');
const now = new Date('2026-11-23T12:00:00Z');

/** Each piece of code in the document, with the quotation behind it. */
const recipes = [...chapters.matchAll(/```ts\n(.+?)```\n(?:\n> ([^\n]+)\n)?/gs)].map(([, code, summary]) => ({
  name: /^export const (\w+)/.exec(code)?.[1] ?? code,
  code,
  summary,
}));
const policies = new Map(
  Object.entries(cookbook).flatMap(([name, value]) => (value instanceof LifecyclePolicy ? [[name, value] as const] : [])),
);

test('the document shows every recipe', () => {
  // in the order of the source: a compiler may export them in another one
  const place = (name: string) => source.search(new RegExp(`export const ${name}\\b`));
  const inOrder = [...policies.keys()].sort((one, other) => place(one) - place(other));
  expect(recipes.filter(({ summary }) => summary !== undefined).map(({ name }) => name)).toEqual(inOrder);
});

test.each(recipes)('$name is code that compiles', ({ code }) => {
  expect(source).toContain(code);
});

test.each(recipes.filter(({ summary }) => summary !== undefined))(
  '$name does to the sample what the document describes',
  ({ name, summary }) => {
    expect(policies.get(name)?.preview(cookbook.inventory, { now }).summary()).toBe(summary);
  },
);

test('the preview of the document is that of its first recipe', () => {
  expect(cookbook.preview.summary()).toBe(recipes.find(({ name }) => name === 'keepTheLastTen')?.summary);
});

test('only the cache warns', () => {
  const warnings = [...policies].flatMap(([name, policy]) => policy._warnings.map(({ id }) => `${name}: ${id}`));
  expect(warnings).toEqual(['cacheForAMonth: cdk-secure-repository:lifecycle-expires-every-tagged-image']);
});
