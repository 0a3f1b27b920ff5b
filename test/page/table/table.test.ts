import { ImageState } from '../../../page/model/image-state';
import { pictureOf } from '../../../page/model/picture';
import { OWN_RATES, RepositoryModel } from '../../../page/model/repository-model';
import { firstRows, Orders, SortColumn } from '../../../page/table/order';
import { Filter, isEmpty, NO_FILTER, selectionOf, TextMatches } from '../../../page/table/selection';
import { DocumentRule } from '../../../src/lifecycle/core/document';
import { image, NOW } from '../../fixtures/repository-images';

const DAY = 24 * 60 * 60 * 1000;
const IMAGES = [
  image('sha256:aa', { tags: ['v1.10'], sizeInBytes: 30, pushedAt: NOW - 4 * DAY }),
  image('sha256:bb', { tags: ['v1.9', 'Stable'], sizeInBytes: 20, pushedAt: NOW - 40 * DAY, lastPulledAt: NOW - 2 * DAY }),
  image('sha256:cc', { sizeInBytes: 10, pushedAt: NOW - 20 * DAY }),
  image('sha256:dd', { sizeInBytes: 40, pushedAt: NOW - 2 * DAY, lastPulledAt: NOW - DAY }),
];
const rule = (rulePriority: number, tagStatus: 'untagged' | 'any', countNumber: number): DocumentRule => ({
  rulePriority,
  selection: { tagStatus, countType: 'sinceImagePushed', countNumber, countUnit: 'days' },
  action: { type: 'expire' },
});
const model = new RepositoryModel({ images: IMAGES, lists: new Map(), inUse: new Set(['sha256:dd']) }, NOW);
const effect = model.effect({ rules: [rule(2, 'any', 30), rule(1, 'untagged', 14)] }, OWN_RATES);
const today = pictureOf(effect, 0);
const digest = (place: number) => effect.catalogue.basis.images[place].digest.slice(-2);

describe('the order of the table', () => {
  const orders = new Orders(effect.catalogue);
  const rows = (column: SortColumn, isDescending: boolean, choice: Partial<Parameters<typeof firstRows>[2]> = {}) =>
    firstRows(orders.ascending(column, today), today, { isDescending, withAssumed: false, most: 10, ...choice });
  const sorted = (column: SortColumn, isDescending = false) => rows(column, isDescending).places.map(digest);

  test.each<[SortColumn, string[]]>([
    ['pushed', ['bb', 'cc', 'aa', 'dd']],
    ['size', ['cc', 'bb', 'aa', 'dd']],
    // not pulled comes before every pull, the newest first
    ['pulled', ['aa', 'cc', 'bb', 'dd']],
    // 1.9 before 1.10, and images without a tag last
    ['tags', ['bb', 'aa', 'dd', 'cc']],
    ['state', ['dd', 'aa', 'cc', 'bb']],
  ])('by %s', (column, expected) => {
    expect(sorted(column)).toEqual(expected);
  });

  test('descending is the reverse', () => {
    expect(sorted('size', true)).toEqual(sorted('size').reverse());
  });

  test('has the first rows, and counts all', () => {
    const { places, total } = rows('size', false, { most: 2 });
    expect([places.map(digest), total]).toEqual([['cc', 'bb'], 4]);
  });

  test('leaves out what the filter does not select', () => {
    const isSelected = Uint8Array.from(today.states, (_, place) => Number(digest(place) === 'aa'));
    expect(rows('size', false, { isSelected }).places.map(digest)).toEqual(['aa']);
  });

  test('has assumed pushes on request only', () => {
    const pushes = [1, 2, 3, 4].map((days) => image(`sha256:${days}`, { tags: [`main-${days}`], pushedAt: NOW - days * DAY }));
    const withPushes = new RepositoryModel({ images: pushes, lists: new Map() }, NOW).effect(null, OWN_RATES);
    const later = pictureOf(withPushes, 10);
    const count = (withAssumed: boolean) =>
      firstRows(new Orders(withPushes.catalogue).ascending('pushed', later), later, { isDescending: true, withAssumed, most: 5 }).total;
    expect([count(false), count(true)]).toEqual([4, 14]);
  });
});

describe('the filter', () => {
  const texts = new TextMatches(effect.catalogue);
  const selected = (filter: Partial<Filter>) => {
    const bytes = selectionOf(today, { ...NO_FILTER, ...filter }, texts);
    return (
      bytes &&
      [...bytes.keys()]
        .filter((place) => bytes[place] === 1)
        .map(digest)
        .sort()
    );
  };

  test.each<[string, Partial<Filter>, string[]]>([
    ['a part of a tag, in any case', { text: ' STABLE ' }, ['bb']],
    ['a part of a digest', { text: '56:c' }, ['cc']],
    ['a text that no image has', { text: '<img' }, []],
    ['a state', { state: ImageState.GOES }, ['bb', 'cc']],
    ['the rule that expires the image', { state: ImageState.GOES, rule: 0 }, ['cc']],
    ['the rule that selects the image first', { rule: 1 }, ['aa', 'bb']],
    ['use', { inUse: true }, ['dd']],
    ['several conditions', { inUse: true, state: ImageState.GOES }, []],
  ])('selects by %s', (_, filter, expected) => {
    expect(selected(filter)).toEqual(expected);
  });

  test('without a condition selects everything', () => {
    expect(selected({ text: '  ' })).toBeUndefined();
    expect([isEmpty(NO_FILTER), isEmpty({ ...NO_FILTER, rule: 0 })]).toEqual([true, false]);
  });

  test('does not join the end of a tag and the beginning of the next', () => {
    expect(selected({ text: '1.9stable' })).toEqual([]);
  });
});
