import { EVENT_CASES } from '../oracle/event-pattern/event-cases';
import { matches } from '../oracle/event-pattern/matches';
import { rulesOfAShop } from '../oracle/event-pattern/rules-of-a-shop';

const RULES = [...rulesOfAShop()];

test.each(EVENT_CASES)('$name fires $fires', ({ event, fires }) => {
  const fired = RULES.flatMap(([name, patterns]) => patterns.filter((pattern) => matches(pattern, event)).map(() => name));
  // a rule of several patterns that fired twice would be here twice
  expect(fired.sort()).toEqual([...fires].sort());
});

test('every rule is fired by an event', () => {
  expect(new Set(EVENT_CASES.flatMap(({ fires }) => fires))).toEqual(new Set(RULES.map(([name]) => name)));
});
