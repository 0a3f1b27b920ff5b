import { actionFaults } from './action-faults';
import { Fault, isObject, unknownKeys, wrongValue } from './fault';
import { isCount, noCount } from './is-count';
import { selectionFaults } from './selection-faults';

/** What ECR refuses in one rule, whatever the others are. */
export function ruleFaults(place: string, rule: unknown): Fault[] {
  if (!isObject(rule)) {
    return [wrongValue(place, 'the rule', rule, 'an object', 'write {"rulePriority": …, "selection": {…}, "action": {…}}')];
  }
  return [
    ...unknownKeys(place, 'the rule', rule, ['rulePriority', 'description', 'selection', 'action']),
    ...priorityFaults(place, rule.rulePriority),
    ...descriptionFaults(place, rule.description),
    ...selectionFaults(place, rule.selection, rule.action),
    ...actionFaults(place, rule.action),
  ];
}

function priorityFaults(place: string, priority: unknown): Fault[] {
  if (isCount(priority)) return [];
  return [noCount(place, 'rulePriority', priority, 'number the rules in the order in which they apply')];
}

function descriptionFaults(place: string, description: unknown): Fault[] {
  if (description === undefined || typeof description === 'string') return [];
  return [wrongValue(place, 'description', description, 'a string', 'write text, or leave description out')];
}
