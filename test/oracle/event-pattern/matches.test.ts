import { DECISIONS } from './decisions';
import { JsonObject, matches } from './matches';

test.each(DECISIONS)('$name: $matches', ({ pattern, event, matches: expected }) => {
  expect(taken(pattern, event)).toBe(expected);
});

function taken(pattern: JsonObject, event: JsonObject): string {
  try {
    return matches(pattern, event) ? 'yes' : 'no';
  } catch {
    return 'refused';
  }
}
