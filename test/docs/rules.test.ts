import { readFileSync } from 'fs';
import { RULE_IDS } from '../../src/rules/catalogue';
import { withCatalog } from '../fixtures/docs/rules-catalog';

const PAGE = readFileSync('docs/rules.md', 'utf8');

test('the catalog is up to date: npx projen docs:rules writes it', () => {
  expect(withCatalog(PAGE)).toBe(PAGE);
});

test.each(RULE_IDS)('the rule %s is in the catalog', (id) => {
  expect(PAGE).toContain(`\n#### ${id}\n`);
});
