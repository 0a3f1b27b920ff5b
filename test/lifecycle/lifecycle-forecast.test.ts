import { Duration, Token } from 'aws-cdk-lib';
import * as fc from 'fast-check';
import { ForecastOptions, ImageInventory, ImageSelection, LifecyclePolicy, LifecycleRule } from '../../src';
import { inventoryOf } from '../fixtures/image-inventories';

const DAY = 24 * 60 * 60 * 1000;
const NOW = new Date('2026-01-31T12:00:00Z');
const GB = 1024 ** 3;

/** An image in the form of describe-images that was pushed a number of days ago. */
function pushed(daysAgo: number, overrides: object = {}): object {
  return {
    imageDigest: `sha256:${Math.round(daysAgo * 1000)
      .toString(16)
      .padStart(64, '0')}`,
    imagePushedAt: new Date(NOW.getTime() - daysAgo * DAY).toISOString(),
    imageSizeInBytes: GB,
    imageManifestMediaType: 'application/vnd.oci.image.manifest.v1+json',
    ...overrides,
  };
}

/** A repository to which `main-N` was pushed every other day, for four weeks. */
const EVERY_OTHER_DAY = inventoryOf(Array.from({ length: 14 }, (_, push) => pushed(2 * push + 1, { imageTags: [`main-${100 - push}`] })));
const KEEP_FIVE = LifecyclePolicy.of(LifecycleRule.keepLatest(5, ImageSelection.tagged('main-*')));

describe('LifecyclePolicy.forecast', () => {
  test('assumes that a tag family continues with the rate and the mean size of its images', () => {
    const { days, families } = LifecyclePolicy.none().forecast(EVERY_OTHER_DAY, { now: NOW, days: 28 });
    expect(families).toEqual([{ name: 'main-*', imageCount: 14, pushesPerDay: 14 / 27, meanSizeInBytes: GB }]);
    expect(days).toHaveLength(29);
    expect(days[0]).toMatchObject({ date: NOW, imageCount: 14, sizeInBytes: 14 * GB, dollarsPerMonth: expect.closeTo(1.4) });
    expect(days[28]).toMatchObject({ date: new Date(NOW.getTime() + 28 * DAY), imageCount: 28, sizeInBytes: 28 * GB });
  });

  test('evaluates the policy on each day, with the images of the days before', () => {
    const { days } = KEEP_FIVE.forecast(EVERY_OTHER_DAY, { now: NOW, days: 30 });
    expect(days.map(({ imageCount }) => imageCount)).toEqual(days.map(() => 5));
  });

  test('evaluates the first day as a preview does', () => {
    const preview = KEEP_FIVE.preview(EVERY_OTHER_DAY, { now: NOW });
    const [today] = KEEP_FIVE.forecast(EVERY_OTHER_DAY, { now: NOW }).days;
    expect(today.sizeInBytes).toBe(preview.keptBytes);
    expect(today.imageCount).toBe(preview.kept.length);
  });

  test('has 90 days unless others are passed', () => {
    expect(KEEP_FIVE.forecast(EVERY_OTHER_DAY).days).toHaveLength(91);
  });

  test('takes another rate for a family', () => {
    const { days, families } = LifecyclePolicy.none().forecast(EVERY_OTHER_DAY, { now: NOW, days: 10, pushesPerDay: { 'main-*': 0.1 } });
    expect(families[0].pushesPerDay).toBe(0.1);
    expect(days.map(({ imageCount }) => imageCount)).toEqual([...Array<number>(10).fill(14), 15]);
  });

  test('takes another price', () => {
    const [today] = LifecyclePolicy.none().forecast(EVERY_OTHER_DAY, { now: NOW, pricePerGbMonth: 1 }).days;
    expect(today.dollarsPerMonth).toBe(14);
  });

  test('moves images to the archive, where they cost the same and expire later', () => {
    const policy = LifecyclePolicy.of(LifecycleRule.archiveAfter(Duration.days(30)), LifecycleRule.expireArchivedAfter(Duration.days(90)));
    const { days } = policy.forecast(inventoryOf([pushed(10)]), { now: NOW, days: 120 });
    const seen = days.map(({ imageCount, archivedImageCount }) => `${imageCount}/${archivedImageCount}`);
    // older than 30 days on day 21; archived for more than 90 days on day 112
    expect(seen.indexOf('1/1')).toBe(21);
    expect(seen.indexOf('0/0')).toBe(21 + 91);
  });

  test('has two limits where the images of a manifest list are not known', () => {
    const list = pushed(1, {
      imageTags: ['v1'],
      imageManifestMediaType: 'application/vnd.oci.image.index.v1+json',
      imageSizeInBytes: undefined,
    });
    const policy = LifecyclePolicy.expireUntaggedAfter(Duration.days(14));
    const forecast = policy.forecast(inventoryOf([list, pushed(20), pushed(40)]), { now: NOW, days: 1 });
    expect(forecast.days[0]).toMatchObject({
      imageCount: 3,
      leastImageCount: 1,
      sizeInBytes: 2 * GB,
      leastSizeInBytes: 0,
      leastDollarsPerMonth: 0,
    });
    expect(forecast.assumptions.join()).toContain('manifest lists');
    expect(forecast.summary()).toBe(
      'today 1 to 3 images, 2.0 GB, at most $0.20 a month; in a day 1 to 3 images, 2.0 GB, at most $0.20 a month',
    );
  });

  test('describes the first and the last day', () => {
    expect(KEEP_FIVE.forecast(EVERY_OTHER_DAY, { now: NOW }).summary()).toBe(
      'today 5 images, 5.0 GB, at most $0.50 a month; in 90 days 5 images, 5.0 GB, at most $0.50 a month',
    );
  });

  test('says why a family has no rate', () => {
    const { families } = LifecyclePolicy.none().forecast(
      inventoryOf([pushed(1, { imageTags: ['latest'] }), pushed(60, { imageTags: ['v1'] }), pushed(70, { imageTags: ['v2'] })]),
      { now: NOW },
    );
    expect(families.map(({ name, pushesPerDay, remark }) => [name, pushesPerDay, remark])).toEqual([
      ['v*', 0, 'no push in the last 28 days'],
      ['latest', 0, 'one image gives no rate'],
    ]);
  });

  test('is empty for an empty repository', () => {
    const forecast = KEEP_FIVE.forecast(inventoryOf([]), { now: NOW });
    expect(forecast.families).toEqual([]);
    expect(new Set(forecast.days.map(({ imageCount }) => imageCount))).toEqual(new Set([0]));
  });

  test('never has more images in the lower limit', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(400), { maxLength: 40 }), fc.integer({ min: 1, max: 20 }), (ages, count) => {
        const images = [...new Set(ages)].map((age) => pushed(age, age % 3 === 0 ? { imageManifestMediaType: undefined } : {}));
        const { days } = LifecyclePolicy.of(LifecycleRule.keepLatest(count)).forecast(inventoryOf(images), { now: NOW, days: 20 });
        for (const day of days) expect(day.leastImageCount).toBeLessThanOrEqual(day.imageCount);
      }),
    );
  });

  test.each<[string, ForecastOptions, string]>([
    ['no days', { days: 0 }, 'LifecyclePolicy.forecast({ days }): 0 is not a whole number from 1 to 3650. Use 90, for example.'],
    ['half a day', { days: 1.5 }, '1.5 is not a whole number'],
    ['a rate below 0', { pushesPerDay: { 'main-*': -1 } }, 'the rate of "main-*" is -1, but must be a number of at least 0'],
    [
      'a Map',
      { pushesPerDay: new Map([['main-*', 5]]) as unknown as ForecastOptions['pushesPerDay'] },
      'the value is a Map, but must be an object with a number for each tag family',
    ],
    ['a rate without end', { pushesPerDay: { 'main-*': Infinity } }, 'but must be a number of at least 0'],
    ['more pushes than fit into memory', { pushesPerDay: { 'main-*': 20_000 } }, 'the rates are 1800000 pushes in 90 days'],
    [
      'an unknown family',
      { pushesPerDay: { main: 1 } },
      '"main" is not a tag family of the inventory, of which the assumed images are copies. The inventory has "main-*".',
    ],
    ['a date that is none', { now: new Date('never') }, 'LifecyclePolicy.forecast({ now }): the date is invalid'],
    ['a date after which there are no 90 days', { now: new Date(8.64e15) }, '+275760-09-13T00:00:00.000Z is too late'],
    ['a price below 0', { pricePerGbMonth: -1 }, 'LifecyclePolicy.forecast({ pricePerGbMonth })'],
  ])('refuses %s', (_, options, message) => {
    expect(() => KEEP_FIVE.forecast(EVERY_OTHER_DAY, options)).toThrow(message);
  });

  test('refuses a policy with tokens, whose values are not known yet', () => {
    const policy = LifecyclePolicy.fromText(Token.asString({ Ref: 'Policy' }));
    expect(() => policy.forecast(EVERY_OTHER_DAY)).toThrow('LifecyclePolicy.forecast: the policy has tokens');
  });

  test('refuses what is no inventory', () => {
    expect(() => KEEP_FIVE.forecast({} as ImageInventory)).toThrow('LifecyclePolicy.forecast(inventory): {} is not an ImageInventory');
  });
});
