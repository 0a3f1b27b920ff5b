import type * as ecr from 'aws-cdk-lib/aws-ecr';
import { describeValue, quoted } from '../private/format-value';
import { SecureRepositoryError } from '../private/secure-repository-error';
import { DocumentRule, DocumentSelection } from './core/document';
import { daysOf, knownCount } from './lifecycle-rule';

const MEMBERS = ['rulePriority', 'description', 'tagStatus', 'tagPrefixList', 'tagPatternList', 'maxImageCount', 'maxImageAge'];

/**
 * Converts the rules of `ecr.Repository`, in the order in which it renders them: rules with a priority, rules without one, which get the next
 * priorities, and the rule on any image at the end.
 */
export function importedRules(rules: readonly ecr.LifecycleRule[]): DocumentRule[] {
  const place = placeOf('rules');
  if (!Array.isArray(rules)) {
    throw new SecureRepositoryError(
      'lifecycle-option',
      place,
      `${describeValue(rules)} is not a list of ecr.LifecycleRule. Pass the value of lifecycleRules.`,
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
      `the rule on any image has the rulePriority ${ofAny[0].rulePriority}, but another rule has none. ` +
        'Remove the rulePriority of the rule on any image, or set that of every rule.',
    );
  }
  let next = Math.max(0, ...numbered.map(({ rulePriority }) => rulePriority ?? 0)) + 1;
  return [...numbered, ...unnumberedOthers, ...ofAny].map(({ rulePriority = next++, ...rule }) => ({ rulePriority, ...rule }));
}

/** A rule that may have no priority yet. */
type Unnumbered = Omit<DocumentRule, 'rulePriority'> & { readonly rulePriority?: number };

/** @param path the rule, for error messages */
function unnumbered(path: string, rule: ecr.LifecycleRule): Unnumbered {
  const place = placeOf(path);
  if (typeof rule !== 'object' || rule === null) {
    throw new SecureRepositoryError(
      'lifecycle-option',
      place,
      `${describeValue(rule)} is not an ecr.LifecycleRule. Use { maxImageCount: 10 }, for example.`,
    );
  }
  const unknown = Object.keys(rule).find((key) => !MEMBERS.includes(key));
  if (unknown !== undefined) {
    throw new SecureRepositoryError(
      'lifecycle-option',
      place,
      `the rule has the member ${quoted(unknown)}, but only ${MEMBERS.join(', ')} exist. Use LifecyclePolicy.fromText(text) for the JSON of a policy.`,
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

/** A value that is not a list is reported with the other errors of the policy. */
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
      `${maxImageCount === undefined ? 'neither maxImageCount nor maxImageAge is' : 'both maxImageCount and maxImageAge are'} set, ` +
        'but exactly one of them is required. Use { maxImageCount: 10 }, for example.',
    );
  }
  if (maxImageAge === undefined) {
    return { countType: 'imageCountMoreThan', countNumber: knownCount(placeOf(`${path}.maxImageCount`), maxImageCount ?? NaN) };
  }
  return { countType: 'sinceImagePushed', countNumber: daysOf(placeOf(`${path}.maxImageAge`), maxImageAge), countUnit: 'days' };
}

function placeOf(path: string): string {
  return `LifecyclePolicy.fromRules(${path})`;
}
