import { Fn, Lazy, Stack } from 'aws-cdk-lib';
import { tagMutability } from '../../src/repository/mutable-tags';
import { warningsOf } from '../fixtures/reported';

const excluded = (...values: string[]) =>
  values.map((imageTagMutabilityExclusionFilterValue) => ({
    imageTagMutabilityExclusionFilterType: 'WILDCARD',
    imageTagMutabilityExclusionFilterValue,
  }));

test.each([undefined, []])('with mutableTags %j every tag is immutable', (mutableTags) => {
  expect(tagMutability(new Stack(), mutableTags)).toEqual({ imageTagMutability: 'IMMUTABLE' });
});

test('tags that may move are left out of the immutability', () => {
  expect(tagMutability(new Stack(), ['latest', 'dev-*'])).toEqual({
    imageTagMutability: 'IMMUTABLE_WITH_EXCLUSION',
    imageTagMutabilityExclusionFilters: excluded('latest', 'dev-*'),
  });
});

test('five tags are taken, and a token is not looked at', () => {
  const token = Lazy.string({ produce: () => 'a tag with spaces' });
  expect(tagMutability(new Stack(), ['a', 'b', 'c', 'd', token]).imageTagMutabilityExclusionFilters).toEqual(
    excluded('a', 'b', 'c', 'd', token),
  );
});

test.each([
  [['a', 'b', 'c', 'd', 'e', 'f'], 'Default: mutableTags has 6 tags, expected at most 5: join some with a wildcard, such as "dev-*"'],
  [['dev *'], 'Default: mutableTags has "dev *", expected 1 to 128 letters, digits, ".", "_", "-" and "*": name the tag as it is pushed'],
  [['latest', ''], 'Default: mutableTags has "", expected 1 to 128 letters, digits, ".", "_", "-" and "*": name the tag as it is pushed'],
  [Fn.split(',', Fn.ref('Tags')), 'Default: mutableTags is a token for the whole list, expected a list: give the tags one by one'],
  // without a type checker
  ['latest' as unknown as string[], 'Default: mutableTags is "latest", expected a list: write ["latest"], for example'],
])('%j is refused', (mutableTags, message) => {
  expect(() => tagMutability(new Stack(), mutableTags)).toThrow(new Error(message));
});

test('a tag has at most 128 characters', () => {
  const scope = new Stack();
  expect(() => tagMutability(scope, ['a'.repeat(128)])).not.toThrow();
  expect(() => tagMutability(scope, ['a'.repeat(129)])).toThrow('expected 1 to 128 letters');
});

test.each(['*', '**'])('%j makes every tag mutable, which is a warning', (tag) => {
  const stack = new Stack();
  tagMutability(stack, [tag]);
  expect(warningsOf(stack)).toEqual([
    `/Default mutableTags has "${tag}": every tag may be moved, so that none says for sure which image it is: name the tags that move ` +
      '[ack: cdk-secure-repository:every-tag-mutable]',
  ]);
});

test('more than two wildcards are a warning', () => {
  const stack = new Stack();
  tagMutability(stack, ['a*b*', 'a*b*c*']);
  expect(warningsOf(stack)).toEqual([
    '/Default mutableTags has "a*b*c*" with more than two wildcards, which ECR may refuse: use two at most ' +
      '[ack: cdk-secure-repository:many-wildcards]',
  ]);
});

test('wildcards count among the 128 characters of a filter', () => {
  const scope = new Stack();
  expect(() => tagMutability(scope, [`${'a'.repeat(127)}*`])).not.toThrow();
  expect(() => tagMutability(scope, [`${'a'.repeat(128)}*`])).toThrow('expected 1 to 128 letters');
});

test.each(['-x', '.x*', '-', '.*'])('%j, which ECR accepts and no tag matches, is a warning', (tag) => {
  const stack = new Stack();
  tagMutability(stack, ['latest', tag]);
  expect(warningsOf(stack)).toEqual([
    `/Default mutableTags has "${tag}", which matches no tag, because a tag does not begin with "${tag[0]}": name the tags as they are pushed ` +
      '[ack: cdk-secure-repository:mutable-tag-impossible]',
  ]);
});

test.each(['_x', '*-x', '*.x', '0'])('%j matches tags', (tag) => {
  const stack = new Stack();
  tagMutability(stack, [tag]);
  expect(warningsOf(stack)).toEqual([]);
});
