import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { templateDifference } from '../../bindings/templates';

function assembly(files: Record<string, string>): string {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'templates-'));
  for (const [name, text] of Object.entries(files)) fs.writeFileSync(path.join(folder, name), text);
  return folder;
}

const TEMPLATE = '{\n "a": 1,\n "b": 2\n}';

test('equal templates do not differ, whatever else lies beside them', () => {
  expect(
    templateDifference(assembly({ 'A.template.json': TEMPLATE }), assembly({ 'A.template.json': TEMPLATE, 'manifest.json': '{}' })),
  ).toBe(undefined);
});

test.each([
  ['another value', { 'A.template.json': TEMPLATE.replace('2', '3') }, 'A.template.json, line 3: "b": 3, expected "b": 2'],
  ['one byte more', { 'A.template.json': `${TEMPLATE}\n` }, 'A.template.json, it has more lines than expected'],
  ['one line less', { 'A.template.json': '{\n "a": 1,\n "b": 2' }, 'A.template.json, line 4: nothing, expected }'],
  ['no template', {}, 'the templates are none, expected A.template.json'],
  ['another stack', { 'B.template.json': TEMPLATE }, 'the templates are B.template.json, expected A.template.json'],
])('%s is a difference', (_case, files, difference) => {
  expect(templateDifference(assembly({ 'A.template.json': TEMPLATE }), assembly(files))).toBe(difference);
});

test('without an expected template nothing is equal to it', () => {
  const empty = assembly({});
  expect(templateDifference(empty, empty)).toBe(`${empty} holds no template`);
});

test('a folder that is not there has no template', () => {
  expect(templateDifference(assembly({ 'A.template.json': TEMPLATE }), '/nowhere')).toBe(
    'the templates are none, expected A.template.json',
  );
});
