import { FindingSeverity } from './finding-severity';

/** At least one finding of at least one of the severities: a severity without findings is missing, or present with 0. */
export function severityCounts(severities: readonly FindingSeverity[]): object {
  const counted = severities.map((severity) => ({ [severity]: [{ numeric: ['>=', 1] }] }));
  // with one element only, EventBridge takes `$or` for the name of a field
  return counted.length === 1 ? counted[0] : { $or: counted };
}
