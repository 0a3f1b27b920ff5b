import { Duration, Lazy, Token } from 'aws-cdk-lib';
import { ImageInventory, ImageSelection, LifecyclePolicy, LifecycleRule } from '../../src';

/** Values that JavaScript does not check, and other languages only sometimes. */
const wrong = <T>(value: unknown) => value as T;

test.each<[unknown, string]>([
  [undefined, 'undefined'],
  [14, '14'],
  ['14 days', '"14 days"'],
])('an age is a Duration, and not %j', (age, words) => {
  const message = `${words} is not a Duration. Use Duration.days(14), for example.`;
  expect(() => LifecyclePolicy.expireUntaggedAfter(wrong(age))).toThrow(`LifecycleRule.expireAfter(age): ${message}`);
  expect(() => LifecycleRule.archiveUnpulledAfter(wrong(age))).toThrow(`LifecycleRule.archiveUnpulledAfter(age): ${message}`);
});

test.each<[string, (selection: ImageSelection) => LifecycleRule]>([
  ['keepLatest', (selection) => LifecycleRule.keepLatest(1, selection)],
  ['expireAfter', (selection) => LifecycleRule.expireAfter(Duration.days(1), selection)],
  ['expireArchivedAfter', (selection) => LifecycleRule.expireArchivedAfter(Duration.days(90), selection)],
  ['archiveAfter', (selection) => LifecycleRule.archiveAfter(Duration.days(1), selection)],
  ['archiveUnpulledAfter', (selection) => LifecycleRule.archiveUnpulledAfter(Duration.days(1), selection)],
  ['archiveAllButLatest', (selection) => LifecycleRule.archiveAllButLatest(1, selection)],
])('%s accepts a selection, and not a pattern', (factory, rule) => {
  expect(() => rule(wrong('v*'))).toThrow(
    new Error(
      `LifecycleRule.${factory}(selection): "v*" is not an ImageSelection. Use ImageSelection.tagged('v*'), for example. [cdk-secure-repository:lifecycle-option]`,
    ),
  );
});

test.each<[unknown[], string]>([
  [[[LifecycleRule.protect('v*')]], 'rules[0] is ['],
  [[LifecycleRule.protect('v*'), undefined], 'rules[1] is undefined, but must be a LifecycleRule. Pass rules as separate arguments'],
])('a policy is made of rules, one after the other', (rules, message) => {
  expect(() => LifecyclePolicy.of(...wrong<LifecycleRule[]>(rules))).toThrow(`LifecyclePolicy.of(rules): ${message}`);
});

test('an inventory is read from text', () => {
  expect(() => ImageInventory.fromJson(wrong(undefined))).toThrow(
    'ImageInventory.fromJson(text): the value is undefined, but must be text. Pass the output of aws ecr',
  );
});

test('patterns are passed one by one, and each may be a token', () => {
  const list = Token.asList(Lazy.list({ produce: () => ['a', 'b'] }));
  expect(() => ImageSelection.taggedWithAll(...list)).toThrow(
    'ImageSelection.taggedWithAll(patterns): the list is a token, but its length must be known at synthesis. Pass the patterns one by one',
  );
  expect(() => ImageSelection.taggedWithAll(Lazy.string({ produce: () => 'a' }), 'b')).not.toThrow();
});
