import { errorsOf } from '../fixtures/docs/compiled';
import { documents, examplesIn } from '../fixtures/docs/markdown';

/** Its examples build on each other; test/lifecycle/cookbook.test.ts compiles and runs them. */
const COOKBOOK = 'docs/lifecycle.md';

test('the TypeScript examples of the documents compile, and one that calls what does not exist would be noticed', () => {
  const examples = documents()
    .filter((document) => document !== COOKBOOK)
    .flatMap(examplesIn);
  expect(examples.length).toBeGreaterThan(0);
  const wrong = { place: 'wrong', code: "new SecureRepository(this, 'Repository').grantPullToEveryone();", isWhole: false };
  expect(errorsOf([...examples, wrong])).toEqual(["wrong: Property 'grantPullToEveryone' does not exist on type 'SecureRepository'."]);
});
