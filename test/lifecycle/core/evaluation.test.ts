import * as fc from 'fast-check';
import { DocumentRule } from '../../../src/lifecycle/core/document';
import { evaluate } from '../../../src/lifecycle/core/evaluation';
import { RepositoryImage } from '../../../src/lifecycle/core/images';
import { decidingRule, isPossible, settledVerdicts, Verdict, VerdictAction } from '../../../src/lifecycle/core/verdicts';
import { acceptedRules } from '../../fixtures/policy-documents';
import { anyImages, image, imageOfVector, listsOfVector, NOW, relatedImages } from '../../fixtures/repository-images';
import { naiveEvaluation, naiveWorlds } from '../../oracle/lifecycle/naive-evaluation';
import { DEPENDENT_EVALUATIONS } from '../../vectors/dependent-evaluations';
import { DOCUMENTED_EVALUATIONS } from '../../vectors/documented-evaluations';
import { FURTHER_EVALUATIONS } from '../../vectors/further-evaluations';

const evaluations = [...DOCUMENTED_EVALUATIONS, ...FURTHER_EVALUATIONS, ...DEPENDENT_EVALUATIONS];

test.each(evaluations)('$name', ({ rules, images, expected }) => {
  const inventory = Object.entries(images).map(([name, vector]) => imageOfVector(name, vector));
  expect(actions(settledVerdicts(evaluate(rules, inventory, NOW, listsOfVector(images)), listsOfVector(images)))).toEqual(expected);
});

test.each(evaluations)('the naive evaluator agrees: $name', ({ rules, images, expected }) => {
  const inventory = Object.entries(images).map(([name, vector]) => imageOfVector(name, vector));
  expect(naiveActions(rules, inventory, listsOfVector(images))).toEqual(expected);
});

test('nothing else happens than a verdict says, whatever is true of what is not known', () => {
  const possible: Record<VerdictAction, (string | undefined)[]> = {
    KEEP: [undefined],
    EXPIRE: ['expire'],
    ARCHIVE: ['transition'],
    MAY_EXPIRE: ['expire', 'transition', undefined],
    MAY_ARCHIVE: ['transition', undefined],
  };
  fc.assert(
    fc.property(acceptedRules, relatedImages, (rules, { images, lists }) => {
      const worlds = naiveWorlds(rules, images, NOW, lists, 9);
      const wrong = settledVerdicts(evaluate(rules, images, NOW, lists), lists).filter(({ image: { digest }, action }) =>
        worlds.get(digest)?.some((one) => !possible[action].includes(one?.action)),
      );
      expect(wrong).toEqual([]);
    }),
    { numRuns: 300 },
  );
});

test('the naive evaluator agrees on repositories that leave nothing open, and every verdict is certain', () => {
  const settled = anyImages.map((images) =>
    images.map(({ subjectDigest: _, lastActivatedAt: __, ...one }, place) => ({
      ...one,
      status: one.status === 'ACTIVATING' ? ('ACTIVE' as const) : one.status,
      pushedAt: one.pushedAt - place,
      lastArchivedAt: one.lastArchivedAt ?? one.pushedAt,
      isManifestList: false,
    })),
  );
  fc.assert(
    fc.property(acceptedRules, settled, (rules, images) => {
      const verdicts = settledVerdicts(evaluate(rules, images, NOW), new Map());
      expect(verdicts.filter(isPossible)).toEqual([]);
      const inWorld = naiveWorlds(rules, images, NOW, new Map(), 1);
      const names = { expire: 'EXPIRE', transition: 'ARCHIVE' };
      const expected = [...inWorld].flatMap(([digest, [one]]) => (one === undefined ? [] : [[digest, [names[one.action], one.rule]]]));
      expect(actions(verdicts)).toEqual(Object.fromEntries(expected));
    }),
    { numRuns: 300 },
  );
});

test('every image has exactly one verdict', () => {
  fc.assert(
    fc.property(acceptedRules, anyImages, (rules, images) => {
      const digests = evaluate(rules, images, NOW).map((verdict) => verdict.image.digest);
      expect(digests.sort()).toEqual(images.map(({ digest }) => digest).sort());
    }),
  );
});

test('the order of the inventory and of the rules does not matter', () => {
  const shuffled = <T>(values: T[]) => fc.shuffledSubarray(values, { minLength: values.length });
  const cases = fc
    .tuple(acceptedRules, anyImages)
    .chain(([rules, images]) =>
      fc.record({ rules: fc.constant(rules), images: fc.constant(images), otherRules: shuffled(rules), otherImages: shuffled(images) }),
    );
  fc.assert(
    fc.property(cases, ({ rules, images, otherRules, otherImages }) => {
      expect(evaluate(otherRules, otherImages, NOW)).toEqual(evaluate(rules, images, NOW));
    }),
  );
});

test('a rule at the end changes nothing about the images of earlier rules', () => {
  fc.assert(
    fc.property(acceptedRules, anyImages, (rules, images) => {
      const [last] = [...rules].sort((one, other) => other.rulePriority - one.rulePriority);
      const without = evaluate(
        rules.filter((rule) => rule !== last),
        images,
        NOW,
      );
      const identified = without.filter(({ identification }) => identification !== undefined);
      expect(evaluate(rules, images, NOW)).toEqual(expect.arrayContaining(identified));
    }),
  );
});

test('newest first, then the archive', () => {
  const images = [
    image('archived', { status: 'ARCHIVED', pushedAt: NOW }),
    image('old', { pushedAt: NOW - 2 }),
    image('b', { pushedAt: NOW - 1 }),
    image('a', { pushedAt: NOW - 1 }),
  ];
  expect(evaluate([], images, NOW).map((verdict) => verdict.image.digest)).toEqual(['a', 'b', 'old', 'archived']);
});

describe('what decided', () => {
  const keepOne: DocumentRule = {
    rulePriority: 7,
    selection: { tagStatus: 'any', countType: 'imageCountMoreThan', countNumber: 1 },
    action: { type: 'expire' },
  };
  const pushed = (...times: number[]) => times.map((time, index) => image(`image ${index}`, { pushedAt: NOW - time }));

  test('is the first rule, with the place of the image from the newest', () => {
    expect(evaluate([keepOne], pushed(1, 2, 3), NOW).map(({ identification }) => identification)).toEqual([
      { rule: keepOne, place: 1, among: 3 },
      { rule: keepOne, place: 2, among: 3 },
      { rule: keepOne, place: 3, among: 3 },
    ]);
  });

  test('is nothing for an image that no rule selects', () => {
    expect(evaluate([], pushed(1), NOW)).toEqual([{ image: expect.anything(), action: 'KEEP' }]);
  });

  test.each([
    ['the count ends between images of one instant', [1, 1, 2], [true, true, false]],
    ['the instant goes on behind the end', [1, 1, 1, 2], [true, true, true, false]],
    ['the images of one instant all go', [1, 2, 2], [false, false, false]],
    ['there are no more images than stay', [1], [false]],
  ])('is a tie where %s', (_, times, ties) => {
    expect(evaluate([keepOne], pushed(...times), NOW).map(({ open }) => open === 'TIE')).toEqual(ties);
  });

  test('is open where one manifest list may be an image of another', () => {
    const lists = pushed(1, 2, 3).map((one) => ({ ...one, isManifestList: true }));
    expect(evaluate([keepOne], lists, NOW).map(({ action, open }) => [action, open])).toEqual([
      ['KEEP', undefined],
      ['EXPIRE', 'COUNT'],
      ['EXPIRE', 'COUNT'],
    ]);
  });

  test('is no tie where a rule goes by age', () => {
    const byAge: DocumentRule = {
      ...keepOne,
      selection: { tagStatus: 'any', countType: 'sinceImagePushed', countNumber: 1, countUnit: 'days' },
    };
    expect(evaluate([byAge], pushed(1, 1), NOW).map(({ open }) => open)).toEqual([undefined, undefined]);
  });
});

test('an archived image whose time of archiving is unknown may expire', () => {
  const rule: DocumentRule = {
    rulePriority: 1,
    selection: { tagStatus: 'any', storageClass: 'archive', countType: 'sinceImageTransitioned', countNumber: 90, countUnit: 'days' },
    action: { type: 'expire' },
  };
  expect(evaluate([rule], [image('archived', { status: 'ARCHIVED', pushedAt: 0 })], NOW)[0]).toMatchObject({
    action: 'EXPIRE',
    open: 'TIME',
  });
});

test('a chain of artifacts, each of which belongs to the one before, is settled in linear time', () => {
  const rule: DocumentRule = {
    rulePriority: 1,
    selection: { tagStatus: 'untagged', countType: 'sinceImagePushed', countNumber: 14, countUnit: 'days' },
    action: { type: 'expire' },
  };
  const chain = (length: number) =>
    Array.from({ length }, (_, place) =>
      image(`${place}`, place === 0 ? { tags: ['v1'] } : { pushedAt: 0, subjectDigest: `${place - 1}` }),
    );
  const verdicts = settledVerdicts(
    evaluate([rule], [...chain(20_000), image('list', { isManifestList: true, tags: ['v2'] })], NOW),
    new Map(),
  );
  expect(verdicts.filter(({ action }) => action === 'MAY_EXPIRE')).toHaveLength(19_999);
  expect(verdicts.filter(({ needsManifests }) => needsManifests)).toEqual([]);
});

/** The action and the rule of each image that something happens to. */
function actions(verdicts: readonly Verdict[]): Record<string, [string, number | undefined]> {
  const acted = verdicts.filter(({ action }) => action !== 'KEEP');
  return Object.fromEntries(acted.map((verdict) => [verdict.image.digest, [verdict.action, decidingRule(verdict)?.rulePriority]]));
}

function naiveActions(
  rules: readonly DocumentRule[],
  images: readonly RepositoryImage[],
  lists?: ReadonlyMap<string, readonly string[]>,
): Record<string, [string, number]> {
  const names = { expire: 'EXPIRE', transition: 'ARCHIVE' };
  return Object.fromEntries(
    [...naiveEvaluation(rules, images, NOW, lists)].map(([digest, { action, rule, isCertain }]) => [
      digest,
      [`${isCertain ? '' : 'MAY_'}${names[action]}`, rule],
    ]),
  );
}
