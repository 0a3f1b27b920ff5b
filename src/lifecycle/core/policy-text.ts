import { LifecycleWarning } from './lifecycle-warning';
import { byPriority, PolicyDocument } from './policy-document';
import { policyWarnings } from './policy-warnings';
import { ruleInWords } from './rule-words';
import { patternsReadLikeOr, selectsNoTag } from './tag-filter-warnings';
import { messageOf, SecureRepositoryError } from '../../private/secure-repository-error';

/**
 * The JSON of a policy, unchecked.
 * @param place what the text is, for error messages
 */
export function parsedPolicy(place: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new SecureRepositoryError(
      'lifecycle-policy',
      place,
      `the text is not valid JSON (${messageOf(error)}), expected a lifecycle policy: write {"rules": [{…}]}`,
    );
  }
}

/** What is worth a second look in a policy that somebody wrote as JSON. */
export function warningsOfText(document: PolicyDocument): LifecycleWarning[] {
  return [...policyWarnings(document), ...selectsNoTag(document), ...patternsReadLikeOr(document)];
}

/** A line a rule, in the order in which ECR applies them. */
export function policyInWords({ rules }: PolicyDocument): string[] {
  return byPriority(rules).map((rule) => `${rule.rulePriority}. ${ruleInWords(rule)}`);
}
