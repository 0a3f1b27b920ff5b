import { byPriority, DocumentRule, DocumentSelection, keepsEverything, PolicyDocument } from './document';
import { TagPattern } from './tag-pattern';

/** A rule in a person's words, without its number. */
export function ruleInWords(rule: DocumentRule): string {
  const { selection, action } = rule;
  const images = imagesInWords(selection);
  if (keepsEverything(rule)) return `keep all ${images}`;

  const verb = action.type === 'transition' ? 'archive' : 'expire';
  const days = daysInWords(selection.countNumber);
  switch (selection.countType) {
    case 'imageCountMoreThan':
      return `keep the ${selection.countNumber === 1 ? 'newest' : `${selection.countNumber} newest`} of the ${images}, ${verb} the others`;
    case 'sinceImagePushed':
      return `${verb} ${images} ${days} after the push`;
    case 'sinceImagePulled':
      return `${verb} ${images} ${days} after the last pull`;
    case 'sinceImageTransitioned':
      return `${verb} ${images} ${days} after the archiving`;
  }
}

/** A number of days with its noun. */
export function daysInWords(days: number): string {
  return `${days} ${days === 1 ? 'day' : 'days'}`;
}

function imagesInWords(selection: DocumentSelection): string {
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

/** A line a rule, in the order in which ECR applies them. */
export function policyInWords({ rules }: PolicyDocument): string[] {
  return byPriority(rules).map((rule) => `${rule.rulePriority}. ${ruleInWords(rule)}`);
}
