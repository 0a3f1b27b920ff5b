import { CfnParameter, Duration, Lazy, Stack } from 'aws-cdk-lib';
import * as fc from 'fast-check';
import { ImageSelection, LifecyclePolicy, LifecycleRule } from '../../src';
import { isTagOrPattern } from '../../src/private/tag-pattern-text';

/** Every place where a pattern is written in code. */
const PLACES: { readonly [place: string]: (pattern: string) => LifecyclePolicy } = {
  'LifecycleRule.protect(pattern)': (pattern) => LifecyclePolicy.of(LifecycleRule.protect(pattern)),
  'LifecyclePolicy.keepLatest(protectedTags)': (pattern) => LifecyclePolicy.keepLatest(10, { protectedTags: ['v*', pattern] }),
  'ImageSelection.tagged(pattern)': (pattern) => LifecyclePolicy.of(LifecycleRule.keepLatest(1, ImageSelection.tagged(pattern))),
  'ImageSelection.taggedWithAll(patterns)': (pattern) =>
    LifecyclePolicy.of(LifecycleRule.expireAfter(Duration.days(1), ImageSelection.taggedWithAll('v*', pattern))),
};

const IMPOSSIBLE: [string, string][] = [
  ['release/*', 'a tag cannot contain "/"'],
  ['feature/', 'a tag cannot contain "/"'],
  ['^v.*$', 'a tag cannot contain "^", and a pattern is not a regular expression'],
  ['v[0-9]*', 'a tag cannot contain "[", and a pattern is not a regular expression'],
  [' v1', 'a tag cannot contain " "'],
  ['v1\n', 'a tag cannot contain "\\n"'],
  ['v1:latest', 'a tag cannot contain ":"'],
  ['ü*', 'a tag cannot contain "ü"'],
  ['-x', 'a tag cannot begin with "-"'],
  ['.x*', 'a tag cannot begin with "."'],
  ['a'.repeat(129), 'a tag has at most 128 characters, but this pattern has 129 in addition to wildcards'],
  [`${'a'.repeat(100)}*${'b'.repeat(29)}`, 'a tag has at most 128 characters, but this pattern has 129 in addition to wildcards'],
];

const POSSIBLE = ['*', '**', 'v*', '*-x', '_x', 'V1.0_2-rc*', 'a'.repeat(128), `${'a'.repeat(64)}*${'b'.repeat(64)}`, '*.sig', '0'];

describe.each(Object.entries(PLACES))('%s', (place, make) => {
  test.each(IMPOSSIBLE)('refuses %j: %s', (pattern, reason) => {
    expect(() => make(pattern)).toThrow(`${place}: ${JSON.stringify(pattern)} matches no tag, because ${reason}. `);
  });

  test('refuses an empty pattern', () => {
    expect(() => make('')).toThrow(`${place}: "" matches no tag, because it is empty. `);
  });

  test.each(POSSIBLE)('accepts %j', (pattern) => {
    expect(() => make(pattern)).not.toThrow();
  });

  test('does not judge a token', () => {
    const parameter = new CfnParameter(new Stack(), 'Tag').valueAsString;
    for (const token of [parameter, `release/${parameter}`, Lazy.string({ produce: () => '-x' })]) expect(() => make(token)).not.toThrow();
  });
});

test('a pattern is possible when a tag matches it, and impossible when none does', () => {
  const tag = /^[0-9A-Za-z_][0-9A-Za-z._-]{0,127}$/;
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('a', 'V', '0', '_', '.', '-', '*', '/', ' ', '^', 'ü'), minLength: 1 }), (pattern) => {
      // the shortest tags that it could match
      const candidates = [pattern.replaceAll('*', ''), pattern.replace('*', 'a').replaceAll('*', '')];
      expect(isTagOrPattern(pattern)).toBe(candidates.some((candidate) => tag.test(candidate)));
    }),
  );
});

describe('in a text, where ECR accepts it', () => {
  const ofText = (list: object) =>
    LifecyclePolicy.fromText(
      JSON.stringify({
        rules: [
          {
            rulePriority: 7,
            selection: { tagStatus: 'tagged', ...list, countType: 'imageCountMoreThan', countNumber: 1 },
            action: { type: 'expire' },
          },
        ],
      }),
    )._warnings;

  test.each(IMPOSSIBLE)('the pattern %j is a warning: %s', (pattern, reason) => {
    expect(ofText({ tagPatternList: [pattern] })).toContainEqual({
      id: 'cdk-secure-repository:lifecycle-selects-no-tag',
      severity: 'warning',
      message:
        `lifecycle rule 7 selects no image, because no tag matches ${JSON.stringify(pattern)} (${reason}). ` +
        'Correct the pattern, or remove the rule.',
    });
  });

  test.each(['*', 'v*', 'v*-rc'])('the prefix %j is a warning, because a prefix has no wildcards', (prefix) => {
    expect(ofText({ tagPrefixList: [prefix] })).toEqual([
      {
        id: 'cdk-secure-repository:lifecycle-selects-no-tag',
        severity: 'warning',
        message:
          `lifecycle rule 7 selects no image, because no tag begins with ${JSON.stringify(prefix)} (a prefix has no wildcards). ` +
          'Use tagPatternList for a pattern.',
      },
    ]);
  });

  test.each(POSSIBLE)('%j is not a warning', (pattern) => {
    expect(ofText({ tagPatternList: [pattern] }).map(({ id }) => id)).not.toContain('cdk-secure-repository:lifecycle-selects-no-tag');
  });

  test.each(['tagPatternList', 'tagPrefixList'])('an empty string in %s is an error', (list) => {
    expect(() => ofText({ [list]: ['v', ''] })).toThrow(`rule 7: ${list}[1] is "", but must be at least one character long. `);
  });
});

describe('a pattern that looks like a prefix', () => {
  const hint = 'cdk-secure-repository:lifecycle-pattern-without-wildcard';

  test.each(['release-', 'v_', 'v1.'])('gets a hint: %j', (pattern) => {
    for (const make of Object.values(PLACES)) {
      expect(make(pattern)._warnings).toContainEqual({
        id: hint,
        severity: 'warning',
        message: expect.stringContaining(`matches only the tag "${pattern}". Use "${pattern}*" to match every tag that begins with it.`),
      });
    }
  });

  test.each(['release-*', 'v1', '*-', 'latest'])('is none: %j', (pattern) => {
    for (const make of Object.values(PLACES)) expect(make(pattern)._warnings.map(({ id }) => id)).not.toContain(hint);
  });
});
