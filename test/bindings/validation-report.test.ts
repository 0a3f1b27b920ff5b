import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { reportDifference } from '../../bindings/validation-report';

function assembly(violation?: object): string {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'reports-'));
  if (violation) fs.writeFileSync(path.join(folder, 'validation-report.json'), JSON.stringify({ pluginReports: [violation] }));
  return folder;
}

const REPORT = {
  ruleName: 'retained',
  templatePath: '/a/Shop.template.json',
  stackTraces: ['app.ts:1'],
  acknowledgedStackTrace: 'app.ts:2',
};

test('reports that differ in their stack traces and in the folder of the templates are equal', () => {
  const other = { ...REPORT, templatePath: '/b/Shop.template.json', stackTraces: ['program.js:9'], acknowledgedStackTrace: 'program.js:8' };
  expect(reportDifference(assembly(REPORT), assembly(other))).toBeUndefined();
  expect(reportDifference(assembly(), assembly())).toBeUndefined();
});

test.each<[string, object | undefined, string]>([
  ['another rule', { ...REPORT, ruleName: 'customer-key' }, 'line 4: "ruleName": "customer-key",, expected "ruleName": "retained",'],
  ['another template', { ...REPORT, templatePath: '/a/Web.template.json' }, 'expected "templatePath": "Shop.template.json"'],
  ['one finding less', undefined, 'expected {'],
])('%s is a difference', (_case, violation, difference) => {
  expect(reportDifference(assembly(REPORT), assembly(violation))).toContain(difference);
});
