import { Duration } from 'aws-cdk-lib';
import { ImageSelection, LifecyclePolicy, LifecycleRule } from '../../../src';
import { DocumentRule, DocumentSelection, PolicyDocument } from '../../../src/lifecycle/core/document';
import { jsonPolicyWarnings, policyWarnings, previewWarnings } from '../../../src/lifecycle/core/warnings';
import { image } from '../../fixtures/repository-images';

const keep = { countType: 'imageCountMoreThan', countNumber: 5 } as const;
const aged = { countType: 'sinceImagePushed', countNumber: 30, countUnit: 'days' } as const;
const protect = { countType: 'imageCountMoreThan', countNumber: 999_999 } as const;
const archivedFor = (countNumber: number) =>
  ({ storageClass: 'archive', countType: 'sinceImageTransitioned', countNumber, countUnit: 'days' }) as const;
const archiving = { type: 'transition', targetStorageClass: 'archive' } as const;

const any = { tagStatus: 'any' } as const;
const untagged = { tagStatus: 'untagged' } as const;
const tagged = (...tagPatternList: string[]) => ({ tagStatus: 'tagged', tagPatternList }) as const;
const prefixed = (...tagPrefixList: string[]) => ({ tagStatus: 'tagged', tagPrefixList }) as const;

function rules(...given: (DocumentSelection | { selection: DocumentSelection; action: DocumentRule['action'] })[]): DocumentRule[] {
  return given.map((rule, index) => ({
    rulePriority: index + 1,
    ...('selection' in rule ? rule : { selection: rule, action: { type: 'expire' } }),
  }));
}

function warningsOf(given: DocumentRule[]): string[] {
  return policyWarnings({ rules: given }).map(({ id, message }) => `${id.replace('cdk-secure-repository:lifecycle-', '')}: ${message}`);
}

/** The warnings about patterns that look like alternatives. */
function joinedByAnd(document: PolicyDocument) {
  return jsonPolicyWarnings(document).filter(({ id }) => id === 'cdk-secure-repository:lifecycle-patterns-joined-by-and');
}

describe('a rule that can never act', () => {
  const never = (rule: number, earlier: string) =>
    `rule-never-acts: lifecycle rule ${rule} never acts, because ${earlier} all images that it selects, and ECR excludes identified images ` +
    'from later rules, even if they are kept. Move the narrower rule to the front, or remove it.';

  test.each<[string, DocumentRule[], string]>([
    ['a narrower pattern', rules({ ...tagged('v*'), ...protect }, { ...tagged('v1*'), ...keep }), never(2, 'rule 1 identifies')],
    ['a literal tag', rules({ ...tagged('*'), ...keep }, { ...tagged('latest'), ...keep }), never(2, 'rule 1 identifies')],
    ['a prefix under a pattern', rules({ ...tagged('v*'), ...keep }, { ...prefixed('v1'), ...keep }), never(2, 'rule 1 identifies')],
    ['one more pattern', rules({ ...tagged('a*'), ...keep }, { ...tagged('a1*', 'b*'), ...keep }), never(2, 'rule 1 identifies')],
    [
      'any image, after untagged and tagged ones',
      rules({ ...untagged, ...aged }, { ...tagged('*'), ...keep }, { ...any, ...keep }),
      never(3, 'rules 1 and 2 identify'),
    ],
    [
      'archived images, on the archive',
      rules({ ...tagged('*'), ...archivedFor(36_500) }, { ...tagged('v*'), ...archivedFor(90) }),
      never(2, 'rule 1 identifies'),
    ],
  ])('%s', (_, given, warning) => {
    expect(warningsOf(given)).toEqual([warning]);
  });

  test('is not a rule that keeps images that another keeps already', () => {
    expect(warningsOf(rules({ ...tagged('v*'), ...protect }, { ...tagged('v1.*'), ...protect }))).toEqual([]);
  });

  test('is one that would keep images on which another acts', () => {
    expect(warningsOf(rules({ ...tagged('v*'), ...keep }, { ...tagged('v1.*'), ...protect }))).toEqual([never(2, 'rule 1 identifies')]);
  });

  test('is found by the priorities, not by the order of the document', () => {
    expect(
      warningsOf(
        rules({ ...tagged('v*'), ...keep }, { ...tagged('*'), ...keep }).map((rule) => ({ ...rule, rulePriority: 3 - rule.rulePriority })),
      ),
    ).toEqual([never(2, 'rule 1 identifies')]);
  });

  test.each<[string, DocumentRule[]]>([
    ['a wider pattern', rules({ ...tagged('v1*'), ...keep }, { ...tagged('v*'), ...keep })],
    ['a pattern that only overlaps', rules({ ...tagged('a*'), ...keep }, { ...tagged('*b'), ...keep })],
    ['one pattern less', rules({ ...tagged('a*', 'b*'), ...keep }, { ...tagged('a*'), ...keep })],
    ['the other storage class', rules({ ...tagged('*'), ...keep }, { ...tagged('v*'), ...archivedFor(90) })],
    ['any image after untagged ones', rules({ ...untagged, ...aged }, { ...any, ...keep })],
    ['any image after tagged ones', rules({ ...tagged('*'), ...keep }, { ...any, ...keep })],
    ['any image after some tagged ones', rules({ ...untagged, ...aged }, { ...tagged('v*'), ...keep }, { ...any, ...keep })],
    ['untagged images after tagged ones', rules({ ...tagged('*'), ...keep }, { ...untagged, ...aged })],
  ])('is not %s', (_, given) => {
    expect(warningsOf(given)).toEqual([]);
  });
});

describe('overlapping prefixes', () => {
  const overlap = (pairs: string) =>
    `overlapping-prefixes: lifecycle rules 2 and 1 have overlapping prefixes (${pairs}), which ECR may reject. ` +
    'Use tagPatternList, where patterns may overlap.';

  test.each<[string, DocumentRule[], string]>([
    ['a longer one first', rules({ ...prefixed('prod-v'), ...keep }, { ...prefixed('prod'), ...keep }), overlap('"prod" and "prod-v"')],
    [
      'a shorter one first',
      rules({ ...prefixed('prod', 'x'), ...keep }, { ...prefixed('prod-v'), ...keep }),
      overlap('"prod-v" and "prod"'),
    ],
    [
      'several',
      rules({ ...prefixed('a', 'b', 'x'), ...keep }, { ...prefixed('ab', 'bc'), ...keep }),
      overlap('"ab" and "a", "bc" and "b"'),
    ],
    ['one that both rules have', rules({ ...prefixed('a', 'b'), ...keep }, { ...prefixed('b', 'c'), ...keep }), overlap('"b" and "b"')],
  ])('%s', (_, given, warning) => {
    expect(warningsOf(given)).toEqual([warning]);
  });

  test.each<[string, DocumentRule[]]>([
    ['prefixes that differ', rules({ ...prefixed('a'), ...keep }, { ...prefixed('b'), ...keep })],
    ['the other storage class', rules({ ...prefixed('a'), ...keep }, { ...prefixed('ab'), ...archivedFor(90) })],
    ['patterns', rules({ ...tagged('ab*'), ...keep }, { ...tagged('a*'), ...keep })],
  ])('are not %s', (_, given) => {
    expect(warningsOf(given)).toEqual([]);
  });
});

describe('every tagged image expires in the end', () => {
  const expires = (rule: number, after: string) =>
    `expires-every-tagged-image: lifecycle rule ${rule} expires every tagged image that no earlier rule identifies, ${after}, ` +
    'even if it is in use. Keep a number of images with keepLatest, or protect some images before this rule.';
  const archived = 'days after another rule archives it';

  test.each<[string, DocumentRule[], string]>([
    ['by a rule on any image', rules({ ...any, ...aged }), expires(1, '30 days after the push')],
    ['by a rule on every tag', rules({ ...tagged('*'), ...aged }), expires(1, '30 days after the push')],
    ['by a rule with an empty prefix', rules({ ...prefixed(''), ...aged }), expires(1, '30 days after the push')],
    ['one day after the push', rules({ ...any, ...aged, countNumber: 1 }), expires(1, '1 day after the push')],
    [
      'although a rule before keeps images with a tag that cannot be',
      rules({ ...tagged('release/*'), ...protect }, { ...any, ...aged }),
      expires(2, '30 days after the push'),
    ],
    [
      'by way of the archive',
      rules({ selection: { ...any, ...aged }, action: archiving }, { ...any, ...archivedFor(365) }),
      expires(2, `365 ${archived}`),
    ],
    [
      'by way of the archive, whose rule comes first',
      rules({ ...any, ...archivedFor(365) }, { selection: { ...any, ...aged }, action: archiving }),
      expires(1, `365 ${archived}`),
    ],
    [
      'by way of the archive, whose rule comes first and names every tag',
      rules({ ...tagged('*'), ...archivedFor(365) }, { selection: { ...any, ...aged }, action: archiving }),
      expires(1, `365 ${archived}`),
    ],
    ['where only untagged ones are kept', rules({ ...untagged, ...protect }, { ...any, ...aged }), expires(2, '30 days after the push')],
  ])('%s', (_, given, warning) => {
    expect(warningsOf(given).filter((one) => !one.startsWith('archives-'))).toEqual([warning]);
  });

  test('also where some are protected too late from the archive', () => {
    const archivesFirst = rules(
      { selection: { ...tagged('*'), ...aged }, action: archiving },
      { ...tagged('v*'), ...protect },
      { ...any, ...archivedFor(365) },
    );
    expect(warningsOf(archivesFirst)).toContain(expires(3, `365 ${archived}`));
  });

  test.each<[string, DocumentRule[]]>([
    ['the rule selects an empty tag, which no image has', rules({ ...tagged(''), ...aged })],
    ['a number of images stays', rules({ ...any, ...keep })],
    ['the rule selects some tags', rules({ ...tagged('pr-*'), ...aged })],
    ['the rule selects untagged images', rules({ ...untagged, ...aged })],
    ['some are protected first', rules({ ...tagged('v*'), ...protect }, { ...any, ...aged })],
    ['the newest of some are kept first', rules({ ...tagged('dev-*'), ...keep }, { ...any, ...aged })],
    ['a number that no repository reaches is kept first', rules({ ...prefixed('prod'), ...keep, countNumber: 9999 }, { ...any, ...aged })],
    ['one image is kept first', rules({ ...tagged('latest'), ...keep, countNumber: 1 }, { ...any, ...aged })],
    ['nothing is archived by the policy', rules({ ...any, ...archivedFor(365) })],
    [
      'only unpulled images are archived',
      rules({ selection: { ...any, ...aged, countType: 'sinceImagePulled' }, action: archiving }, { ...any, ...archivedFor(365) }),
    ],
    [
      'some are protected from the archive',
      rules(
        { ...tagged('v*'), ...protect },
        { selection: { ...any, ...aged }, action: archiving },
        { ...tagged('*'), ...archivedFor(365) },
      ),
    ],
    ['a hundred years pass', rules({ ...any, ...aged, countNumber: 36_500 })],
  ])('not where %s', (_, given) => {
    expect(warningsOf(given)).toEqual([]);
  });
});

describe('every tagged image is archived in the end', () => {
  const archives = (rule: number) =>
    `archives-every-tagged-image: lifecycle rule ${rule} archives every tagged image that no earlier rule identifies, 30 days after the push, ` +
    'even if it is in use. An archived image cannot be pulled until it is restored. ' +
    'Archive unpulled images with archiveUnpulledAfter, keep a number of images with archiveAllButLatest, or protect some images before this rule.';
  const archiveAll = (selection: DocumentRule['selection']) => ({ selection, action: archiving });

  test.each<[string, DocumentRule[], string]>([
    ['by a rule on any image', rules(archiveAll({ ...any, ...aged })), archives(1)],
    ['by a rule on every tag', rules({ ...untagged, ...aged }, archiveAll({ ...tagged('*'), ...aged })), archives(2)],
  ])('%s', (_, given, warning) => {
    expect(warningsOf(given)).toEqual([warning]);
  });

  test.each<[string, DocumentRule[]]>([
    ['some tags are selected', rules(archiveAll({ ...tagged('pr-*'), ...aged }))],
    ['untagged images are selected', rules(archiveAll({ ...untagged, ...aged }))],
    ['pulls keep images', rules(archiveAll({ ...any, ...aged, countType: 'sinceImagePulled' }))],
    ['the newest stay', rules(archiveAll({ ...any, ...keep }))],
    ['some are protected first', rules({ ...tagged('v*'), ...protect }, archiveAll({ ...any, ...aged }))],
  ])('not where %s', (_, given) => {
    expect(warningsOf(given)).toEqual([]);
  });
});

describe('several patterns', () => {
  test('are joined by and, not by or', () => {
    const given = rules({ ...tagged('a*', 'b*'), ...keep }, { ...tagged('a*'), ...keep }, { ...prefixed('c', 'd'), ...keep });
    expect(joinedByAnd({ rules: given })).toEqual([
      {
        id: 'cdk-secure-repository:lifecycle-patterns-joined-by-and',
        severity: 'warning',
        message:
          'lifecycle rule 1 selects only images that have a tag for each of "a*", "b*". ' +
          'To select images with a tag for any of them, write one rule for each.',
      },
      expect.objectContaining({ message: expect.stringContaining('rule 3 selects only images that have a tag for each of "c*", "d*"') }),
    ]);
  });
});

test('a rule without patterns does not read like a choice', () => {
  expect(joinedByAnd({ rules: rules({ ...untagged, ...aged }, { ...tagged('v*'), ...keep }, { ...any, ...keep }) })).toEqual([]);
});

test.each([
  ['the same twice', ['v*', 'v*']],
  ['one that is part of the other', ['*', 'v*', 'v1.*']],
])('patterns of which one asks for all do not read like a choice: %s', (_, patterns) => {
  expect(joinedByAnd({ rules: rules({ ...tagged(...patterns), ...keep }) })).toEqual([]);
});

test('a rule by age does not reach tagged images that an earlier rule has identified', () => {
  const { _warnings } = LifecyclePolicy.of(
    LifecycleRule.keepLatest(10, ImageSelection.tagged('*')),
    LifecycleRule.expireAfter(Duration.days(30)),
  );
  expect(_warnings).toEqual([]);
});

describe('a policy that was written as JSON', () => {
  const expire = { type: 'expire' } as const;
  const document: PolicyDocument = {
    rules: [
      {
        rulePriority: 9,
        selection: { tagStatus: 'any', countType: 'sinceImagePushed', countNumber: 30, countUnit: 'days' },
        action: expire,
      },
      {
        rulePriority: 2,
        selection: { tagStatus: 'tagged', tagPatternList: ['a*', 'b*'], countType: 'imageCountMoreThan', countNumber: 5 },
        action: expire,
      },
    ],
  };

  test('has the warnings about its effect and those about its form', () => {
    const selection = { tagStatus: 'tagged', tagPrefixList: ['v*'], countType: 'imageCountMoreThan', countNumber: 5 } as const;
    const withPrefix = {
      rules: [...document.rules, { rulePriority: 1, selection, action: expire }, { rulePriority: 3, selection, action: expire }],
    };
    expect(jsonPolicyWarnings(withPrefix).map(({ id }) => id)).toEqual([
      'cdk-secure-repository:lifecycle-rule-never-acts',
      'cdk-secure-repository:lifecycle-overlapping-prefixes',
      'cdk-secure-repository:lifecycle-selects-no-tag',
      'cdk-secure-repository:lifecycle-selects-no-tag',
      'cdk-secure-repository:lifecycle-patterns-joined-by-and',
    ]);
    expect(jsonPolicyWarnings(document).map(({ id }) => id)).toEqual(['cdk-secure-repository:lifecycle-patterns-joined-by-and']);
  });
});

describe('a pattern that looks like a prefix', () => {
  test.each(['v1.', 'dev-', 'a_'])('%s', (pattern) => {
    expect(warningsOf(rules({ ...tagged(pattern), ...keep }))).toEqual([
      `pattern-without-wildcard: lifecycle rule 1 has the pattern "${pattern}", which matches only the tag "${pattern}". ` +
        `Use "${pattern}*" to match every tag that begins with it.`,
    ]);
  });

  test.each(['v1', 'v1.*', '*.', '.'])('is not %s', (pattern) => {
    expect(warningsOf(rules({ ...tagged(pattern), ...keep }))).toEqual([]);
  });
});

describe('a rule that selects no image', () => {
  test.each<[DocumentSelection, string]>([
    [{ ...tagged('a/b'), ...keep }, 'matches "a/b" (a tag cannot contain "/"). Correct the pattern, or remove the rule.'],
    [{ ...prefixed('a/b'), ...keep }, 'begins with "a/b" (a tag cannot contain "/"). Correct the prefix, or remove the rule.'],
    [{ ...prefixed('v*'), ...keep }, 'begins with "v*" (a prefix has no wildcards). Use tagPatternList for a pattern.'],
  ])('%j', (selection, problem) => {
    expect(jsonPolicyWarnings({ rules: rules(selection) })).toEqual([
      {
        id: 'cdk-secure-repository:lifecycle-selects-no-tag',
        severity: 'warning',
        message: `lifecycle rule 1 selects no image, because no tag ${problem}`,
      },
    ]);
  });
});

describe('the images of a preview', () => {
  const rule = rules({ ...untagged, ...aged });

  test('are all kept without rules, so that missing media types do not matter', () => {
    expect(previewWarnings([], [image('a', { isManifestList: undefined })])).toEqual([]);
  });

  test('have their media types, or a warning counts those that do not', () => {
    const untyped = (digest: string) => image(digest, { isManifestList: undefined });
    expect(previewWarnings(rule, [image('a'), image('b', { isManifestList: true })])).toEqual([]);
    const remedy = 'which may be manifest lists that keep other images. Include imageManifestMediaType in the output of describe-images.';
    const warning = { id: 'cdk-secure-repository:image-media-types', severity: 'warning' };
    expect(previewWarnings(rule, [image('a'), untyped('b')])).toEqual([
      { ...warning, message: `the inventory has 1 image without imageManifestMediaType, ${remedy}` },
    ]);
    expect(previewWarnings(rule, [untyped('a'), untyped('b')])).toEqual([
      { ...warning, message: `the inventory has 2 images without imageManifestMediaType, ${remedy}` },
    ]);
  });
});
