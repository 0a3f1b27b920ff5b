import { columnsOf, fleetRows } from '../../../page/fleet/fleet-rows';
import { hashOf, repositoryOfHash } from '../../../page/fleet/repository-key';
import { PageRepository, PageRow } from '../../../src/lifecycle/core/page-data';

const repository = (name: string, row: PageRow, region = 'eu-west-1'): PageRepository => ({
  name,
  registryId: '111122223333',
  region,
  why: {},
  missing: [],
  row,
});
const ALL = [
  repository('team/api', { imageCount: 5, sizeInBytes: 100 }),
  repository('team/web-10', { imageCount: 9 }),
  repository('team/web-9', { imageCount: 9, sizeInBytes: 300 }),
  repository('team/api', { imageCount: 1, sizeInBytes: 200 }, 'us-east-1'),
];
const names = (rows: readonly PageRepository[]) => rows.map(({ name, region }) => `${name} ${region}`);

describe('the table of repositories', () => {
  test('is sorted by name, with numbers in their order', () => {
    expect(names(fleetRows(ALL, '', { column: 'name', isDescending: false }))).toEqual([
      'team/api eu-west-1',
      'team/api us-east-1',
      'team/web-9 eu-west-1',
      'team/web-10 eu-west-1',
    ]);
  });

  test('is sorted by a number, and by name where that is the same', () => {
    expect(names(fleetRows(ALL, '', { column: 'imageCount', isDescending: true })).slice(0, 2)).toEqual([
      'team/web-9 eu-west-1',
      'team/web-10 eu-west-1',
    ]);
  });

  test.each([true, false])('has unknown numbers last, descending: %s', (isDescending) => {
    expect(fleetRows(ALL, '', { column: 'sizeInBytes', isDescending }).at(-1)?.name).toBe('team/web-10');
  });

  test.each([
    ['WEB', 2],
    ['us-east', 1],
    ['111122', 4],
    ['other', 0],
  ])('finds %s in %d repositories', (text, count) => {
    expect(fleetRows(ALL, text, { column: 'name', isDescending: false })).toHaveLength(count);
  });

  test('has the columns for which a number is known', () => {
    expect(columnsOf(ALL)).toEqual(['imageCount', 'sizeInBytes']);
  });
});

describe('the address of a repository', () => {
  test('leads to it, whatever its name contains', () => {
    const odd = repository('a/b%2F#?&c', {});
    expect(repositoryOfHash([...ALL, odd], hashOf(odd))).toBe(odd);
    ALL.forEach((one) => expect(repositoryOfHash(ALL, hashOf(one))).toBe(one));
  });

  test('leads to a repository whose name has half of a surrogate pair', () => {
    const odd = { ...ALL[0], name: 'half\ud800' };
    expect(repositoryOfHash([...ALL, odd], hashOf(odd))).toBe(odd);
  });

  test.each(['', '#', '#unknown', '#%E0%A4%A'])('%s leads to the table', (hash) => {
    expect(repositoryOfHash(ALL, hash)).toBeUndefined();
  });
});
