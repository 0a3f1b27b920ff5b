import { accountOf, identityOf, matchesArn } from './arn';

const role = 'arn:aws:iam::111111111111:role/team/dev';

test.each<[string, string, boolean]>([
  [role, role, true],
  ['arn:aws:iam::111111111111:role/*', role, true],
  ['arn:*:iam::*:role/team/de?', role, true],
  ['arn:aws:iam::222222222222:role/*', role, false],
  ['arn:aws:*', role, false],
  ['*', role, false],
  ['arn:aws:lambda:*:111111111111:function:*', 'arn:aws:lambda:eu-west-1:111111111111:function:web:1', true],
  ['arn:aws:lambda:*:111111111111:function:*', 'no ARN', false],
])('%s against %s: %s', (pattern, arn, expected) => {
  expect(matchesArn(pattern, arn)).toBe(expected);
});

test.each([
  [role, '111111111111'],
  ['arn:aws:s3:::bucket', undefined],
  ['*', undefined],
])('the account of %s is %s', (arn, account) => {
  expect(accountOf(arn)).toBe(account);
});

test('the name of an identity is what follows its path', () => {
  expect(identityOf(role)).toEqual({ kind: 'role', name: 'dev' });
});
