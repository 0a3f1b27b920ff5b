import { mkdtempSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { LifecyclePolicy } from '../../src';

const directory = mkdtempSync(join(tmpdir(), 'policy-file-'));
afterAll(() => rmSync(directory, { recursive: true }));

function file(content: string | Buffer): string {
  const path = join(directory, 'policy.json');
  writeFileSync(path, content);
  return path;
}

const { text, words } = {
  text: '{"rules":[{"rulePriority":1,"selection":{"tagStatus":"any","countType":"imageCountMoreThan","countNumber":5},"action":{"type":"expire"}}]}',
  words: ['1. keep the 5 newest of the images, expire the others'],
};

test.each<[string, string | Buffer]>([
  ['its JSON', text],
  ['its JSON with white space', JSON.stringify(JSON.parse(text), undefined, 2)],
  ['what get-lifecycle-policy prints', JSON.stringify({ registryId: '111122223333', repositoryName: 'myapp', lifecyclePolicyText: text })],
  ['the text that a query leaves', JSON.stringify(text)],
  ['its JSON as PowerShell writes it', Buffer.from(`\uFEFF${text}`, 'utf16le')],
])('a policy is read from %s', (_, content) => {
  const policy = LifecyclePolicy.fromFile(file(content));
  expect([policy.toText(), policy.describe()]).toEqual([text, words]);
});

test('a file at fault is named by its path', () => {
  const path = file('{"rules": []}');
  expect(() => LifecyclePolicy.fromFile(path)).toThrow(`${path}: the policy has no rules, but must have at least one`);
  expect(() => LifecyclePolicy.fromFile(file('{'))).toThrow(`${path}: the text is not valid JSON`);
});

test('a file that cannot be read is an error with the reason', () => {
  expect(() => LifecyclePolicy.fromFile(join(directory, 'missing.json'))).toThrow(
    /^LifecyclePolicy\.fromFile\(path\): the file cannot be read \(ENOENT: no such file or directory, open '.+missing\.json'\)\. Pass the path of a file, relative to the working directory\. \[cdk-secure-repository:lifecycle-option\]$/,
  );
});

test('a policy that is rarely intended is a warning, as in text', () => {
  const prefix = { tagStatus: 'tagged', tagPrefixList: ['*'], countType: 'imageCountMoreThan', countNumber: 5 };
  const policy = LifecyclePolicy.fromFile(
    file(JSON.stringify({ rules: [{ rulePriority: 1, selection: prefix, action: { type: 'expire' } }] })),
  );
  expect(policy._warnings.map(({ id }) => id)).toEqual(['cdk-secure-repository:lifecycle-selects-no-tag']);
});
