import { countFaults, isCountType } from './count-faults';
import { Fault, isObject, unknownKeys, unknownValue, wrongValue } from './fault';
import { tagFilterFaults } from './tag-filter-faults';

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
