import { documentOf, Draft, DraftRule, editedRule } from './draft';
import { fieldName, RuleField, rulePartsOf, tagsText } from './rule-words';
import { COUNT_TYPES, unitOf } from '../../src/lifecycle/core/count-types';
import { isCount } from '../../src/lifecycle/core/fault';
import { policyFaults } from '../../src/lifecycle/core/policy-faults';
import { ruleFaults } from '../../src/lifecycle/core/rule-faults';
import { quoted } from '../../src/private/format-value';
import { whyNoTagMatches } from '../../src/private/tag-pattern-text';

/** A reason for which the rules of the form are no policy. */
export interface DraftFault {
  /** The key of the rule. Undefined for a fault of all rules together. */
  readonly key?: number;
  /** The field at fault. Undefined for a fault of the rule as a whole. */
  readonly field?: RuleField;
  readonly message: string;
}

/** Finds what the reader must correct: first in the fields, then, if they are right, what ECR refuses. */
export function draftFaults(draft: Draft): DraftFault[] {
  const ofFields = draft.flatMap(fieldFaults);
  const document = documentOf(draft);
  if (ofFields.length > 0 || document === null) return ofFields;
  return policyFaults(document).map(({ rule, problem }) => {
    const at = draft.find((one) => `rule ${one.rule.rulePriority}` === rule);
    return { ...(at === undefined ? {} : { key: at.key }), message: sentence(problem) };
  });
}

function fieldFaults(draft: DraftRule): DraftFault[] {
  const fields = rulePartsOf(draft.rule).flatMap((part) => ('field' in part ? [part.field] : []));
  return fields.flatMap((field) => {
    const message = field === 'count' ? countProblem(draft) : tagsProblem(draft);
    return message === undefined ? [] : [{ key: draft.key, field, message }];
  });
}

function countProblem(draft: DraftRule): string | undefined {
  const { countType, countNumber } = editedRule(draft).selection;
  const text = draft.count.trim();
  const { minimum } = COUNT_TYPES[countType];
  const start = `The ${fieldName('count', draft.rule)} is ${text === '' ? 'empty' : text}, but must be`;
  const isUnknown = text === '' || Number.isNaN(countNumber);
  if (countNumber > Number.MAX_SAFE_INTEGER) return `${start} at most ${Number.MAX_SAFE_INTEGER}. Enter a smaller number.`;
  if (!isUnknown && minimum !== undefined && countNumber < minimum.count) {
    return `${start} at least ${minimum.count}. Enter ${minimum.count} or more, because ${minimum.reason}.`;
  }
  if (isCount(countNumber)) return undefined;
  const remedy = unitOf(countType) === 'images' ? 'Keep at least one image, or remove the rule' : 'Enter whole days';
  return `${start} a whole number of at least ${minimum?.count ?? 1}. ${remedy}.`;
}

/** ECR accepts patterns that no tag can match. A policy that has one keeps it until it is changed. */
function tagsProblem(draft: DraftRule): string | undefined {
  if (draft.tags === tagsText(draft.rule.selection)) return undefined;
  const edited = editedRule(draft);
  const { tagPatternList, tagPrefixList = [] } = edited.selection;
  const tags = tagPatternList ?? tagPrefixList;
  if (tags.length === 0) {
    const example = tagPatternList ? 'Enter a pattern such as v*, or * for every tag' : 'Enter a text such as v';
    return `The ${fieldName('tags', draft.rule)} is empty, but a tag must match it. ${example}.`;
  }
  const wildcard = tagPrefixList.find((prefix) => prefix.includes('*'));
  if (wildcard !== undefined) return `${quoted(wildcard)} matches no tag, because it is a beginning without wildcards. Remove the "*".`;
  for (const tag of tags) {
    const why = whyNoTagMatches(tag);
    if (why === undefined) continue;
    return `${quoted(tag)} matches no tag, because ${why}. Use A-Z, a-z, 0-9, ".", "_" and "-", and "*" for zero or more characters.`;
  }
  const [fault] = ruleFaults('', edited).filter(({ problem }) => problem.startsWith('tagPatternList['));
  return fault && sentence(fault.problem.replace(/^tagPatternList\[\d+\]/, 'the pattern'));
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
