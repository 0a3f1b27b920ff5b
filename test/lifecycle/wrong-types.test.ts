import { Duration, Lazy, Token } from 'aws-cdk-lib';
import { ImageInventory, ImageSelection, LifecyclePolicy, LifecycleRule } from '../../src';

/** What JavaScript lets through, and other languages sometimes. */
const wrong = <T>(value: unknown) => value as T;

test.each<[unknown, string]>([
  [undefined, 'undefined'],
  [14, '14'],
  ['14 days', '"14 days"'],
])('an age is a Duration, and not %j', (age, words) => {
  const message = `given ${words}, expected a Duration: write Duration.days(14), for example`;
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
])('%s takes a selection, and not a pattern', (factory, rule) => {
  expect(() => rule(wrong('v*'))).toThrow(
    new Error(
      `LifecycleRule.${factory}(selection): given "v*", expected an ImageSelection: write ImageSelection.tagged('v*'), for example`,
    ),
  );
});

test.each<[unknown[], string]>([
  [[[LifecycleRule.protect('v*')]], 'rules[0] is ['],
  [[LifecycleRule.protect('v*'), undefined], 'rules[1] is undefined, expected a LifecycleRule: '],
])('a policy is made of rules, one after the other', (rules, message) => {
  expect(() => LifecyclePolicy.of(...wrong<LifecycleRule[]>(rules))).toThrow(`LifecyclePolicy.of(rules): ${message}`);
});

test('an inventory is read from text', () => {
  expect(() => ImageInventory.fromJson(wrong(undefined))).toThrow('ImageInventory.fromJson(text): given undefined, expected what aws ecr');
});

test('patterns are given one by one, and each may be a token', () => {
  const list = Token.asList(Lazy.list({ produce: () => ['a', 'b'] }));
  expect(() => ImageSelection.taggedWithAll(...list)).toThrow(
    'ImageSelection.taggedWithAll(patterns): a token for the whole list is given, expected patterns: give them one by one',
  );
  expect(() => ImageSelection.taggedWithAll(Lazy.string({ produce: () => 'a' }), 'b')).not.toThrow();
});
