import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { Decision, DECISIONS } from '../support/event-pattern/decisions';
import { EVENT_CASES } from '../support/event-pattern/event-cases';
import { matches } from '../support/event-pattern/matches';
import { rulesOfAShop } from '../support/event-pattern/rules-of-a-shop';

// every decision that the unit tests take with the small matcher, for Event Ruler to take again
const [file] = process.argv.slice(2);
const decisions: Decision[] = [...DECISIONS];
for (const [rule, patterns] of rulesOfAShop()) {
  for (const { name, event } of EVENT_CASES) {
    for (const pattern of patterns) {
      decisions.push({ name: `${rule}: ${name}`, pattern, event, matches: matches(pattern, event) ? 'yes' : 'no' });
    }
  }
}
mkdirSync(dirname(file), { recursive: true });
writeFileSync(file, JSON.stringify(decisions));
