import * as fc from 'fast-check';
import { DocumentRule } from '../../../../src/lifecycle/core/document';
import { assumedPushes } from '../../../../src/lifecycle/core/forecast/assumed-pushes';
import { Fates, forecastOf, ForecastDay } from '../../../../src/lifecycle/core/forecast/forecast';
import { ForecastBasis } from '../../../../src/lifecycle/core/forecast/forecast-basis';
import { pushFamilies } from '../../../../src/lifecycle/core/forecast/push-families';
import { ManifestLists, RepositoryImage } from '../../../../src/lifecycle/core/images';
import { acceptedRules } from '../../../fixtures/policy-documents';
import { image, NOW, relatedImages } from '../../../fixtures/repository-images';
import { dayByDay, Event } from '../../../oracle/lifecycle/day-by-day';

const DAYS = 40;

/** Rates for some families of a repository. */
const someRates = fc.infiniteStream(fc.constantFrom(undefined, 0, 0.3, 1, 2.5));

/** Some of the lists are not among the images, and some are artifacts of an image that they reference. */
const withUnusualLists = fc.tuple(relatedImages, fc.nat(9)).map(([{ images, lists }, dice]) => ({
  images: images
    .map((one, place) => {
      const isOfOther = (digest: string) => images.some((other) => other.digest === digest && other.subjectDigest === undefined);
      const own = (place + dice) % 3 === 0 ? lists.get(one.digest)?.find(isOfOther) : undefined;
      return own === undefined ? one : { ...one, subjectDigest: own };
    })
    .filter(({ digest }, place) => !lists.has(digest) || (place + dice) % 10 > 1),
  lists,
}));

function ratesOf(images: readonly RepositoryImage[], lists: ManifestLists, rates: Iterator<number | undefined>): Map<string, number> {
  return new Map(
    pushFamilies(images, lists, NOW).flatMap(({ name }) => {
      const { value } = rates.next();
      return value === undefined ? [] : [[name, value] as const];
    }),
  );
}

function eventsOf(basis: ForecastBasis, days: Int16Array, rules: Int16Array): Map<string, Event> {
  return new Map(
    basis.images.flatMap(({ digest }, place) => (days[place] < 0 ? [] : [[digest, { day: days[place], rule: rules[place] }] as const])),
  );
}

function resultOf(basis: ForecastBasis, days: readonly ForecastDay[], bound: 'most' | 'least', fates: Fates): ReturnType<typeof dayByDay> {
  return {
    imageCounts: days.map((day) => day[bound].imageCount),
    bytes: days.map((day) => day[bound].sizeInBytes),
    archivedCounts: days.map((day) => day[bound].archivedImageCount),
    expired: eventsOf(basis, fates.expires, fates.expiredBy),
    archived: eventsOf(basis, fates.archived, fates.archivedBy),
  };
}

/** The upper and the lower limit of the numbers of each day. */
function inOrder(certain: ReturnType<typeof dayByDay>, possible: ReturnType<typeof dayByDay>): ReturnType<typeof dayByDay>[] {
  const limits = (limit: (...numbers: number[]) => number) => ({
    imageCounts: certain.imageCounts.map((count, day) => limit(count, possible.imageCounts[day])),
    bytes: certain.bytes.map((bytes, day) => limit(bytes, possible.bytes[day])),
  });
  return [
    { ...certain, ...limits(Math.max) },
    { ...possible, ...limits(Math.min) },
  ];
}

function forgetRulesOfArtifacts(images: readonly RepositoryImage[], results: readonly ReturnType<typeof dayByDay>[]): void {
  for (const events of results.flatMap(({ expired, archived }) => [expired, archived])) {
    for (const { digest, subjectDigest } of images) {
      const event = events.get(digest);
      if (subjectDigest !== undefined && event !== undefined) events.set(digest, { ...event, rule: -1 });
    }
  }
}

describe('the forecast of a policy', () => {
  test('is what a preview for each day says, whose actions are carried out before the next day', () => {
    fc.assert(
      fc.property(acceptedRules, withUnusualLists, someRates, (rules, { images, lists }, rateStream) => {
        const rates = ratesOf(images, lists, rateStream);
        const basis = new ForecastBasis(images, lists, NOW, DAYS, rates);
        const { days, certain, possible } = forecastOf(rules, basis);

        const assumed = assumedPushes(pushFamilies(images, lists, NOW), rates, lists, NOW, DAYS);
        const arrivals = (day: number) => {
          const arrived = assumed.images.filter((_, place) => assumed.days[place] === day);
          return { images: arrived, lists: new Map([...assumed.lists].filter(([list]) => arrived.some(({ digest }) => digest === list))) };
        };
        const expectedIf = (isPossibleDone: boolean) => dayByDay(rules, images, lists, arrivals, { now: NOW, days: DAYS, isPossibleDone });
        const [most, least] = inOrder(expectedIf(false), expectedIf(true));
        for (const [bound, expected, fates] of [
          ['most', most, certain],
          ['least', least, possible],
        ] as const) {
          const result = resultOf(basis, days, bound, fates);
          // whether an artifact follows its subject or its own rule depends on what is certain, which this bound does not look at
          if (bound === 'least') forgetRulesOfArtifacts(images, [expected, result]);
          expect(result).toEqual(expected);
        }
      }),
      { numRuns: 200 },
    );
  });

  test.each([
    ['expire', { type: 'expire' } as const],
    ['archive', { type: 'transition', targetStorageClass: 'archive' } as const],
  ])('has an upper limit that is not below the lower one, where images that a rule may %s make room for a larger one', (_, action) => {
    const keep = (rulePriority: number, countNumber: number) => ({ countType: 'imageCountMoreThan', countNumber, rulePriority }) as const;
    const { rulePriority: first, ...ofPair } = keep(1, 1);
    const { rulePriority: second, ...ofAny } = keep(2, 3);
    const rules: DocumentRule[] = [
      { rulePriority: first, selection: { tagStatus: 'tagged', tagPatternList: ['pair-*'], ...ofPair }, action },
      { rulePriority: second, selection: { tagStatus: 'any', ...ofAny }, action: { type: 'expire' } },
    ];
    const day = 86_400_000;
    const pushed = (digest: string, tag: string, days: number, sizeInBytes: number) =>
      image(digest, { tags: [tag], pushedAt: NOW - days * day, sizeInBytes, isManifestList: false });
    // which of the two is newer is not known; the assumed push is the fourth image
    const images = [pushed('sha256:a', 'pair-1', 1, 1), pushed('sha256:b', 'pair-2', 1, 1), pushed('sha256:c', 'large', 2, 1_000)];
    const { days } = forecastOf(
      rules,
      new ForecastBasis(
        images,
        new Map(),
        NOW,
        5,
        new Map([
          ['large', 0.5],
          ['pair-*', 0],
        ]),
      ),
    );
    expect(days.filter(({ most, least }) => least.sizeInBytes > most.sizeInBytes || least.imageCount > most.imageCount)).toEqual([]);
    expect(days[5].least).not.toEqual(days[5].most);
  });
});
