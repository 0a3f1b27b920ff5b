import { Fault, isCount, isObject, noCount, unknownKeys, unknownValue, wrongValue } from './fault';

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

const KEYS = ['tagStatus', 'tagPrefixList', 'tagPatternList', 'storageClass', 'countType', 'countNumber', 'countUnit'];

/** What ECR refuses in the selection of a rule with this action. */
export function selectionFaults(place: string, selection: unknown, action: unknown): Fault[] {
  if (!isObject(selection)) {
    return [wrongValue(place, 'selection', selection, 'an object', 'write {"tagStatus": …, "countType": …, "countNumber": …}')];
  }
  return [
    ...unknownKeys(place, 'selection', selection, KEYS),
    ...tagFilterFaults(place, selection),
    ...storageClassFaults(place, selection),
    ...countFaults(place, selection, isObject(action) ? action.type : undefined),
  ];
}

function storageClassFaults(place: string, { storageClass, countType }: Record<string, unknown>): Fault[] {
  if (storageClass !== undefined && storageClass !== 'standard' && storageClass !== 'archive') {
    return [unknownValue(place, 'storageClass', storageClass, '"standard" or "archive"', 'correct it, or leave it out for "standard"')];
  }
  if (countType === 'sinceImageTransitioned' && storageClass !== 'archive') {
    return [
      wrongValue(place, 'storageClass', storageClass, '"archive" with sinceImageTransitioned', 'only archived images have been archived'),
    ];
  }
  if (isCountType(countType) && countType !== 'sinceImageTransitioned' && storageClass === 'archive') {
    return [
      wrongValue(place, 'countType', countType, 'sinceImageTransitioned with the storage class "archive"', 'count from the archiving'),
    ];
  }
  return [];
}

const MOST_WILDCARDS = 4;

/** What ECR refuses in the tags that a rule selects. */
export function tagFilterFaults(place: string, selection: Record<string, unknown>): Fault[] {
  const { tagStatus, tagPrefixList, tagPatternList } = selection;
  const lists = { tagPrefixList, tagPatternList };
  const given = Object.entries(lists).filter(([, list]) => list !== undefined);
  switch (tagStatus) {
    case 'tagged':
      if (given.length === 1) return given.flatMap(([name, list]) => listFaults(place, name, list));
      return [
        `${place}: ${given.length === 0 ? 'neither tagPrefixList nor tagPatternList is' : 'both tagPrefixList and tagPatternList are'} given, ` +
          'expected one of them with the tag status "tagged": use tagPatternList, where "*" is every tag',
      ];
    case 'untagged':
    case 'any':
      return given.map(([name, list]) =>
        wrongValue(place, name, list, `none with the tag status "${tagStatus}"`, 'leave it out, or use the tag status "tagged"'),
      );
    default:
      return [unknownValue(place, 'tagStatus', tagStatus, '"tagged", "untagged" or "any"', 'say which images the rule looks at')];
  }
}

function listFaults(place: string, name: string, list: unknown): Fault[] {
  if (!Array.isArray(list) || list.length === 0) {
    return [wrongValue(place, name, list, 'a list of at least one string', 'name the tags that the rule looks at')];
  }
  return list.flatMap((entry, index) => entryFaults(place, `${name}[${index}]`, entry, name === 'tagPatternList'));
}

function entryFaults(place: string, name: string, entry: unknown, isPattern: boolean): Fault[] {
  if (typeof entry !== 'string') return [wrongValue(place, name, entry, 'a string', 'put the tag into quotes')];
  if (entry === '') {
    return [wrongValue(place, name, entry, 'at least one character', 'ECR refuses an empty text; every tag is "*" in tagPatternList')];
  }
  if (isPattern && entry.split('*').length - 1 > MOST_WILDCARDS) {
    return [wrongValue(place, name, entry, `at most ${MOST_WILDCARDS} wildcards`, 'join neighbouring *, or name fewer pieces')];
  }
  return [];
}

/** The shortest time for which an image that was archived is stored, and paid for. */
const FEWEST_DAYS_IN_ARCHIVE = 90;

const COUNT_TYPES: unknown[] = ['imageCountMoreThan', 'sinceImagePushed', 'sinceImagePulled', 'sinceImageTransitioned'];

/** Whether a value is a count type that this version knows. */
export function isCountType(value: unknown): boolean {
  return COUNT_TYPES.includes(value);
}

/** What ECR refuses in the count of a rule whose action has this type. */
export function countFaults(place: string, selection: Record<string, unknown>, actionType: unknown): Fault[] {
  return [
    ...countTypeFaults(place, selection.countType, actionType),
    ...countUnitFaults(place, selection),
    ...countNumberFaults(place, selection),
  ];
}

function countTypeFaults(place: string, countType: unknown, actionType: unknown): Fault[] {
  switch (countType) {
    case 'imageCountMoreThan':
    case 'sinceImagePushed':
      return [];
    case 'sinceImagePulled':
      if (actionType !== 'expire') return [];
      return [
        wrongValue(
          place,
          'action.type',
          actionType,
          '"transition" with sinceImagePulled',
          'archive what nobody pulls, and expire what has been archived',
        ),
      ];
    case 'sinceImageTransitioned':
      if (actionType !== 'transition') return [];
      return [
        wrongValue(place, 'action.type', actionType, '"expire" with sinceImageTransitioned', 'what is archived already can only expire'),
      ];
    default:
      return [
        unknownValue(
          place,
          'countType',
          countType,
          'imageCountMoreThan, sinceImagePushed, sinceImagePulled or sinceImageTransitioned',
          'say when the rule acts',
        ),
      ];
  }
}

function countUnitFaults(place: string, { countType, countUnit }: Record<string, unknown>): Fault[] {
  if (countType === 'imageCountMoreThan') {
    if (countUnit === undefined) return [];
    return [wrongValue(place, 'countUnit', countUnit, 'none with imageCountMoreThan', 'leave it out, or use sinceImagePushed')];
  }
  if (countUnit === 'days') return [];
  return [unknownValue(place, 'countUnit', countUnit, '"days"', 'ECR counts whole days only')];
}

function countNumberFaults(place: string, { countType, countNumber }: Record<string, unknown>): Fault[] {
  if (!isCount(countNumber)) {
    const remedy =
      countType === 'imageCountMoreThan' ? 'keep at least one image, or use expireAfter' : 'give a whole number of days, at least one';
    return [noCount(place, 'countNumber', countNumber, remedy)];
  }
  if (countType === 'sinceImageTransitioned' && countNumber < FEWEST_DAYS_IN_ARCHIVE) {
    return [
      wrongValue(
        place,
        'countNumber',
        countNumber,
        `at least ${FEWEST_DAYS_IN_ARCHIVE} with sinceImageTransitioned`,
        `ECR keeps an archived image for ${FEWEST_DAYS_IN_ARCHIVE} days`,
      ),
    ];
  }
  return [];
}

const REMEDY = 'write {"type": "expire"}, or {"type": "transition", "targetStorageClass": "archive"}';

/** What ECR refuses in the action of a rule. */
export function actionFaults(place: string, action: unknown): Fault[] {
  if (!isObject(action)) return [wrongValue(place, 'action', action, 'an object', REMEDY)];
  return [...unknownKeys(place, 'action', action, ['type', 'targetStorageClass']), ...targetFaults(place, action)];
}

function targetFaults(place: string, { type, targetStorageClass }: Record<string, unknown>): Fault[] {
  switch (type) {
    case 'expire':
      if (targetStorageClass === undefined) return [];
      return [
        wrongValue(place, 'targetStorageClass', targetStorageClass, 'none with the action "expire"', 'leave it out, or use "transition"'),
      ];
    case 'transition':
      if (targetStorageClass === 'archive') return [];
      return [unknownValue(place, 'targetStorageClass', targetStorageClass, '"archive" with the action "transition"', REMEDY)];
    default:
      return [unknownValue(place, 'action.type', type, '"expire" or "transition"', REMEDY)];
  }
}
