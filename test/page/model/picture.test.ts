import * as fc from 'fast-check';
import { ImageState } from '../../../page/model/image-state';
import { pictureOf } from '../../../page/model/picture';
import { OWN_RATES, RepositoryModel } from '../../../page/model/repository-model';
import { summaryOf } from '../../../page/model/summary';
import { reasonOf } from '../../../page/model/why';
import { DocumentRule } from '../../../src/lifecycle/core/document';
import { ManifestLists, RepositoryImage } from '../../../src/lifecycle/core/images';
import { acceptedRules } from '../../fixtures/policy-documents';
import { image, NOW, relatedImages } from '../../fixtures/repository-images';

const DAY = 24 * 60 * 60 * 1000;
const NO_LISTS: ManifestLists = new Map();

function effectOf(rules: readonly DocumentRule[], images: readonly RepositoryImage[], lists = NO_LISTS) {
  return new RepositoryModel({ images, lists }, NOW).effect({ rules }, OWN_RATES);
}

const untaggedAfter = (days: number): DocumentRule => ({
  rulePriority: 1,
  selection: { tagStatus: 'untagged', countType: 'sinceImagePushed', countNumber: days, countUnit: 'days' },
  action: { type: 'expire' },
});

describe('the picture of a day', () => {
  test('shows the verdicts of today', () => {
    fc.assert(
      fc.property(relatedImages, acceptedRules, ({ images, lists }, rules) => {
        const effect = effectOf(rules, images, lists);
        const { states } = pictureOf(effect, 0, true);
        const shown = effect.today.verdicts.map((verdict, place) => (verdict === undefined ? undefined : ImageState[states[place]]));
        expect(shown).toEqual(
          effect.today.verdicts.map((verdict) => {
            if (verdict === undefined) return undefined;
            const {
              action,
              hold,
              image: { status },
            } = verdict;
            if (action === 'EXPIRE') return 'GOES';
            if (action === 'MAY_EXPIRE') return 'MAY_GO';
            if (action === 'ARCHIVE' || status === 'ARCHIVED') return 'ARCHIVED';
            if (action === 'MAY_ARCHIVE') return 'MAY_BE_ARCHIVED';
            return hold?.isCertain && hold.by !== undefined ? 'HELD' : 'STAYS';
          }),
        );
      }),
    );
  });

  test('calls certain what happens in both limits of the forecast, and possible what happens in one', () => {
    fc.assert(
      fc.property(relatedImages, acceptedRules, fc.nat(90), ({ images, lists }, rules, day) => {
        const effect = effectOf(rules, images, lists);
        const picture = pictureOf(effect, day);
        const { certain, possible, days } = effect.forecast;
        const { entryDays, images: all } = effect.catalogue.basis;
        const isGone = (expires: Int16Array, place: number) => expires[place] >= 0 && expires[place] <= day;
        for (const place of all.keys()) {
          const limits = [certain.expires, possible.expires].filter((expires) => isGone(expires, place)).length;
          const shown = ['', 'MAY_GO', 'GOES'][limits];
          const state = ImageState[picture.states[place]];
          if (entryDays[place] === 0) expect(['MAY_GO', 'GOES'].includes(state) ? state : '').toBe(shown);
          else expect(state === 'ASSUMED_GOES').toBe(limits === 2);
        }
        const { byState } = summaryOf(picture);
        const gone = byState[ImageState.GOES] + byState[ImageState.ASSUMED_GOES] + byState[ImageState.ABSENT];
        expect(all.length - gone).toBeGreaterThanOrEqual(Math.max(days[day].most.imageCount, days[day].least.imageCount));
      }),
    );
  });

  test('does not call certain that an image goes, or when, if it stays longer where another one goes that only may', () => {
    // the artifact counts among the two newest while it is there
    const keepTwo: DocumentRule = {
      rulePriority: 2,
      selection: { tagStatus: 'tagged', tagPatternList: ['v*'], countType: 'imageCountMoreThan', countNumber: 2 },
      action: { type: 'expire' },
    };
    const expireB: DocumentRule = {
      rulePriority: 1,
      selection: { tagStatus: 'tagged', tagPatternList: ['*b'], countType: 'sinceImagePushed', countNumber: 1, countUnit: 'days' },
      action: { type: 'expire' },
    };
    const images = [
      image('sha256:artifact', { tags: ['v-1-b'], pushedAt: NOW - 2 * DAY, subjectDigest: 'sha256:missing' }),
      image('sha256:kept', { tags: ['v-2'], pushedAt: NOW - 3 * DAY }),
    ];
    const rates = new Map([['v-*', 1]]);
    const effect = new RepositoryModel({ images, lists: NO_LISTS }, NOW).effect({ rules: [expireB, keepTwo] }, rates);
    const place = effect.catalogue.placeOf.get('sha256:kept')!;
    expect([0, 1, 2].map((day) => ImageState[pictureOf(effect, day).states[place]])).toEqual(['STAYS', 'MAY_GO', 'GOES']);
    expect(reasonOf(pictureOf(effect, 1, true), place)[0]).toMatch(
      /^may go from 2026-02-01 on by rule 2 .*; goes on 2026-02-02 by rule 2 /,
    );
  });

  test('names the rule that takes an image on a later day', () => {
    const effect = effectOf([untaggedAfter(14)], [image('sha256:a')]);
    expect(ImageState[pictureOf(effect, 13).states[0]]).toBe('STAYS');
    // pushed a day ago, and older than 14 days only after the 13th day
    const { states, takenBy } = pictureOf(effect, 14);
    expect([ImageState[states[0]], takenBy[0]]).toEqual(['GOES', 0]);
  });

  test('counts an archived image as one that stays', () => {
    const { states } = pictureOf(effectOf([untaggedAfter(14)], [image('sha256:a', { status: 'ARCHIVED', lastArchivedAt: NOW - DAY })]), 0);
    expect(ImageState[states[0]]).toBe('ARCHIVED');
  });

  test('shows that a manifest list holds an image, as long as the list is there', () => {
    const images = [
      image('sha256:child', { pushedAt: NOW - 30 * DAY }),
      image('sha256:list', { tags: ['v1'], isManifestList: true, pushedAt: NOW - 30 * DAY }),
    ];
    const lists = new Map([['sha256:list', ['sha256:child']]]);
    const tagged: DocumentRule = {
      rulePriority: 2,
      selection: { tagStatus: 'tagged', tagPatternList: ['v*'], countType: 'sinceImagePushed', countNumber: 40, countUnit: 'days' },
      action: { type: 'expire' },
    };
    const effect = effectOf([untaggedAfter(14), tagged], images, lists);
    const stateOfChild = (day: number) => ImageState[pictureOf(effect, day, true).states[effect.catalogue.placeOf.get('sha256:child')!]];
    expect([0, 10, 11, 20].map(stateOfChild)).toEqual(['HELD', 'HELD', 'GOES', 'GOES']);
  });
});

describe('the reason', () => {
  const effect = effectOf([untaggedAfter(14)], [image('sha256:a')]);

  test('begins with today, and names the day on which the image goes', () => {
    expect(reasonOf(pictureOf(effect, 0, true), 0)).toEqual([
      'kept: rule 1 (expire untagged images 14 days after the push) identified it first, pushed 1 day ago',
      'goes on 2026-02-14 by rule 1 (expire untagged images 14 days after the push)',
    ]);
  });

  test('begins with what comes once a later day is shown', () => {
    expect(reasonOf(pictureOf(effect, 30, true), 0)[0]).toBe(
      'goes on 2026-02-14 by rule 1 (expire untagged images 14 days after the push)',
    );
    expect(reasonOf(pictureOf(effect, 30, true), 0)[1]).toMatch(/^today: kept: rule 1 /);
  });

  test('is left out of a picture that is painted before it is known', () => {
    expect(reasonOf(pictureOf(effect, 0), 0)).toEqual([]);
  });

  test('says of an assumed push that it is assumed', () => {
    const pushes = [1, 2, 3, 4].map((days) => image(`sha256:${days}`, { tags: [`main-${days}`], pushedAt: NOW - days * DAY }));
    const assumed = effectOf([untaggedAfter(14)], pushes);
    expect(assumed.catalogue.basis.entryDays[0]).toBeGreaterThan(0);
    expect(reasonOf(pictureOf(assumed, 90, true), 0)).toEqual(['assumed, from the pushes of the family main-*']);
  });

  test('says that an image may go where it is not certain', () => {
    const open = effectOf([untaggedAfter(14)], [image('sha256:a'), image('sha256:b', { tags: ['v1'], isManifestList: true })]);
    expect(reasonOf(pictureOf(open, 20, true), open.catalogue.placeOf.get('sha256:a')!)[0]).toBe(
      'may go from 2026-02-14 on by rule 1 (expire untagged images 14 days after the push)',
    );
  });
});
