import { COUNT_TYPES, countTypesFor, isCountType } from './count-types';
import { Fault, fault, isCount, unknownKeys, unknownValue, wrongCount, wrongValue } from './fault';
import { isObject } from './json-text';

const MOST_WILDCARDS = 4;
const ACTION_FORMS = 'Use {"type": "expire"} or {"type": "transition", "targetStorageClass": "archive"}';

type Members = Record<string, unknown>;

/**
 * Returns the reasons for which ECR refuses a rule, regardless of the other rules.
 * @param place the rule, such as `rule 3`
 */
export function ruleFaults(place: string, rule: unknown): Fault[] {
  if (!isObject(rule)) {
    const remedy = 'Use {"rulePriority": …, "selection": {…}, "action": {…}}';
    return [fault('lifecycle-rule', place, wrongValue('the rule', rule, 'an object', remedy))];
  }
  return [
    ...unknownKeys(place, 'the rule', rule, ['rulePriority', 'description', 'selection', 'action']),
    ...priorityProblems(rule).map((problem) => fault('lifecycle-rule', place, problem)),
    ...descriptionProblems(rule).map((problem) => fault('lifecycle-rule', place, problem)),
    ...selectionFaults(place, rule.selection, rule.action),
    ...actionFaults(place, rule.action),
  ];
}

function priorityProblems({ rulePriority }: Members): string[] {
  if (isCount(rulePriority)) return [];
  return [wrongCount('rulePriority', rulePriority, 'Number the rules in the order in which they apply')];
}

function descriptionProblems({ description }: Members): string[] {
  if (description === undefined || typeof description === 'string') return [];
  return [wrongValue('description', description, 'a string', 'Use a string, or omit description')];
}

const SELECTION_KEYS = ['tagStatus', 'tagPrefixList', 'tagPatternList', 'storageClass', 'countType', 'countNumber', 'countUnit'];

function selectionFaults(place: string, selection: unknown, action: unknown): Fault[] {
  if (!isObject(selection)) {
    const remedy = 'Use {"tagStatus": …, "countType": …, "countNumber": …}';
    return [fault('lifecycle-selection', place, wrongValue('selection', selection, 'an object', remedy))];
  }
  return [
    ...unknownKeys(place, 'selection', selection, SELECTION_KEYS),
    ...tagProblems(selection).map((problem) => fault('lifecycle-selection', place, problem)),
    ...storageClassProblems(selection).map((problem) => fault('lifecycle-selection', place, problem)),
    ...countTypeFaults(place, selection, isObject(action) ? action.type : undefined),
    ...countUnitProblems(selection).map((problem) => fault('lifecycle-count', place, problem)),
    ...countNumberProblems(selection).map((problem) => fault('lifecycle-count', place, problem)),
  ];
}

function tagProblems({ tagStatus, tagPrefixList, tagPatternList }: Members): string[] {
  const lists = Object.entries({ tagPrefixList, tagPatternList }).filter(([, list]) => list !== undefined);
  switch (tagStatus) {
    case 'tagged':
      if (lists.length === 1) return lists.flatMap(([name, list]) => listProblems(name, list));
      return [
        `the selection has ${lists.length === 0 ? 'neither tagPrefixList nor tagPatternList' : 'both tagPrefixList and tagPatternList'}, ` +
          'but must have one of them with tagStatus "tagged". Use tagPatternList, where "*" matches every tag.',
      ];
    case 'untagged':
    case 'any':
      return lists.map(([name, list]) =>
        wrongValue(name, list, `omitted with tagStatus "${tagStatus}"`, 'Omit it, or use tagStatus "tagged"'),
      );
    default:
      return [unknownValue('tagStatus', tagStatus, '"tagged", "untagged" or "any"', 'Specify which images the rule selects')];
  }
}

function listProblems(name: string, list: unknown): string[] {
  if (!Array.isArray(list) || list.length === 0) {
    return [wrongValue(name, list, 'a list of at least one string', 'Specify the tags that the rule selects')];
  }
  return list.flatMap((entry: unknown, index) => tagListEntryProblems(`${name}[${index}]`, entry, name === 'tagPatternList'));
}

function tagListEntryProblems(name: string, entry: unknown, isPattern: boolean): string[] {
  if (typeof entry !== 'string') return [wrongValue(name, entry, 'a string', 'Put the tag in quotation marks')];
  if (entry === '') {
    return [wrongValue(name, entry, 'at least one character long', 'Specify a tag, or use "*" in tagPatternList for every tag')];
  }
  if (isPattern && entry.split('*').length - 1 > MOST_WILDCARDS) {
    return [
      wrongValue(
        name,
        entry,
        `a pattern with at most ${MOST_WILDCARDS} wildcards`,
        'Replace adjacent * with a single *, or use fewer wildcards',
      ),
    ];
  }
  return [];
}

function storageClassProblems({ storageClass, countType }: Members): string[] {
  if (storageClass !== undefined && storageClass !== 'standard' && storageClass !== 'archive') {
    return [unknownValue('storageClass', storageClass, '"standard" or "archive"', 'Correct it, or omit it for "standard"')];
  }
  if (!isCountType(countType)) return [];
  const expected = COUNT_TYPES[countType].storageClass;
  if ((storageClass ?? 'standard') === expected) return [];
  if (expected === 'archive') {
    return [wrongValue('storageClass', storageClass, `"archive" with countType "${countType}"`, 'Use storageClass "archive"')];
  }
  const others = countTypesFor('archive').join(' or ');
  return [wrongValue('countType', countType, `${others} with storageClass "archive"`, `Use ${others}, or omit storageClass`)];
}

function countTypeFaults(place: string, { countType }: Members, actionType: unknown): Fault[] {
  if (!isCountType(countType)) {
    const known = countTypesFor();
    const expected = `${known.slice(0, -1).join(', ')} or ${known.at(-1)}`;
    return [fault('lifecycle-count', place, unknownValue('countType', countType, expected, 'Specify when the rule acts'))];
  }
  const { actions, otherAction = '' } = COUNT_TYPES[countType];
  // an action of an unknown type is a fault of the action
  if ((actionType !== 'expire' && actionType !== 'transition') || actions.includes(actionType)) return [];
  const expected = `${actions.map((action) => `"${action}"`).join(' or ')} with countType "${countType}"`;
  return [fault('lifecycle-action', place, wrongValue('action.type', actionType, expected, otherAction))];
}

function countUnitProblems({ countType, countUnit }: Members): string[] {
  if (isCountType(countType) && COUNT_TYPES[countType].event === undefined) {
    if (countUnit === undefined) return [];
    return [wrongValue('countUnit', countUnit, `omitted with countType "${countType}"`, 'Omit it, or use sinceImagePushed')];
  }
  if (countUnit === 'days') return [];
  return [unknownValue('countUnit', countUnit, '"days"', 'Use "days", because ECR counts whole days only')];
}

function countNumberProblems({ countType, countNumber }: Members): string[] {
  const type = isCountType(countType) ? COUNT_TYPES[countType] : undefined;
  if (!isCount(countNumber)) {
    const countsImages = type !== undefined && type.event === undefined;
    const remedy = countsImages ? 'Keep at least one image, or use expireAfter' : 'Use a whole number of days';
    return [wrongCount('countNumber', countNumber, remedy)];
  }
  if (type?.minimum === undefined || countNumber >= type.minimum.count) return [];
  const { count, reason } = type.minimum;
  const expected = `at least ${count} with countType "${String(countType)}"`;
  return [wrongValue('countNumber', countNumber, expected, `Use ${count} or more, because ${reason}`)];
}

function actionFaults(place: string, action: unknown): Fault[] {
  if (!isObject(action)) return [fault('lifecycle-action', place, wrongValue('action', action, 'an object', ACTION_FORMS))];
  return [
    ...unknownKeys(place, 'action', action, ['type', 'targetStorageClass']),
    ...actionProblems(action).map((problem) => fault('lifecycle-action', place, problem)),
  ];
}

function actionProblems({ type, targetStorageClass: target }: Members): string[] {
  switch (type) {
    case 'expire':
      if (target === undefined) return [];
      return [wrongValue('targetStorageClass', target, 'omitted with the action "expire"', 'Omit it, or use the action "transition"')];
    case 'transition':
      if (target === 'archive') return [];
      return [unknownValue('targetStorageClass', target, '"archive" with the action "transition"', ACTION_FORMS)];
    default:
      return [unknownValue('action.type', type, '"expire" or "transition"', ACTION_FORMS)];
  }
}
