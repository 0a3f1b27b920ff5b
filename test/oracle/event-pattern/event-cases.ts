import { JsonObject } from './matches';
import decisions from '../../data/events-decisions.json';
import otherKinds from '../../data/events-of-other-kinds.json';
import samples from '../../data/events.json';

/** An event, and the names of all rules of the shop that it fires. */
export interface EventCase {
  readonly name: string;
  readonly event: JsonObject;
  readonly fires: string[];
}

/**
 * Each sample of AWS's documentation, rewritten for one shop. The kinds that a rule listens to come as they are and changed: `but`
 * sets a field by its path, or takes it away with null.
 */
export const EVENT_CASES: EventCase[] = [
  ...decisions.map(({ event, but = {}, fires }) => ({
    name: `${event}${Object.keys(but).length > 0 ? ` with ${JSON.stringify(but)}` : ''}`,
    event: changed(structuredClone(samples[event as keyof typeof samples]), but),
    fires,
  })),
  ...Object.entries(otherKinds).map(([name, event]) => ({ name, event, fires: [] })),
];

function changed(event: JsonObject, but: object): JsonObject {
  for (const [path, value] of Object.entries(but)) {
    const fields = path.split('.');
    const last = fields.pop()!;
    const parent = fields.reduce((object, field) => object[field] as JsonObject, event);
    if (value === null) delete parent[last];
    else parent[last] = value;
  }
  return event;
}
