import { tagsIn, tagsText } from './rule-words';
import { byPriority, DocumentRule, PolicyDocument, storageClassOf } from '../../src/lifecycle/core/document';

/** The rules of the form, in the order in which ECR applies them, with the texts that the reader entered. */
export type Draft = readonly DraftRule[];

/** A rule of the form. */
export interface DraftRule {
  /** Identifies the rule while it moves. */
  readonly key: number;
  /** The rule before its fields were changed, with its present priority. */
  readonly rule: DocumentRule;
  readonly count: string;
  readonly tags: string;
}

/** The form for a policy; null for no policy. */
export function draftOf(document: PolicyDocument | null): Draft {
  return byPriority(document?.rules ?? []).map((rule, key) => draftRule(key, rule));
}

function draftRule(key: number, rule: DocumentRule): DraftRule {
  return { key, rule, count: String(rule.selection.countNumber), tags: tagsText(rule.selection) };
}

/** The rule that the fields describe. A number that is none becomes NaN. */
export function editedRule({ rule, count, tags }: DraftRule): DocumentRule {
  const { tagPatternList, tagPrefixList } = rule.selection;
  const isUnchanged = tags === tagsText(rule.selection);
  const list = isUnchanged ? {} : tagPatternList ? { tagPatternList: tagsIn(tags) } : tagPrefixList ? { tagPrefixList: tagsIn(tags) } : {};
  const countNumber = count.trim() === '' ? NaN : Number(count);
  return { ...rule, selection: { ...rule.selection, ...list, countNumber } };
}

/** The policy that the form describes; null without rules. */
export function documentOf(draft: Draft): PolicyDocument | null {
  return draft.length === 0 ? null : { rules: draft.map(editedRule) };
}

/** Changes fields of a rule. */
export function withFields(draft: Draft, key: number, fields: Partial<Pick<DraftRule, 'count' | 'tags'>>): Draft {
  return draft.map((one) => (one.key === key ? { ...one, ...fields } : one));
}

/** Moves a rule by one place, to the front or to the end. */
export function withMoved(draft: Draft, key: number, by: -1 | 1): Draft {
  const from = draft.findIndex((one) => one.key === key);
  const to = from + by;
  if (draft[from] === undefined || draft[to] === undefined) return draft;
  const moved = [...draft];
  [moved[from], moved[to]] = [draft[to], draft[from]];
  return inOrder(moved, prioritiesOf(draft));
}

/** Removes a rule. The others keep their priorities. */
export function withoutRule(draft: Draft, key: number): Draft {
  return draft.filter((one) => one.key !== key);
}

/** Adds a rule: at the end, but before a rule on any image, which must be the last one of its storage class. */
export function withRule(draft: Draft, rule: DocumentRule): Draft {
  const added = draftRule(1 + Math.max(-1, ...draft.map(({ key }) => key)), rule);
  const isLast = (other: DocumentRule) => other.selection.tagStatus === 'any' && storageClassOf(other) === storageClassOf(rule);
  const place = rule.selection.tagStatus === 'any' ? -1 : draft.findIndex((one) => isLast(one.rule));
  const all = place < 0 ? [...draft, added] : [...draft.slice(0, place), added, ...draft.slice(place)];
  const priorities = prioritiesOf(draft);
  return inOrder(all, [...priorities, 1 + (priorities.at(-1) ?? 0)]);
}

function prioritiesOf(draft: Draft): number[] {
  return draft.map(({ rule }) => rule.rulePriority);
}

/** Gives the rules the priorities, in ascending order, so that those of the rules that stay in their places do not change. */
function inOrder(draft: Draft, priorities: readonly number[]): Draft {
  return draft.map((one, index) => ({ ...one, rule: { ...one.rule, rulePriority: priorities[index] } }));
}
