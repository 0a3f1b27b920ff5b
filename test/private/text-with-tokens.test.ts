import { Aws, Fn } from 'aws-cdk-lib';
import { withLiteralsChanged, withTokensAs } from '../../src/private/text-with-tokens';

const { REGION } = Aws;
const IMPORTED = Fn.importValue('Imported');

test.each([
  ['', ''],
  ['plain', 'plain'],
  [REGION, 'x'],
  [`${REGION}${IMPORTED}`, 'xx'],
  [`a-${REGION}-b-${IMPORTED}-c-${REGION}`, 'a-x-b-x-c-x'],
])('something stands in for each token: %#', (text, written) => {
  expect(withTokensAs(text, 'x')).toBe(written);
});

test('only what is written is changed', () => {
  const changed = withLiteralsChanged(`to ${REGION}, ${IMPORTED}o`, (literal) => literal.replace(/o/g, '0'));
  expect(changed).toBe(`t0 ${REGION}, ${IMPORTED}0`);
});
