import { Fn } from 'aws-cdk-lib';
import { checkUuid } from '../../src/pipelines/identifier';

const UUID = '1a2b3c4d-5e6f-4708-9a0b-1c2d3e4f5a6b';
const check = (value: unknown) => checkUuid('BitbucketSubject.repository', 'bitbucket-subject', 'repositoryUuid', value);

test.each([UUID, `{${UUID}}`])('%s is a UUID, with or without braces', (value) => {
  expect(check(value)).toBe(UUID);
});

test.each(['dummy-value-for-/my/id', Fn.importValue('Id')])('an unknown value is not checked: %#', (value) => {
  expect(check(value)).toBe(value);
  expect(check(`{${value}}`)).toBe(value);
});

test.each([
  ['in upper case', UUID.toUpperCase()],
  ['without hyphens', UUID.replaceAll('-', '')],
  ['with one brace', `{${UUID}`],
  ['with braces as a URL has them', `%7B${UUID}%7D`],
  ['in an audience', `ari:cloud:bitbucket::workspace/${UUID}`],
  ['with white space', ` ${UUID}`],
  ['with a wildcard', `${UUID}*`],
])('a UUID %s is an error that names the UUID to use', (_form, value) => {
  expect(() => check(value)).toThrow(
    `BitbucketSubject.repository: repositoryUuid is ${JSON.stringify(value)}, but must be a UUID in lower case, such as ` +
      `"0185d6a7-3b1f-4c2e-9d58-6f7a8b9c0d1e". Use "${UUID}". [cdk-secure-repository:bitbucket-subject]`,
  );
});

test.each([
  [undefined, 'undefined'],
  [null, 'null'],
  [7, '7'],
  [[UUID], `["${UUID}"]`],
  ['', '""'],
  ['*', '"*"'],
  ['my-app', '"my-app"'],
  [`${Fn.importValue('Id')}*`, '"<token>*"'],
  ['dummy-value-for-/my/id*', '"dummy-value-for-/my/id*"'],
])('%j is not a UUID', (value, given) => {
  expect(() => check(value)).toThrow(`repositoryUuid is ${given}, but must be a UUID in lower case, such as`);
  expect(() => check(value)).toThrow('Use the ID of the settings. [cdk-secure-repository:bitbucket-subject]');
});
