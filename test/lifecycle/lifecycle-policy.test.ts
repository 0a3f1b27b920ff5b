import { CfnParameter, Duration, Lazy, Stack, Token } from 'aws-cdk-lib';
import { ImageSelection, LifecyclePolicy, LifecycleRule } from '../../src';

describe('the text of a policy is promised', () => {
  const untagged =
    '{"rulePriority":1,"selection":{"tagStatus":"untagged","countType":"sinceImagePushed","countNumber":14,"countUnit":"days"},"action":{"type":"expire"}}';

  test('expireUntaggedAfter is one rule', () => {
    expect(LifecyclePolicy.expireUntaggedAfter(Duration.days(14)).toText()).toBe(`{"rules":[${untagged}]}`);
  });

  test('keepLatest is a rule on untagged and one on tagged images', () => {
    const tagged =
      '{"rulePriority":2,"selection":{"tagStatus":"tagged","tagPatternList":["*"],"countType":"imageCountMoreThan","countNumber":10},"action":{"type":"expire"}}';
    expect(LifecyclePolicy.keepLatest(10).toText()).toBe(`{"rules":[${untagged},${tagged}]}`);
  });

  test('protected tags come first', () => {
    expect(JSON.parse(LifecyclePolicy.keepLatest(10, { protectedTags: ['v*', 'release-*'] }).toText()).rules).toMatchObject([
      { rulePriority: 1, selection: { tagPatternList: ['v*'], countType: 'imageCountMoreThan', countNumber: 999999 } },
      { rulePriority: 2, selection: { tagPatternList: ['release-*'], countType: 'imageCountMoreThan', countNumber: 999999 } },
      { rulePriority: 3, selection: { tagStatus: 'untagged' } },
      { rulePriority: 4, selection: { tagPatternList: ['*'], countNumber: 10 } },
    ]);
  });

  test('no policy has no text', () => {
    expect(LifecyclePolicy.none().toText()).toBe('');
  });
});

describe('priorities follow the order of the rules', () => {
  test('from 1, in steps of 1', () => {
    const policy = LifecyclePolicy.of(
      LifecycleRule.keepLatest(5, ImageSelection.tagged('dev-*')),
      LifecycleRule.expireAfter(Duration.days(14), ImageSelection.untagged()),
      LifecycleRule.keepLatest(100),
    );
    expect(JSON.parse(policy.toText()).rules.map((rule: { rulePriority: number }) => rule.rulePriority)).toEqual([1, 2, 3]);
  });

  test('a protected pattern takes a second rule where a rule is about archived images', () => {
    const policy = LifecyclePolicy.of(LifecycleRule.protect('release-*'), LifecycleRule.expireArchivedAfter(Duration.days(365)));
    expect(JSON.parse(policy.toText()).rules).toEqual([
      {
        rulePriority: 1,
        selection: { tagStatus: 'tagged', tagPatternList: ['release-*'], countType: 'imageCountMoreThan', countNumber: 999999 },
        action: { type: 'expire' },
      },
      {
        rulePriority: 2,
        selection: {
          tagStatus: 'tagged',
          tagPatternList: ['release-*'],
          storageClass: 'archive',
          countType: 'sinceImageTransitioned',
          countNumber: 36500,
          countUnit: 'days',
        },
        action: { type: 'expire' },
      },
      {
        rulePriority: 3,
        selection: { tagStatus: 'any', storageClass: 'archive', countType: 'sinceImageTransitioned', countNumber: 365, countUnit: 'days' },
        action: { type: 'expire' },
      },
    ]);
  });
});

describe('an existing policy', () => {
  const text = `{
    "rules": [
      {"rulePriority": 20, "description": "Größe \\u2713", "selection": {"tagStatus": "tagged", "tagPrefixList": ["prod"],
       "storageClass": "standard", "countType": "imageCountMoreThan", "countNumber": 3}, "action": {"type": "expire"}},
      {"rulePriority": 10, "selection": {"tagStatus": "untagged", "countType": "sinceImagePushed", "countUnit": "days", "countNumber": 1},
       "action": {"type": "expire"}}
    ]
  }`;

  test('keeps every key, value and priority, and loses its white space', () => {
    const policy = LifecyclePolicy.fromText(text);
    expect(JSON.parse(policy.toText())).toEqual(JSON.parse(text));
    expect(policy.toText()).not.toMatch(/\s"/);
  });

  test('is described in the order of its priorities', () => {
    expect(LifecyclePolicy.fromText(text).describe()).toEqual([
      '10. expire untagged images 1 day after the push',
      '20. keep the 3 newest of the images tagged prod*, expire the others',
    ]);
  });

  test('that is no JSON is an error', () => {
    expect(() => LifecyclePolicy.fromText('{"rules": [}')).toThrow(
      /^LifecyclePolicy.fromText\(text\): the text is no JSON \(.+\), expected a lifecycle policy: write {"rules": \[{…}\]}$/,
    );
  });

  test('with a token in its text is taken as it is', () => {
    const parameter = new CfnParameter(new Stack(), 'Policy');
    const policy = LifecyclePolicy.fromText(parameter.valueAsString);
    expect(policy.toText()).toBe(parameter.valueAsString);
    expect(policy.describe()).toEqual(['the rules are known at deployment only']);
  });
});

test('a policy that deletes nothing says so', () => {
  expect(LifecyclePolicy.none().describe()).toEqual(['no rules: every image stays until somebody deletes it']);
});

test('all faults of a policy stand in one error, each with its rule', () => {
  expect(() =>
    LifecyclePolicy.of(LifecycleRule.keepLatest(0, ImageSelection.tagged('a')), LifecycleRule.expireAfter(Duration.hours(36))),
  ).toThrow(
    'LifecyclePolicy.of(rules): 2 faults\n' +
      '  rule 1: countNumber is 0, expected an integer from 1: keep at least one image, or use expireAfter\n' +
      '  rule 2: countNumber is 1.5, expected an integer from 1: give a whole number of days, at least one',
  );
});

describe('tokens', () => {
  const stack = new Stack();

  test('a pattern may be one, and is resolved inside the text', () => {
    const pattern = new CfnParameter(stack, 'Pattern').valueAsString;
    const policy = LifecyclePolicy.of(LifecycleRule.keepLatest(5, ImageSelection.tagged(`${pattern}-*`)));
    expect(stack.resolve(policy.toText())).toEqual({
      'Fn::Join': [
        '',
        [
          '{"rules":[{"rulePriority":1,"selection":{"tagStatus":"tagged","tagPatternList":["',
          { Ref: 'Pattern' },
          '-*"],"countType":"imageCountMoreThan","countNumber":5},"action":{"type":"expire"}}]}',
        ],
      ],
    });
  });

  const remedy =
    'a token is given, expected a number that is known at synthesis: give the number, or write the policy with LifecyclePolicy.fromText, ' +
    'which takes a text with tokens as it is';
  const days = Duration.days(Token.asNumber({ Ref: 'Days' }));
  const count = Token.asNumber({ Ref: 'Count' });
  test.each<[string, () => void]>([
    ['LifecycleRule.keepLatest(count)', () => LifecycleRule.keepLatest(count)],
    ['LifecycleRule.archiveAllButLatest(count)', () => LifecycleRule.archiveAllButLatest(count)],
    ['LifecycleRule.expireAfter(age)', () => LifecycleRule.expireAfter(days)],
    ['LifecycleRule.expireArchivedAfter(age)', () => LifecycleRule.expireArchivedAfter(days)],
    ['LifecycleRule.archiveAfter(age)', () => LifecycleRule.archiveAfter(days)],
    ['LifecycleRule.archiveUnpulledAfter(age)', () => LifecycleRule.archiveUnpulledAfter(days)],
  ])('%s may not be one', (place, make) => {
    expect(make).toThrow(`${place}: ${remedy}`);
  });

  test('a whole list may not be one', () => {
    const protectedTags = Lazy.list({ produce: () => ['v*'] });
    expect(() => LifecyclePolicy.keepLatest(1, { protectedTags })).toThrow(
      'LifecyclePolicy.keepLatest(protectedTags): a token for the whole list is given, expected a list: ' +
        'give the patterns one by one; each of them may be a token',
    );
  });
});
