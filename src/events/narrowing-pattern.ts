import * as events from 'aws-cdk-lib/aws-events';
import { IConstruct } from 'constructs';
import { SecureRepositoryError } from '../private/secure-repository-error';

/**
 * Whether a pattern of the user narrows that of a rule: the values of a field that both of them name are joined, and EventBridge
 * takes either, so that the rule would hear of more.
 * @param place the construct, and the method for the message
 */
export function checkNarrows(place: IConstruct, method: string, own: events.EventPattern, pattern: events.EventPattern = {}): void {
  const { detail: ownDetail = {}, ...ownFields } = own;
  const { detail = {}, ...fields } = pattern;
  const twice = [...named(fields, ownFields), ...named(detail, ownDetail).map((field) => `detail.${field}`)];
  if (twice.length === 0) return;
  const remedy = twice.includes('detail.image-tag') ? 'leave out either that or tags' : 'leave that out';
  throw new SecureRepositoryError(
    'event-options',
    place,
    `${method}: eventPattern has ${twice.join(', ')}, expected only what the rule does not set itself, as EventBridge would take the ` +
      `values of both: ${remedy}`,
  );
}

function named(fields: object, own: object): string[] {
  return Object.entries(fields)
    .filter(([field, value]) => value !== undefined && field in own)
    .map(([field]) => field);
}
