import { COUNT_TYPES, unitOf } from '../../src/lifecycle/core/count-types';
import { DocumentRule, DocumentSelection, keepsEverything } from '../../src/lifecycle/core/document';

/** A part of the sentence for a rule: words, or a value that the reader can change. */
export type RulePart = { readonly words: string } | { readonly field: RuleField };

/** The values of a rule that the reader can change: the number of images or days, and the patterns or prefixes of tags. */
export type RuleField = 'count' | 'tags';

/** The sentence for a rule, in the words of `describeRule`, with fields in place of the values. */
export function rulePartsOf(rule: DocumentRule): RulePart[] {
  const { selection, action } = rule;
  const images = imageParts(selection);
  if (keepsEverything(rule)) return [{ words: 'keep all' }, ...images];

  const verb = action.type === 'transition' ? 'archive' : 'expire';
  const { event } = COUNT_TYPES[selection.countType];
  if (event !== undefined) return [{ words: verb }, ...images, { field: 'count' }, { words: `days after ${event.name}` }];
  return [{ words: 'keep the' }, { field: 'count' }, { words: 'newest of the' }, ...images, { words: `, ${verb} the others` }];
}

function imageParts({ storageClass, tagStatus, tagPrefixList }: DocumentSelection): RulePart[] {
  const archived = storageClass === 'archive' ? 'archived ' : '';
  if (tagStatus === 'any') return [{ words: `${archived}images` }];
  if (tagStatus === 'untagged') return [{ words: `${archived}untagged images` }];
  return [{ words: `${archived}images ${tagPrefixList === undefined ? 'tagged' : 'with a tag that begins with'}` }, { field: 'tags' }];
}

/** The name of a field, for its label and for messages. */
export function fieldName(field: RuleField, { selection }: DocumentRule): string {
  if (field === 'count') return `number of ${unitOf(selection.countType)}`;
  return selection.tagPrefixList === undefined ? 'tag pattern' : 'beginning of the tag';
}

/** The patterns or prefixes of a rule as one text. A rule requires a tag for each of them. */
export function tagsText({ tagPatternList, tagPrefixList }: DocumentSelection): string {
  return (tagPatternList ?? tagPrefixList ?? []).join(' and ');
}

/** Reads such a text. Commas and spaces separate patterns, too, because no tag contains them. */
export function tagsIn(text: string): string[] {
  return text
    .trim()
    .split(/\s+and\s+|[\s,]+/)
    .filter((tag) => tag !== '');
}
