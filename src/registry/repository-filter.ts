import { describeValue, quoted } from '../private/format-value';
import { checkType } from '../private/input-type';
import { SecureRepositoryError } from '../private/secure-repository-error';
import { isUnknown } from '../private/unknown-value';

/** The forms of a filter that Amazon ECR accepts, by the setting. */
const FORMS = {
  // the pattern of the API, in a form whose time does not grow exponentially
  scanning: { pattern: /^[a-z0-9*]+(?:[._\-/][a-z0-9*]+)*$/, longest: 255 },
  signing: { pattern: /^(?:[a-z0-9*]+(?:[._-][a-z0-9*]+)*\/)*[a-z0-9*]+(?:[._-][a-z0-9*]+)*$/, longest: 256 },
} as const;
/** The prefix of a replication filter. */
const PREFIX = { pattern: /^(?:[a-z0-9]+(?:[._-][a-z0-9]*)*\/)*[a-z0-9]*(?:[._-][a-z0-9]*)*$/, shortest: 2, longest: 256 };

/**
 * A filter on the names of repositories, for the settings of a registry. Each setting has a syntax of its own, and a filter that a setting
 * cannot express is an error: replication matches
 * [prefixes only](https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_RepositoryFilter.html).
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_ScanningRepositoryFilter.html
 */
export class RepositoryFilter {
  /** Matches every repository. */
  public static all(): RepositoryFilter {
    return new RepositoryFilter('*', 'RepositoryFilter.all()');
  }

  /**
   * Matches the names with the pattern.
   * @param pattern a name with `*` as a wildcard for any number of characters, also across `/`, such as `prod/*`. In scanning, a pattern
   *   without `*` also matches every name that contains it
   */
  public static matching(pattern: string): RepositoryFilter {
    return new RepositoryFilter(pattern, 'RepositoryFilter.matching(pattern)');
  }

  /**
   * Matches the names that begin with a prefix. Equivalent to `matching('PREFIX*')`.
   * @param prefix the beginning of the names, such as `prod/`. Without a slash at its end, `prod` also matches `production/api`
   */
  public static startingWith(prefix: string): RepositoryFilter {
    checkType('RepositoryFilter.startingWith(prefix)', 'prefix', prefix, 'text');
    if (prefix === '') {
      throw new SecureRepositoryError(
        'repository-filter',
        'RepositoryFilter.startingWith(prefix)',
        'prefix is empty. Use RepositoryFilter.all() for every repository.',
      );
    }
    if (prefix.includes('*')) {
      throw new SecureRepositoryError(
        'repository-filter',
        'RepositoryFilter.startingWith(prefix)',
        `prefix is ${quoted(prefix)}, but must not contain a wildcard. Use RepositoryFilter.matching for a pattern.`,
      );
    }
    return new RepositoryFilter(`${prefix}*`, 'RepositoryFilter.startingWith(prefix)');
  }

  private constructor(
    private readonly pattern: string,
    private readonly place: string,
  ) {
    checkType(place, 'pattern', pattern, 'text');
    if (pattern === '') {
      throw new SecureRepositoryError('repository-filter', place, 'the filter is empty. Use RepositoryFilter.all() for every repository.');
    }
  }

  /**
   * Returns the filter in the syntax of a setting with wildcards.
   * @internal
   */
  public _wildcard(setting: keyof typeof FORMS): string {
    const { pattern, place } = this;
    const { pattern: form, longest } = FORMS[setting];
    if (isUnknown(pattern) || (pattern.length <= longest && form.test(pattern))) return pattern;
    throw new SecureRepositoryError(
      'repository-filter',
      place,
      `the filter is ${quoted(pattern)}, but ${setting} accepts at most ${longest} lowercase letters, digits and "*", with single ".", "_", "-" ` +
        'and "/" between them. Pass a part of a repository name, with "*" for the rest.',
    );
  }

  /**
   * Returns the prefix, or undefined for every repository.
   * @internal
   */
  public _prefix(): string | undefined {
    const { pattern, place } = this;
    if (pattern === '*') return undefined;
    const prefix = pattern.replace(/\*$/, '');
    if (isUnknown(pattern) && pattern.endsWith('*')) return prefix;
    const isPrefix =
      pattern.endsWith('*') && prefix.length >= PREFIX.shortest && prefix.length <= PREFIX.longest && PREFIX.pattern.test(prefix);
    if (isPrefix) return prefix;
    throw new SecureRepositoryError(
      'repository-filter',
      place,
      `the filter is ${quoted(pattern)}, but replication matches prefixes of ${PREFIX.shortest} to ${PREFIX.longest} characters only. Use ` +
        'RepositoryFilter.startingWith("prod/"), for example.',
    );
  }

  public toString(): string {
    return this.pattern;
  }
}

const MAX_FILTERS = 100;

/** Throws an error unless the value is a list of 1 to 100 filters. */
export function checkFilters(place: string, member: string, filters: unknown): asserts filters is RepositoryFilter[] {
  const refuse = (problem: string) => new SecureRepositoryError('repository-filter', place, problem);
  if (!Array.isArray(filters) || filters.length === 0 || filters.length > MAX_FILTERS) {
    const given = Array.isArray(filters) ? `has ${filters.length} filters` : `is ${describeValue(filters)}`;
    throw refuse(`${member} ${given}, but must be a list of 1 to ${MAX_FILTERS} filters. Use [RepositoryFilter.all()], for example.`);
  }
  for (const [index, filter] of filters.entries()) {
    if (filter instanceof RepositoryFilter) continue;
    throw refuse(
      `${member}[${index}] is ${describeValue(filter)}, but must be a RepositoryFilter. Use RepositoryFilter.matching("prod/*"), for example.`,
    );
  }
}
