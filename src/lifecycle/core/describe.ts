import { COUNT_TYPES } from './count-types';
import { byPriority, DocumentRule, DocumentSelection, keepsEverything, PolicyDocument } from './document';
import { TagPattern } from './tag-pattern';

/** Describes a policy, one line per rule, in the order in which ECR applies the rules. */
export function describePolicy({ rules }: PolicyDocument): string[] {
  return byPriority(rules).map((rule) => `${rule.rulePriority}. ${describeRule(rule)}`);
}

/** Describes a rule, without its priority. */
export function describeRule(rule: DocumentRule): string {
  const { selection, action } = rule;
  const images = describeImages(selection);
  if (keepsEverything(rule)) return `keep all ${images}`;

  const verb = action.type === 'transition' ? 'archive' : 'expire';
  const { event } = COUNT_TYPES[selection.countType];
  const { countNumber } = selection;
  if (event !== undefined) return `${verb} ${images} ${formatDays(countNumber)} after ${event.name}`;
  return `keep the ${countNumber === 1 ? 'newest' : `${countNumber} newest`} of the ${images}, ${verb} the others`;
}

/** Formats a number of days with its noun. */
export function formatDays(days: number): string {
  return `${days} ${days === 1 ? 'day' : 'days'}`;
}

function describeImages(selection: DocumentSelection): string {
  const archived = selection.storageClass === 'archive' ? 'archived ' : '';
  switch (selection.tagStatus) {
    case 'any':
      return `${archived}images`;
    case 'untagged':
      return `${archived}untagged images`;
    case 'tagged': {
      const patterns = TagPattern.allOf(selection).map(({ text }) => text);
      return patterns.join() === '*' ? `${archived}tagged images` : `${archived}images tagged ${patterns.join(' and ')}`;
    }
  }
}
