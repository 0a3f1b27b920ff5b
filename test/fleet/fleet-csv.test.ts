import { formatCsv } from '../../src/fleet/fleet-csv';
import { FleetRepository } from '../../src/fleet/fleet-repository';

const repository: FleetRepository = { account: '111122223333', region: 'eu-west-1', repositoryName: 'a', brokenRules: [], missing: [] };

function cellsOf(one: Partial<FleetRepository>): Record<string, string> {
  const [columns, row] = formatCsv([{ ...repository, ...one }]).split('\n');
  const cells = row.match(/("([^"]|"")*"|[^,]*)(,|$)/g)!.map((cell) => cell.replace(/,$/, ''));
  return Object.fromEntries(columns.split(',').map((column, index) => [column, cells[index]]));
}

test('without repositories there is only a row of titles', () => {
  expect(formatCsv([])).toMatch(/^account,region,repositoryName,[\w,]+,missing,[\w,]+\n$/);
});

test('an unknown value is empty, and 0 is 0', () => {
  expect(cellsOf({ imageCount: 0 })).toMatchObject({ imageCount: '0', sizeInBytes: '', hasOwner: '', lastPulledAt: '' });
});

test('dates, amounts, flags and lists have one form each', () => {
  expect(
    cellsOf({ lastPulledAt: new Date(0), dollarsPerMonth: 1 / 3, hasOwner: false, brokenRules: ['not-public', 'retained'] }),
  ).toMatchObject({
    lastPulledAt: '1970-01-01T00:00:00.000Z',
    dollarsPerMonth: '0.3333',
    hasOwner: 'false',
    brokenRules: 'not-public; retained',
  });
});

test('commas, quotes and line breaks are quoted', () => {
  expect(formatCsv([{ ...repository, missing: ['a "b", c\nd'] }])).toContain(',"a ""b"", c\nd",');
});

test.each(['=1+1', '+1', '-1', '@SUM(A1)', ' =1', '\t=1', '\r=1', '\n=1'])('a spreadsheet does not evaluate %j', (text) => {
  expect(cellsOf({ missing: [text] }).missing.replace(/^"/, '')).toMatch(/^'/);
});
