import { effectSentence } from '../../../page/what-if/effect-sentence';
import { Fates, Forecast, ForecastDay } from '../../../src/lifecycle/core/forecast/forecast';

const GB = 1024 ** 3;

function totals(imageCount: number, sizeInBytes: number): ForecastDay['most'] {
  return { imageCount, sizeInBytes, archivedImageCount: 0 };
}

/** The fates of images, of which some expire or are archived today, and two on a later day. */
function fates(expired: number, archived: number): Fates {
  const none = new Int16Array(20).fill(-1).fill(30, 12, 14);
  return {
    expires: none.map((day, place) => (place < expired ? 0 : day)),
    archived: none.map((day, place) => (place >= 20 - archived ? 0 : day)),
    expiredBy: none,
    archivedBy: none,
  };
}

/** A forecast of 90 days. */
function forecast(most: ForecastDay['most'], certain: Fates, least = most, possible = certain): Forecast {
  const day = { most, least };
  return { days: Array.from({ length: 91 }, () => day), certain, possible };
}

const present = { name: 'present policy', forecast: forecast(totals(1_300, 42.6 * GB), fates(11, 0)) };

test('what is certain is compared in one sentence', () => {
  expect(effectSentence(forecast(totals(1_360, 48.7 * GB), fates(7, 0)), present, 0.1)).toBe(
    'In 90 days: 60 images more than with the present policy, at most $4.87 a month in place of $4.26; today 7 images go in place of 11.',
  );
  expect(effectSentence(forecast(totals(1_299, 42.6 * GB), fates(1, 2)), present, 0.1)).toBe(
    'In 90 days: 1 image fewer than with the present policy, at most $4.26 a month in place of $4.26; ' +
      'today 1 image goes in place of 11, and 2 images are archived in place of 0.',
  );
});

test('what is possible is a range, here and in the policy that is compared', () => {
  const open = forecast(totals(1_360, 48.7 * GB), fates(7, 0), totals(1_350, 47 * GB), fates(9, 1));
  expect(effectSentence(open, present, 0.1)).toBe(
    'In 90 days: 1,350 to 1,360 images in place of 1,300 with the present policy, ' +
      'at most $4.87 a month in place of $4.26; today 7 to 9 images go in place of 11, ' +
      'and 0 to 1 image is archived in place of 0.',
  );
  expect(effectSentence(forecast(totals(1_400, 0), fates(7, 0)), { name: 'present policy', forecast: open }, undefined)).toBe(
    'In 90 days: 1,400 images in place of 1,350 to 1,360 with the present policy; ' +
      'today 7 images go in place of 7 to 9, and 0 images are archived in place of 0 to 1.',
  );
});

test('nothing is compared without another policy', () => {
  expect(effectSentence(present.forecast, undefined, 0.1)).toBe('In 90 days: 1,300 images, at most $4.26 a month; today 11 images go.');
});

test('no cost is shown where no size is known', () => {
  expect(effectSentence(forecast(totals(1, 0), fates(0, 0)), undefined, undefined)).toBe('In 90 days: 1 image; today 0 images go.');
});

test('equal totals are a difference if other images go', () => {
  const others = { ...fates(11, 0), expires: fates(11, 0).expires.reverse() };
  expect(effectSentence(forecast(totals(1_300, 42.6 * GB), fates(11, 0)), present, 0.1)).toMatch(
    /^No difference from the present policy\. In 90 days: 1,300 images,/,
  );
  expect(effectSentence(forecast(totals(1_300, 42.6 * GB), others), present, 0.1)).toBe(
    'In 90 days: as many images as with the present policy (1,300), at most $4.26 a month in place of $4.26; ' +
      'today 11 images go in place of 11.',
  );
});
