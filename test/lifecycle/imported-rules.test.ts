import { App, Duration, Stack, Token } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as fc from 'fast-check';
import { LifecyclePolicy } from '../../src';

/** What `ecr.Repository` renders, or undefined when it refuses the rules. */
function renderedByRepository(lifecycleRules: ecr.LifecycleRule[]): string | undefined {
  try {
    const stack = new Stack(new App(), 'Stack');
    new ecr.Repository(stack, 'Repository', { lifecycleRules });
    const [{ Properties }] = Object.values(Template.fromStack(stack).findResources('AWS::ECR::Repository'));
    return Properties?.LifecyclePolicy?.LifecyclePolicyText ?? '';
  } catch {
    return undefined;
  }
}

function rendered(rules: ecr.LifecycleRule[]): string | Error {
  try {
    return LifecyclePolicy.fromRules(rules).toText();
  } catch (error) {
    return error as Error;
  }
}

const patterns = fc.array(fc.constantFrom('v*', '*', 'prod', 'dev-*'), { minLength: 1, maxLength: 2 });
const filter: fc.Arbitrary<Partial<ecr.LifecycleRule>> = fc.oneof(
  fc.constant({}),
  fc.constantFrom({ tagStatus: ecr.TagStatus.ANY }, { tagStatus: ecr.TagStatus.UNTAGGED }),
  fc.record({ tagPatternList: patterns }),
  fc.record({ tagStatus: fc.constant(ecr.TagStatus.TAGGED), tagPatternList: patterns }),
  fc.record({ tagPrefixList: fc.uniqueArray(fc.constantFrom('a', 'b', 'c'), { minLength: 1 }) }),
);
const count: fc.Arbitrary<Partial<ecr.LifecycleRule>> = fc.oneof(
  fc.record({ maxImageCount: fc.integer({ min: 1, max: 9999 }) }),
  fc.integer({ min: 1, max: 999 }).map((days) => ({ maxImageAge: Duration.days(days) })),
  fc.integer({ min: 1, max: 9 }).map((days) => ({ maxImageAge: Duration.hours(24 * days) })),
);
const anyRule: fc.Arbitrary<ecr.LifecycleRule> = fc
  .tuple(
    filter,
    count,
    fc.record({ rulePriority: fc.integer({ min: 1, max: 30 }), description: fc.string({ unit: 'binary' }) }, { requiredKeys: [] }),
  )
  .map((parts) => Object.assign({}, ...parts));

test('a policy from rules is what ecr.Repository renders', () => {
  const seen = { rendered: 0, refused: 0 };
  fc.assert(
    fc.property(fc.array(anyRule, { maxLength: 5 }), (rules) => {
      const expected = renderedByRepository(rules);
      const ours = rendered(rules);
      // what ecr.Repository accepts, ECR may refuse: then the policy is refused as it is as a text
      if (expected === undefined) expect(ours).toBeInstanceOf(Error);
      else if (ours instanceof Error) expect(() => LifecyclePolicy.fromText(expected)).toThrow(ours.message.split('): ')[1]);
      else expect(ours).toBe(expected);
      seen[ours instanceof Error ? 'refused' : 'rendered']++;
    }),
    { numRuns: 300 },
  );
  expect(Math.min(seen.rendered, seen.refused)).toBeGreaterThan(20);
});

test('rules without a priority follow those that have one, and the rule on any image comes last', () => {
  const policy = LifecyclePolicy.fromRules([
    { maxImageCount: 100 },
    { tagPatternList: ['dev-*'], maxImageCount: 5 },
    { rulePriority: 7, description: 'releases', tagPrefixList: ['v'], maxImageAge: Duration.days(365) },
    { tagStatus: ecr.TagStatus.UNTAGGED, maxImageAge: Duration.days(1) },
  ]);
  expect(policy.describe()).toEqual([
    '7. expire images tagged v* 365 days after the push',
    '8. keep the 5 newest of the images tagged dev-*, expire the others',
    '9. expire untagged images 1 day after the push',
    '10. keep the 100 newest of the images, expire the others',
  ]);
});

test('no rules are no policy', () => {
  expect(LifecyclePolicy.fromRules([]).toText()).toBe('');
});

test('a policy that is rarely intended is a warning, as in text', () => {
  const ids = (rules: ecr.LifecycleRule[]) => LifecyclePolicy.fromRules(rules)._warnings.map(({ id }) => id.split('lifecycle-')[1]);
  expect(ids([{ tagPrefixList: ['v*'], maxImageCount: 5 }])).toEqual(['selects-no-tag']);
  expect(ids([{ tagPatternList: ['a*', 'b*'], maxImageCount: 5 }])).toEqual(['patterns-joined-by-and']);
  expect(ids([{ maxImageAge: Duration.days(30) }])).toEqual(['expires-every-tagged-image']);
  expect(ids([{ tagPatternList: [Token.asString({ Ref: 'Tag' })], maxImageCount: 5 }])).toEqual([]);
});

test('lists that are changed afterwards change nothing', () => {
  const tagPatternList = ['v*'];
  const policy = LifecyclePolicy.fromRules([{ tagPatternList, maxImageCount: 5 }]);
  tagPatternList.push('other');
  expect(policy.describe()).toEqual(['1. keep the 5 newest of the images tagged v*, expire the others']);
});

test.each<[string, unknown, string]>([
  [
    'no list',
    { maxImageCount: 1 },
    'LifecyclePolicy.fromRules(rules): {"maxImageCount":1} is not a list of ecr.LifecycleRule. Pass the value of lifecycleRules.',
  ],
  [
    'nothing',
    undefined,
    'LifecyclePolicy.fromRules(rules): undefined is not a list of ecr.LifecycleRule. Pass the value of lifecycleRules.',
  ],
  [
    'a rule that is nothing',
    [null],
    'LifecyclePolicy.fromRules(rules[0]): null is not an ecr.LifecycleRule. Use { maxImageCount: 10 }, for example.',
  ],
  [
    'a rule of the document',
    [{ selection: {}, action: {} }],
    'LifecyclePolicy.fromRules(rules[0]): the rule has the member "selection", but only rulePriority, ',
  ],
  [
    'no count',
    [{}],
    'LifecyclePolicy.fromRules(rules[0]): neither maxImageCount nor maxImageAge is set, but exactly one of them is required. ',
  ],
  [
    'two counts',
    [{ maxImageCount: 1, maxImageAge: Duration.days(1) }],
    'LifecyclePolicy.fromRules(rules[0]): both maxImageCount and maxImageAge are set, but exactly one of them is required. ',
  ],
  [
    'an age that is a number',
    [{ maxImageAge: 14 }],
    'LifecyclePolicy.fromRules(rules[0].maxImageAge): 14 is not a Duration. Use Duration.days(14), for example.',
  ],
  [
    'a list that is a string',
    [{ tagPatternList: 'v*', maxImageCount: 1 }],
    'rule 1: tagPatternList is "v*", but must be a list of at least one string. ',
  ],
  ['a part of a day', [{ maxImageAge: Duration.hours(36) }], 'rule 1: countNumber is 1.5, but must be an integer of at least 1. '],
  [
    'a token as a count',
    [{ maxImageCount: Token.asNumber({ Ref: 'Count' }) }],
    'LifecyclePolicy.fromRules(rules[0].maxImageCount): the number is a token, but must be known at synthesis. ',
  ],
  [
    'a priority for the rule on any image alone',
    [
      { rulePriority: 9, maxImageCount: 1 },
      { tagPatternList: ['v*'], maxImageCount: 1 },
    ],
    'LifecyclePolicy.fromRules(rules): the rule on any image has the rulePriority 9, but another rule has none. Remove the rulePriority of the rule on any image, or ',
  ],
])('%s is refused', (_, rules, message) => {
  expect(() => LifecyclePolicy.fromRules(rules as ecr.LifecycleRule[])).toThrow(message);
});
