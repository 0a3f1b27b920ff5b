import { Fault, unknownValue, wrongValue } from './fault';
import { isCount, noCount } from './is-count';

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
