import { CfnParameter, Stack } from 'aws-cdk-lib';
import { RepositoryFilter } from '../../src/index';
import { checkFilters } from '../../src/registry/repository-filter';

const { all, matching, startingWith } = RepositoryFilter;
const token = () => new CfnParameter(new Stack(), 'Parameter').valueAsString;

describe('a filter for scanning', () => {
  test.each(['*', 'prod', 'prod*', '*prod', 'prod/*', 'team-a/api', 'a.b_c-d/e', 'a'.repeat(255), '**'])('%s is accepted', (pattern) => {
    expect(matching(pattern)._wildcard('scanning')).toBe(pattern);
  });

  test.each(['Prod', 'prod-', '/prod', 'prod/', 'a--b', 'a//b', 'a._b', 'ü', ' ', 'prod *', '-', 'a'.repeat(256)])(
    '%s is refused',
    (pattern) => {
      expect(() => matching(pattern)._wildcard('scanning')).toThrow(
        `RepositoryFilter.matching(pattern): the filter is "${pattern}", but scanning accepts at most 255 lowercase letters, digits and "*"`,
      );
    },
  );

  test('a long filter is refused without delay', () => {
    expect(() => matching(`${'a'.repeat(250)}!`)._wildcard('scanning')).toThrow(/but scanning accepts/);
  });

  test('a beginning with a separator at its end is accepted', () => {
    expect(startingWith('prod-')._wildcard('scanning')).toBe('prod-*');
  });

  test('a filter that is known only at deployment is not judged', () => {
    const pattern = token();
    expect(matching(pattern)._wildcard('scanning')).toBe(pattern);
    expect(matching(`${pattern}!`)._wildcard('scanning')).toBe(`${pattern}!`);
  });
});

describe('a filter for signing', () => {
  test.each(['*', 'prod/*', 'team-a/api', 'a'.repeat(256)])('%s is accepted', (pattern) => {
    expect(matching(pattern)._wildcard('signing')).toBe(pattern);
  });

  test.each(['Prod', 'prod-', 'prod/', 'a//b', 'a'.repeat(257)])('%s is refused', (pattern) => {
    expect(() => matching(pattern)._wildcard('signing')).toThrow(`the filter is "${pattern}", but signing accepts at most 256`);
  });
});

describe('a filter for replication', () => {
  test.each(['prod/', 'prod', 'pr', 'team-a/sub/', 'a-', 'a'.repeat(256)])('the prefix %s is accepted', (prefix) => {
    expect(startingWith(prefix)._prefix()).toBe(prefix);
    expect(matching(`${prefix}*`)._prefix()).toBe(prefix);
  });

  test('every repository has no prefix', () => {
    expect(all()._prefix()).toBeUndefined();
    expect(matching('*')._prefix()).toBeUndefined();
  });

  test.each(['prod/api', '*prod', 'a*b*', 'p*', 'Prod*', '**', '/x*', `${'a'.repeat(257)}*`])('%s is refused', (pattern) => {
    expect(() => matching(pattern)._prefix()).toThrow(
      `the filter is "${pattern}", but replication matches prefixes of 2 to 256 characters only. Use RepositoryFilter.startingWith("prod/"), for example.`,
    );
  });

  test('a prefix that is known only at deployment is not judged', () => {
    const prefix = token();
    expect(startingWith(prefix)._prefix()).toBe(prefix);
  });
});

test.each(['', undefined, null, 7, ['prod']])('%p is no filter', (value) => {
  expect(() => matching(value as string)).toThrow(/\[cdk-secure-repository:(input-type|repository-filter)\]$/);
  expect(() => startingWith(value as string)).toThrow(/\[cdk-secure-repository:(input-type|repository-filter)\]$/);
});

test('a prefix with a wildcard is refused', () => {
  expect(() => startingWith('prod/*')).toThrow(
    'RepositoryFilter.startingWith(prefix): prefix is "prod/*", but must not contain a wildcard. Use RepositoryFilter.matching for a pattern.',
  );
});

describe('a list of filters', () => {
  const filters = (count: number) => Array.from({ length: count }, (_, index) => matching(`team-${index}/*`));
  const check = (value: unknown) => () => checkFilters('Place', 'filters', value);

  test('has 1 to 100 filters', () => {
    expect(check(filters(1))).not.toThrow();
    expect(check(filters(100))).not.toThrow();
    expect(check(filters(101))).toThrow('Place: filters has 101 filters, but must be a list of 1 to 100 filters.');
    expect(check([])).toThrow('Place: filters has 0 filters, but must be a list of 1 to 100 filters.');
  });

  test.each([
    ['a text', 'prod/*', 'filters is "prod/*", but must be a list'],
    ['one filter', matching('prod/*'), 'but must be a list'],
    ['null', null, 'filters is null, but must be a list'],
    [
      'a list of texts',
      ['prod/*'],
      'filters[0] is "prod/*", but must be a RepositoryFilter. Use RepositoryFilter.matching("prod/*"), for example.',
    ],
    ['a list with undefined', [matching('prod/*'), undefined], 'filters[1] is undefined, but must be a RepositoryFilter.'],
    ['an object of the same form', [{ pattern: 'prod/*' }], 'filters[0] is {"pattern":"prod/*"}, but must be a RepositoryFilter.'],
  ])('that is %s is refused', (_, value, message) => {
    expect(check(value)).toThrow(message);
  });
});
