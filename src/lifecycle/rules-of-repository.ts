import type * as ecr from 'aws-cdk-lib/aws-ecr';
import { quoted } from '../private/format-value';
import { SecureRepositoryError } from '../private/secure-repository-error';
import { DocumentRule, DocumentSelection } from './core/document';
import { knownCount, wholeDays } from './known-number';

const MEMBERS = ['rulePriority', 'description', 'tagStatus', 'tagPrefixList', 'tagPatternList', 'maxImageCount', 'maxImageAge'];

/**
 * The rules of `ecr.Repository` as it renders them: those with a priority, those without one, which get the next ones, and at the end the
 * rule on any image.
 */
export function rulesOfRepository(rules: readonly ecr.LifecycleRule[]): DocumentRule[] {
  const place = placeOf('rules');
  if (!Array.isArray(rules)) {
    throw new SecureRepositoryError(
      'lifecycle-option',
      place,
      `given ${quoted(rules)}, expected a list of ecr.LifecycleRule: write the value of lifecycleRules`,
    );
  }
  const all: Unnumbered[] = rules.map((rule: ecr.LifecycleRule, index) => unnumbered(`rules[${index}]`, rule));
  const ofAny = all.filter(({ selection }) => selection.tagStatus === 'any');
  const others = all.filter(({ selection }) => selection.tagStatus !== 'any');
  const numbered = others.filter(({ rulePriority }) => rulePriority !== undefined);
  const unnumberedOthers = others.filter(({ rulePriority }) => rulePriority === undefined);
  if (ofAny[0]?.rulePriority !== undefined && unnumberedOthers.length > 0) {
    throw new SecureRepositoryError(
      'lifecycle-option',
      place,
      `the rule on any image has the rulePriority ${ofAny[0].rulePriority}, and another rule has none, expected all of them or only the others to have one: ` +
        'leave out the rulePriority of the rule on any image',
    );
  }
  let next = Math.max(0, ...numbered.map(({ rulePriority }) => rulePriority ?? 0)) + 1;
  return [...numbered, ...unnumberedOthers, ...ofAny].map(({ rulePriority = next++, ...rule }) => ({ rulePriority, ...rule }));
}

/** A rule that may have no priority yet. */
type Unnumbered = Omit<DocumentRule, 'rulePriority'> & { readonly rulePriority?: number };

/** @param path what the rule is, for error messages */
function unnumbered(path: string, rule: ecr.LifecycleRule): Unnumbered {
  const place = placeOf(path);
  // from JavaScript
  if (typeof rule !== 'object' || rule === null) {
    throw new SecureRepositoryError(
      'lifecycle-option',
      place,
      `given ${quoted(rule)}, expected an ecr.LifecycleRule: write { maxImageCount: 10 }, for example`,
    );
  }
  const unknown = Object.keys(rule).find((key) => !MEMBERS.includes(key));
  if (unknown !== undefined) {
    throw new SecureRepositoryError(
      'lifecycle-option',
      place,
      `it has the member ${quoted(unknown)}, expected only ${MEMBERS.join(', ')}: write LifecyclePolicy.fromText(text) for the JSON of a policy`,
    );
  }
  const { rulePriority, description, tagPrefixList, tagPatternList } = rule;
  const tagStatus = rule.tagStatus ?? (tagPrefixList === undefined && tagPatternList === undefined ? 'any' : 'tagged');
  return {
    ...(rulePriority === undefined ? {} : { rulePriority }),
    ...(description === undefined ? {} : { description }),
    selection: {
      tagStatus,
      ...(tagPrefixList === undefined ? {} : { tagPrefixList: copyOf(tagPrefixList) }),
      ...(tagPatternList === undefined ? {} : { tagPatternList: copyOf(tagPatternList) }),
      ...countOf(path, rule),
    },
    action: { type: 'expire' },
  };
}

/** What is no list is a fault of the policy. */
function copyOf(list: string[]): string[] {
  return Array.isArray(list) ? [...list] : list;
}

function countOf(
  path: string,
  { maxImageCount, maxImageAge }: ecr.LifecycleRule,
): Pick<DocumentSelection, 'countType' | 'countNumber' | 'countUnit'> {
  if ((maxImageCount === undefined) === (maxImageAge === undefined)) {
    throw new SecureRepositoryError(
      'lifecycle-option',
      placeOf(path),
      `${maxImageCount === undefined ? 'neither maxImageCount nor maxImageAge is' : 'both maxImageCount and maxImageAge are'} given, ` +
        'expected exactly one of them: write { maxImageCount: 10 }, for example',
    );
  }
  if (maxImageAge === undefined) {
    return { countType: 'imageCountMoreThan', countNumber: knownCount(placeOf(`${path}.maxImageCount`), maxImageCount ?? NaN) };
  }
  return { countType: 'sinceImagePushed', countNumber: wholeDays(placeOf(`${path}.maxImageAge`), maxImageAge), countUnit: 'days' };
}

function placeOf(path: string): string {
  return `LifecyclePolicy.fromRules(${path})`;
}
