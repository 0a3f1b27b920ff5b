import { errorsOf } from '../support/docs/compiled';
import { documents, examplesIn } from '../support/docs/markdown';

test('the TypeScript examples of the documents compile, and one that calls what does not exist would be noticed', () => {
  const examples = documents().flatMap(examplesIn);
  expect(examples.length).toBeGreaterThan(0);
  const wrong = { place: 'wrong', code: "new SecureRepository(this, 'Repository').grantPullToEveryone();", isWhole: false };
  expect(errorsOf([...examples, wrong])).toEqual(["wrong: Property 'grantPullToEveryone' does not exist on type 'SecureRepository'."]);
});
