import * as fc from 'fast-check';
import { byPriority, DocumentRule } from '../../../../src/lifecycle/core/document';
import { rulesMadeBy } from '../../../../src/lifecycle/core/source/factories';
import { policyJson, policySource } from '../../../../src/lifecycle/core/source/policy-source';
import { LifecyclePolicy } from '../../../../src/lifecycle/lifecycle-policy';
import { acceptedRules } from '../../../fixtures/policy-documents';
import { randomCalls } from '../../../fixtures/rule-calls';
import { policyOf, rulesOf } from '../../../fixtures/source-of-policy';

/** The policy as a factory writes it: numbered from 1, without the default storage class. A policy from JSON stays as it is. */
function expectedRules(rules: readonly DocumentRule[]): DocumentRule[] {
  if (rules.some(({ selection }) => selection.tagPrefixList !== undefined)) return byPriority(rules);
  return byPriority(rules).map(({ selection: { storageClass, ...selection }, ...rule }, index) => ({
    ...rule,
    rulePriority: index + 1,
    selection: { ...selection, ...(storageClass === 'archive' ? { storageClass } : {}) },
  }));
}

const source = (language: 'typescript' | 'python', ...rules: DocumentRule[]) => policySource({ rules }, language);

describe('the TypeScript', () => {
  test('makes the rules of every policy, in their order', () => {
    fc.assert(
      fc.property(acceptedRules, (rules) => {
        expect(rulesOf(policyOf(source('typescript', ...rules)))).toEqual(expectedRules(rules));
      }),
    );
  });

  test('makes every policy that factories made', () => {
    fc.assert(
      fc.property(randomCalls, (calls) => {
        const document = { rules: rulesMadeBy(calls) };
        expect(rulesOf(policyOf(policySource(document, 'typescript')))).toEqual(document.rules);
      }),
    );
  });

  test('makes no policy of no policy', () => {
    expect(policyOf(policySource(null, 'typescript')).toText()).toBe('');
  });

  test('is the same for rules in any order in the document', () => {
    fc.assert(
      fc.property(acceptedRules, (rules) => {
        expect(source('typescript', ...[...rules].reverse())).toBe(source('typescript', ...rules));
      }),
    );
  });

  test.each(['\\', "'", '"', '`${process.exit()}`', '\n\r\t', '\u2028\u2029', '\u202e\u0000', 'é', '日本', '😀', '\ud800', '*/', '//'])(
    'quotes %j',
    (description) => {
      const rule = { ...EXPIRE_UNTAGGED, description };
      expect(rulesOf(policyOf(source('typescript', rule)))).toEqual([rule]);
      // nothing in it changes how the rest is read
      expect(source('typescript', rule)).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u2028\u2029\u202e\ud800-\udfff](?<!😀)/u);
    },
  );
});

const EXPIRE_UNTAGGED = ruleOf(1, { tagStatus: 'untagged', ...pushed(14) });
const KEEP_TEN = ruleOf(2, { tagStatus: 'tagged', tagPatternList: ['*'], countType: 'imageCountMoreThan', countNumber: 10 });

function ruleOf(rulePriority: number, selection: DocumentRule['selection']): DocumentRule {
  return { rulePriority, selection, action: { type: 'expire' } };
}

function pushed(countNumber: number) {
  return { countType: 'sinceImagePushed', countNumber, countUnit: 'days' } as const;
}

function protection(rulePriority: number, pattern: string): DocumentRule {
  return ruleOf(rulePriority, { tagStatus: 'tagged', tagPatternList: [pattern], countType: 'imageCountMoreThan', countNumber: 999_999 });
}

function archived(rulePriority: number, countNumber: number, tagPatternList?: string[]): DocumentRule {
  const filter = tagPatternList === undefined ? ({ tagStatus: 'any' } as const) : ({ tagStatus: 'tagged', tagPatternList } as const);
  return ruleOf(rulePriority, { ...filter, storageClass: 'archive', countType: 'sinceImageTransitioned', countNumber, countUnit: 'days' });
}

const numbered = (...rules: DocumentRule[]) => rules.map((rule, index) => ({ ...rule, rulePriority: index + 1 }));

describe('the shortest call is written', () => {
  test('keepLatest', () => {
    expect(source('typescript', EXPIRE_UNTAGGED, KEEP_TEN)).toBe(`import { LifecyclePolicy } from 'cdk-secure-repository';

export const lifecyclePolicy = LifecyclePolicy.keepLatest(10);
`);
    expect(source('python', ...numbered(protection(1, 'v*'), protection(2, 'latest'), EXPIRE_UNTAGGED, KEEP_TEN)))
      .toBe(`from cdk_secure_repository import LifecyclePolicy

lifecycle_policy = LifecyclePolicy.keep_latest(10, protected_tags=["v*", "latest"])
`);
  });

  test('expireUntaggedAfter', () => {
    expect(source('typescript', EXPIRE_UNTAGGED)).toBe(`import { Duration } from 'aws-cdk-lib';
import { LifecyclePolicy } from 'cdk-secure-repository';

export const lifecyclePolicy = LifecyclePolicy.expireUntaggedAfter(Duration.days(14));
`);
  });

  test('of, one rule a line', () => {
    const rules = numbered(
      protection(1, 'latest'),
      archived(2, 36_500, ['latest']),
      { ...EXPIRE_UNTAGGED, description: 'left over' },
      archived(4, 365),
    );
    expect(source('typescript', ...rules)).toBe(`import { Duration } from 'aws-cdk-lib';
import { ImageSelection, LifecyclePolicy, LifecycleRule } from 'cdk-secure-repository';

export const lifecyclePolicy = LifecyclePolicy.of(
  LifecycleRule.protect('latest'),
  LifecycleRule.expireAfter(Duration.days(14), ImageSelection.untagged(), { description: 'left over' }),
  LifecycleRule.expireArchivedAfter(Duration.days(365)),
);
`);
    expect(source('python', ...rules)).toBe(`from aws_cdk import Duration
from cdk_secure_repository import ImageSelection, LifecyclePolicy, LifecycleRule

lifecycle_policy = LifecyclePolicy.of(
    LifecycleRule.protect("latest"),
    LifecycleRule.expire_after(
        Duration.days(14),
        ImageSelection.untagged(),
        description="left over",
    ),
    LifecycleRule.expire_archived_after(Duration.days(365)),
)
`);
  });
});

describe('traps', () => {
  test('a protection in one storage class is not protect, which adds the other when a rule selects archived images', () => {
    const text = source('typescript', protection(1, 'v*'), archived(2, 365));
    expect(text).toContain("LifecycleRule.keepLatest(999999, ImageSelection.tagged('v*'))");
    expect(rulesOf(policyOf(text))).toHaveLength(2);
  });

  test('protections of both storage classes are not protect without another rule on archived images', () => {
    const rules = numbered(protection(1, 'v*'), archived(2, 36_500, ['v*']), EXPIRE_UNTAGGED);
    expect(rulesOf(policyOf(source('typescript', ...rules)))).toEqual(rules);
  });

  test('several patterns are taggedWithAll', () => {
    const rule = { ...KEEP_TEN, selection: { ...KEEP_TEN.selection, tagPatternList: ['v*', '*-rc'] } };
    expect(source('python', rule)).toContain('ImageSelection.tagged_with_all("v*", "*-rc")');
  });

  test.each([
    ['prefixes', { tagStatus: 'tagged', tagPrefixList: ['v'], ...pushed(7) } as const],
    ['a pattern that no tag can match', { tagStatus: 'tagged', tagPatternList: ['feature/*'], ...pushed(7) } as const],
  ])('%s are written as JSON, with their priorities', (_, selection) => {
    const rule = ruleOf(7, selection);
    const text = source('typescript', rule);
    expect(text).toContain('LifecyclePolicy.fromText(\n  JSON.stringify({\n    rules: [{\n      rulePriority: 7,\n');
    expect(text).not.toContain('other priorities');
    expect(rulesOf(policyOf(text))).toEqual([rule]);
  });

  test('new priorities are pointed out', () => {
    const remark = 'The rules have other priorities than in the original policy, but the same order.';
    const rules = [KEEP_TEN, { ...EXPIRE_UNTAGGED, rulePriority: 20 }];
    expect(source('typescript', ...rules)).toContain(`\n// ${remark}\n`);
    expect(source('python', ...rules)).toContain(`\n# ${remark}\n`);
    expect(source('python', ...numbered(...rules))).not.toContain(remark);
  });
});

describe('the JSON', () => {
  test('is the policy, by priority', () => {
    fc.assert(
      fc.property(acceptedRules, (rules) => {
        const text = policyJson({ rules: [...rules].reverse() });
        expect(JSON.parse(text)).toEqual({ rules: JSON.parse(JSON.stringify(rules)) });
        expect(LifecyclePolicy.fromText(text).toText()).not.toBe('');
      }),
    );
  });

  test('escapes what cannot be seen', () => {
    expect(policyJson({ rules: [{ ...EXPIRE_UNTAGGED, description: '\u202eé' }] })).toContain('"\\u202eé"');
  });
});
