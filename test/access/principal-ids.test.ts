import { App, Lazy, Stack } from 'aws-cdk-lib';
import { checkAccount, checkOrganization, organizationPath } from '../../src/access/grantee';
import { SecureRepository } from '../../src/secure-repository';

const repository = new SecureRepository(new Stack(new App(), 'Shop'), 'Repository');
const token = Lazy.string({ produce: () => 'anything' });

test.each(['111122223333', '000000000000', token])('%j is an account', (account) => {
  expect(() => checkAccount(repository, account)).not.toThrow();
});

test.each(['12345', '1111222233334', '1111-2222-3333', ''])('%j is no account', (account) => {
  expect(() => checkAccount(repository, account)).toThrow(
    new Error(`Shop/Repository: account is ${JSON.stringify(account)}, expected a number of twelve digits`),
  );
});

test.each(['o-a1b2c3d4e5', `o-${'a'.repeat(32)}`, token])('%j is an organization', (id) => {
  expect(() => checkOrganization(repository, id)).not.toThrow();
});

test.each(['a1b2c3d4e5', 'o-short', 'O-A1B2C3D4E5', `o-${'a'.repeat(33)}`, 'o-a1b2c3d4e5/r-ab12'])('%j is no organization', (id) => {
  expect(() => checkOrganization(repository, id)).toThrow(
    new Error(
      `Shop/Repository: organization is ${JSON.stringify(id)}, expected "o-" and 10 to 32 lowercase letters or digits, ` +
        'as `aws organizations describe-organization` prints it',
    ),
  );
});

const unit = 'o-a1b2c3d4e5/r-ab12/ou-ab12-11111111';

test.each([
  [unit, `${unit}/*`],
  [`${unit}/`, `${unit}/*`],
  [`${unit}/*`, `${unit}/*`],
  [`${unit}/ou-ab12-22222222`, `${unit}/ou-ab12-22222222/*`],
  [token, token],
])('the path %j is everyone below %j', (path, pattern) => {
  expect(organizationPath(repository, path)).toBe(pattern);
});

test.each(['o-a1b2c3d4e5', 'o-a1b2c3d4e5/r-ab12', 'ou-ab12-11111111', `${unit}/**`, '*', `${unit}x*`])('%j is no path', (path) => {
  expect(() => organizationPath(repository, path)).toThrow(
    new Error(
      `Shop/Repository: path is ${JSON.stringify(path)}, expected the organization, the root and at least one unit, such as ` +
        '"o-a1b2c3d4e5/r-ab12/ou-ab12-11111111": for the whole organization use grantPullToOrganization',
    ),
  );
});
