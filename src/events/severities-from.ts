import { IConstruct } from 'constructs';
import { FindingSeverity } from './finding-severity';
import { quoted } from '../private/format-value';
import { SecureRepositoryError } from '../private/secure-repository-error';
import { isPlaceholder } from '../private/unknown-value';

const WORST_FIRST = [FindingSeverity.CRITICAL, FindingSeverity.HIGH, FindingSeverity.MEDIUM, FindingSeverity.LOW];

/** The given severity and all that are worse, the worst first. */
export function severitiesFrom(place: IConstruct, minimum: FindingSeverity): FindingSeverity[] {
  if (isPlaceholder(minimum)) return WORST_FIRST;
  const last = WORST_FIRST.indexOf(minimum);
  if (last < 0) {
    throw new SecureRepositoryError(
      'event-options',
      place,
      `minimumSeverity is ${quoted(minimum)}, expected one of ${WORST_FIRST.join(', ')}: write FindingSeverity.HIGH, for example`,
    );
  }
  return WORST_FIRST.slice(0, last + 1);
}
