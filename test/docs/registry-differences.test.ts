import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { textOf } from '../fixtures/docs/markdown';

/** Where the schemas of CloudFormation and the API model differ; `npx projen test:registry-schemas` compares the list with both. */
const DIFFERENCES = JSON.parse(readFileSync(join(__dirname, '../data/registry-differences.json'), 'utf8')) as {
  readonly type: string;
  readonly property: string;
  readonly rule: string;
  readonly effect: string;
}[];

test('the page lists each difference that a user notices, with its effect', () => {
  const [, section] = textOf('docs/registry.md').split('## Where CloudFormation and the API differ\n');
  const rows = [...section.split('\n## ')[0].matchAll(/^\| `(\w+)` \| `(.+)`, (\w+) \| (.*) \|$/gm)].map(([, ...cells]) => cells);
  const noticed = DIFFERENCES.filter(({ effect }) => !effect.startsWith('None'));
  expect(rows).toEqual(noticed.map(({ type, property, rule, effect }) => [type.replace('AWS::ECR::', ''), property, rule, effect]));
});
