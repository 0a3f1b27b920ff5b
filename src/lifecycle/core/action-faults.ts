import { Fault, isObject, unknownKeys, unknownValue, wrongValue } from './fault';

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
