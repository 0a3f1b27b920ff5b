import { Lazy, Stack } from 'aws-cdk-lib';
import fc from 'fast-check';
import { checkRepositoryName } from '../../src/repository/props-check';

/** The pattern of `RepositoryName` in the API model of ECR; its length is 2 to 256. */
const OF_ECR = /^(?:[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*\/)*[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*$/;

const shop = new Stack(undefined, 'Shop');
const ID = '[cdk-secure-repository:repository-name]';

function faultOf(name: string): string | undefined {
  try {
    checkRepositoryName(shop, name);
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

test.each(['ab', 'a1', 'my-app', 'a---b', 'a.b', 'a_b', 'a__b', 'team/my-app', 'a/b/c', 'a'.repeat(256)])('%j is a name', (name) => {
  expect(faultOf(name)).toBeUndefined();
});

test('a token is not validated', () => {
  expect(faultOf(Lazy.string({ produce: () => 'NOT A NAME' }))).toBeUndefined();
});

test('no name is no fault', () => {
  expect(() => checkRepositoryName(shop, undefined)).not.toThrow();
});

test('a name with capitals is refused with the name to use', () => {
  expect(faultOf('myApp')).toBe(
    'Shop: repositoryName is "myApp", with "A" at position 3, but must consist of lowercase letters and digits in parts separated by ".", ' +
      `"_", "__" or hyphens, with "/" between namespaces. Use "myapp". ${ID}`,
  );
});

test('a name that is wrong in lowercase, too, is refused with the character to change', () => {
  expect(faultOf('My App')).toBe(
    'Shop: repositoryName is "My App", with "M" at position 1, but must consist of lowercase letters and digits in parts separated by ".", ' +
      `"_", "__" or hyphens, with "/" between namespaces. Change that character. ${ID}`,
  );
});

test('a name that is too short is refused with its length', () => {
  expect(faultOf('a')).toBe(`Shop: repositoryName is "a" with 1 character, but must have 2 to 256. Use a longer name. ${ID}`);
});

test('a name that is too long is refused with its length', () => {
  const name = 'a'.repeat(257);
  expect(faultOf(name)).toBe(`Shop: repositoryName is "${name}" with 257 characters, but must have 2 to 256. Use a shorter name. ${ID}`);
});

test.each([
  ['-ab', '-', 1],
  ['a--', '-', 3],
  ['a..b', '.', 3],
  ['a___b', '_', 4],
  ['a._b', '_', 3],
  ['a//b', '/', 3],
  ['a/', '/', 2],
  ['ab c', ' ', 3],
  ['ab\n', '\n', 3],
  ['grün', 'ü', 3],
])('in %j the first bad character is %j at position %i', (name, character, position) => {
  expect(faultOf(name)).toContain(`with ${JSON.stringify(character)} at position ${position},`);
});

const character = fc.constantFrom('a', 'z', '0', '9', '.', '_', '-', '/', 'A', ' ', '\n');
const text = fc.string({ unit: character, minLength: 2, maxLength: 12 });

test('a name is refused exactly when ECR refuses it', () => {
  fc.assert(
    fc.property(text, (name) => {
      expect(faultOf(name) === undefined).toBe(OF_ECR.test(name));
    }),
    { numRuns: 2000 },
  );
});

test('the named character is the first one that no continuation corrects, or the separator at the end', () => {
  fc.assert(
    fc.property(text, (name) => {
      const fault = faultOf(name);
      fc.pre(fault !== undefined);
      const position = Number(/at position (\d+)/.exec(fault!)![1]);
      const mendable = (start: string) => start === '' || ['', 'a'].some((more) => OF_ECR.test(start + more));
      expect(mendable(name.slice(0, position - 1))).toBe(true);
      expect(mendable(name.slice(0, position)) && position < name.length).toBe(false);
    }),
    { numRuns: 2000 },
  );
});
