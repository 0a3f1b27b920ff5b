import { EarlierRun } from '../../../src/cli/collect/earlier-run';
import { Registry } from '../../../src/cli/collect/registry';
import { InventoryFile } from '../../../src/fleet/inventory-format';

const NOW = new Date('2026-11-26T12:00:00Z');
const region = 'eu-west-1';
const hoursAgo = (hours: number) => new Date(NOW.getTime() - hours * 3_600_000).toISOString();
const entry = (account: string) => ({ account, region, repositoryCount: 0, repositories: [], incompleteRepositories: {} });
const found = (account: string, profile?: string) => ({ account, profile, region }) as Registry;
const earlier = (run: Partial<InventoryFile>, patterns?: string[]) =>
  new EarlierRun({ formatVersion: 1, startedAt: hoursAgo(1), registries: [], failed: [], ...run }, patterns, NOW);

test.each<[string, Partial<InventoryFile>, string[] | undefined, boolean]>([
  ['that did not end', {}, undefined, true],
  ['that did not end, with the same patterns', { repositories: ['a/*'] }, ['a/*'], true],
  ['with other patterns', { repositories: ['a/*'] }, ['b/*'], false],
  ['with patterns, without them', { repositories: ['a/*'] }, undefined, false],
  ['of yesterday', { startedAt: hoursAgo(13) }, undefined, false],
  ['that ended', { completedAt: hoursAgo(0) }, undefined, false],
  ['of tomorrow, by a clock that was wrong', { startedAt: hoursAgo(-20) }, undefined, false],
])('a run %s', (_, run, patterns, isContinued) => {
  expect(earlier(run, patterns).isContinued).toBe(isContinued);
});

test('the registries besides those of this run are those of other accounts and Regions', () => {
  const run = earlier({ registries: [entry('1'), entry('2'), { ...entry('1'), region: 'us-east-1' }] });
  expect(run.registriesBesides([found('1')]).map((one) => `${one.account} ${one.region}`)).toEqual(['2 eu-west-1', '1 us-east-1']);
});

describe('a failure is one of this run', () => {
  const failures = (failure: object, profile: string | undefined, account?: string) =>
    earlier({ failed: [{ region, error: 'x', ...failure }] }).failuresBesides(
      [{ profile, region }],
      account === undefined ? [] : [found(account, profile)],
    );

  test.each<[object, string | undefined, string | undefined]>([
    [{ profile: 'shop' }, 'shop', '1'],
    [{ profile: 'shop' }, 'shop', undefined],
    [{}, undefined, undefined],
    [{ account: '1', profile: 'shop' }, 'other', '1'],
    [{ account: '1', part: 'manifests' }, undefined, '1'],
  ])('%j with --profile %s of the account %s', (failure, profile, account) => {
    expect(failures(failure, profile, account)).toEqual([]);
  });

  test.each<[object, string | undefined, string | undefined]>([
    [{ profile: 'hub' }, 'shop', '1'],
    [{}, 'shop', '1'],
    [{ profile: 'shop', region: 'us-east-1' }, 'shop', '1'],
    [{ account: '1', profile: 'shop' }, 'shop', '2'],
    [{ account: '1' }, undefined, '2'],
  ])('and not %j with --profile %s of the account %s', (failure, profile, account) => {
    expect(failures(failure, profile, account)).toMatchObject([failure]);
  });
});
