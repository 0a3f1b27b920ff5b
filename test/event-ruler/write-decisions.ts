import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { Decision, DECISIONS } from '../oracle/event-pattern/decisions';
import { EVENT_CASES } from '../oracle/event-pattern/event-cases';
import { matches } from '../oracle/event-pattern/matches';
import { rulesOfAShop } from '../oracle/event-pattern/rules-of-a-shop';

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
