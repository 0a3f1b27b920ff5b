import { CfnParameter, Duration, Lazy, Stack, Token } from 'aws-cdk-lib';
import * as fc from 'fast-check';
import { ImageAction, ImageInventory, ImageSelection, LifecyclePolicy, LifecycleRule } from '../../src';
import * as ruleFaults from '../../src/lifecycle/core/rule-faults';
import { acceptedRules } from '../fixtures/policy-documents';

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

  test('a protected pattern has a second rule when a rule selects archived images', () => {
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

  test('that is not valid JSON is an error', () => {
    expect(() => LifecyclePolicy.fromText('{"rules": [}')).toThrow(
      /^LifecyclePolicy.fromText\(text\): the text is not valid JSON \(.+\), but must be a lifecycle policy\. Use {"rules": \[{…}\]}\. \[cdk-secure-repository:lifecycle-policy\]$/,
    );
  });

  test('with a token in its text is accepted unchanged', () => {
    const parameter = new CfnParameter(new Stack(), 'Policy');
    const policy = LifecyclePolicy.fromText(parameter.valueAsString);
    expect(policy.toText()).toBe(parameter.valueAsString);
    expect(policy.describe()).toEqual(['the rules are known only at deployment']);
  });
});

test('the absence of a policy is described', () => {
  expect(LifecyclePolicy.none().describe()).toEqual(['no rules: every image stays until it is deleted']);
});

test('all errors of a policy are in one error, each with its rule', () => {
  expect(() =>
    LifecyclePolicy.of(LifecycleRule.keepLatest(0, ImageSelection.tagged('a')), LifecycleRule.expireAfter(Duration.hours(36))),
  ).toThrow(
    'LifecyclePolicy.of(rules): 2 faults\n' +
      '  rule 1: countNumber is 0, but must be an integer of at least 1. Keep at least one image, or use expireAfter.\n' +
      '  rule 2: countNumber is 1.5, but must be an integer of at least 1. Use a whole number of days. [cdk-secure-repository:lifecycle-count]',
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
    'the number is a token, but must be known at synthesis. Pass a number, or the text of the policy to LifecyclePolicy.fromText, ' +
    'which accepts text with tokens. [cdk-secure-repository:lifecycle-option]';
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

  test('a policy that has one cannot be previewed', () => {
    const policy = LifecyclePolicy.keepLatest(1, { protectedTags: [Token.asString({ Ref: 'Tag' })] });
    expect(() => policy.preview(ImageInventory.fromJson('[]'))).toThrow(
      'LifecyclePolicy.preview: the policy has tokens, whose values are known only at deployment. ' +
        'Preview the policy of the deployed template, or pass values that are known at synthesis. [cdk-secure-repository:lifecycle-option]',
    );
  });

  test('a whole list may not be one', () => {
    const protectedTags = Lazy.list({ produce: () => ['v*'] });
    expect(() => LifecyclePolicy.keepLatest(1, { protectedTags })).toThrow(
      'LifecyclePolicy.keepLatest(protectedTags): the list is a token, but its length must be known at synthesis. ' +
        'Pass a list of patterns; each may be a token. [cdk-secure-repository:lifecycle-option]',
    );
  });
});

test('protected tags are a list, also where nothing checks types', () => {
  expect(() => LifecyclePolicy.keepLatest(1, { protectedTags: 'v*' as unknown as string[] })).toThrow(
    new Error(
      'LifecyclePolicy.keepLatest(protectedTags): "v*" is not a list. Use ["v*"], for example. [cdk-secure-repository:lifecycle-option]',
    ),
  );
});

test.each<[string, LifecycleRule, object]>([
  [
    'keepLatest',
    LifecycleRule.keepLatest(3),
    { selection: { tagStatus: 'any', countType: 'imageCountMoreThan', countNumber: 3 }, action: { type: 'expire' } },
  ],
  [
    'expireAfter',
    LifecycleRule.expireAfter(Duration.hours(48), ImageSelection.taggedWithAll('a*', 'b*')),
    {
      selection: { tagStatus: 'tagged', tagPatternList: ['a*', 'b*'], countType: 'sinceImagePushed', countNumber: 2, countUnit: 'days' },
      action: { type: 'expire' },
    },
  ],
  [
    'archiveAfter',
    LifecycleRule.archiveAfter(Duration.days(3)),
    {
      selection: { tagStatus: 'any', countType: 'sinceImagePushed', countNumber: 3, countUnit: 'days' },
      action: { type: 'transition', targetStorageClass: 'archive' },
    },
  ],
  [
    'archiveUnpulledAfter',
    LifecycleRule.archiveUnpulledAfter(Duration.days(3)),
    {
      selection: { tagStatus: 'any', countType: 'sinceImagePulled', countNumber: 3, countUnit: 'days' },
      action: { type: 'transition', targetStorageClass: 'archive' },
    },
  ],
  [
    'archiveAllButLatest',
    LifecycleRule.archiveAllButLatest(3, ImageSelection.untagged(), { description: 'cold' }),
    {
      description: 'cold',
      selection: { tagStatus: 'untagged', countType: 'imageCountMoreThan', countNumber: 3 },
      action: { type: 'transition', targetStorageClass: 'archive' },
    },
  ],
])('the rule %s is one rule of the document', (_, rule, expected) => {
  expect(JSON.parse(LifecyclePolicy.of(rule).toText())).toEqual({ rules: [{ rulePriority: 1, ...expected }] });
});

describe('warnings', () => {
  const ids = (policy: LifecyclePolicy) => policy._warnings.map(({ id }) => id);

  test('of rules in words', () => {
    expect(ids(LifecyclePolicy.of(LifecycleRule.expireAfter(Duration.days(30))))).toEqual([
      'cdk-secure-repository:lifecycle-expires-every-tagged-image',
    ]);
  });

  test('taggedWithAll names that patterns are joined by and, JSON text does not', () => {
    const policy = LifecyclePolicy.of(LifecycleRule.keepLatest(5, ImageSelection.taggedWithAll('a*', 'b*')));
    expect(ids(policy)).toEqual([]);
    expect(ids(LifecyclePolicy.fromText(policy.toText()))).toEqual(['cdk-secure-repository:lifecycle-patterns-joined-by-and']);
  });

  test.each<[string, LifecyclePolicy]>([
    ['keepLatest', LifecyclePolicy.keepLatest(10, { protectedTags: ['v*', 'release-*'] })],
    ['expireUntaggedAfter', LifecyclePolicy.expireUntaggedAfter(Duration.days(1))],
    ['none', LifecyclePolicy.none()],
    [
      'rules with a protected tag for both storage classes',
      LifecyclePolicy.of(
        LifecycleRule.protect('release-*'),
        LifecycleRule.expireAfter(Duration.days(14), ImageSelection.untagged()),
        LifecycleRule.keepLatest(5, ImageSelection.tagged('dev-*')),
        LifecycleRule.archiveUnpulledAfter(Duration.days(90)),
        LifecycleRule.expireArchivedAfter(Duration.days(365)),
      ),
    ],
  ])('do not exist for %s', (_, policy) => {
    expect(ids(policy)).toEqual([]);
  });
});

describe('laws', () => {
  test('a policy is the same after its text was read', () => {
    fc.assert(
      fc.property(acceptedRules, (rules) => {
        const policy = LifecyclePolicy.fromText(JSON.stringify({ rules }, undefined, 2));
        expect(JSON.parse(policy.toText())).toEqual({ rules });
        expect(LifecyclePolicy.fromText(policy.toText()).toText()).toBe(policy.toText());
      }),
    );
  });

  test('a protected image never expires, in either storage class', () => {
    const tag = fc.constantFrom('v1', 'v2', 'release-1', 'dev-1');
    const detail = fc.record({
      imageDigest: fc.stringMatching(/^sha256:[0-9a-f]{4}$/),
      imageTags: fc.uniqueArray(tag),
      imagePushedAt: fc.nat({ max: 1_769_860_800 }),
      imageStatus: fc.constantFrom('ACTIVE', 'ARCHIVED', 'ACTIVATING'),
      lastArchivedAt: fc.nat({ max: 1_769_860_800 }).map((time) => time + 1_000_000),
    });
    const imageDetails = fc.uniqueArray(detail, { selector: ({ imageDigest }) => imageDigest });
    const laterRule = fc.constantFrom(
      LifecycleRule.expireAfter(Duration.days(1), ImageSelection.untagged()),
      LifecycleRule.keepLatest(1, ImageSelection.tagged('*')),
      LifecycleRule.expireAfter(Duration.days(1), ImageSelection.tagged('*1')),
      LifecycleRule.archiveAllButLatest(1, ImageSelection.tagged('dev-*')),
      LifecycleRule.expireArchivedAfter(Duration.days(90), ImageSelection.tagged('*')),
    );
    fc.assert(
      fc.property(imageDetails, fc.uniqueArray(laterRule), fc.subarray(['v*', '*1'], { minLength: 1 }), (images, rules, patterns) => {
        const policy = LifecyclePolicy.of(...patterns.map((pattern) => LifecycleRule.protect(pattern)), ...rules);
        const { outcomes } = policy.preview(ImageInventory.fromJson(JSON.stringify(images)), { now: new Date('2026-01-31T12:00:00Z') });
        const prefix = patterns.includes('v*') ? 'v' : '-';
        const suffix = patterns.includes('*1') ? '1' : '-';
        const isProtected = (tags: string[]) => tags.some((one) => one.startsWith(prefix) || one.endsWith(suffix));
        const expiring = outcomes.filter(({ action, tags }) => action !== ImageAction.KEEP && isProtected(tags));
        expect(expiring).toEqual([]);
      }),
    );
  });
});

describe('equal policies', () => {
  test('are checked once', () => {
    const checks = jest.spyOn(ruleFaults, 'ruleFaults');
    for (let n = 0; n < 400; n++) LifecyclePolicy.keepLatest(1234);
    // one call for each of its two rules
    expect(checks).toHaveBeenCalledTimes(2);
    checks.mockRestore();
  });

  test('that keep a number of images are created once per number', () => {
    const created = jest.spyOn(LifecycleRule, 'keepLatest');
    const policies = [4321, 4321, 4322].map((count) => LifecyclePolicy.keepLatest(count));
    expect(created).toHaveBeenCalledTimes(2);
    created.mockRestore();
    expect(policies[1]).toBe(policies[0]);
    expect(policies[2]).not.toBe(policies[0]);
    expect(LifecyclePolicy.keepLatest(4321, { protectedTags: ['v*'] }).describe()).toHaveLength(3);
    expect(LifecyclePolicy.keepLatest(4321).describe()).toHaveLength(2);
  });

  test('have the warnings of their source', () => {
    const policy = LifecyclePolicy.of(LifecycleRule.keepLatest(1, ImageSelection.taggedWithAll('a*', 'b*')));
    expect(policy._warnings).toEqual([]);
    expect(LifecyclePolicy.fromText(policy.toText())._warnings).toHaveLength(1);
    expect(LifecyclePolicy.of(LifecycleRule.keepLatest(1, ImageSelection.taggedWithAll('a*', 'b*')))._warnings).toEqual([]);
  });

  test('that are refused are refused each time', () => {
    for (let n = 0; n < 2; n++) expect(() => LifecyclePolicy.keepLatest(0)).toThrow('countNumber is 0');
    expect(() => LifecyclePolicy.keepLatest(NaN)).toThrow('countNumber is NaN');
  });

  test('beyond number are no burden', () => {
    for (let n = 1; n <= 2_500; n++) expect(LifecyclePolicy.keepLatest(n).describe()).toHaveLength(2);
  });
});
