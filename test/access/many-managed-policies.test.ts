import { App, Stack } from 'aws-cdk-lib';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import { SecureRepository } from '../../src';
import { HOME } from '../support/environments';

const FOUND = 'cdk-secure-repository:many-managed-policies';

function warningsWith(managedPolicies: number, repositories = 1): string[] {
  const stack = new Stack(new App(), 'Shop', { env: HOME });
  const role = new iam.Role(stack, 'Role', {
    assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com'),
    managedPolicies: Array.from({ length: managedPolicies }, (_, n) => iam.ManagedPolicy.fromAwsManagedPolicyName(`Policy${n}`)),
  });
  for (let n = 0; n < repositories; n++) {
    new SecureRepository(stack, `R${n}`, { repositoryName: `${'x'.repeat(200)}${n}` }).grantPullPush(role);
  }
  return Annotations.fromStack(stack)
    .findWarning('/Shop/Role', Match.stringLikeRegexp(FOUND))
    .map(({ entry }) => String(entry.data));
}

test('ten managed policies are no warning', () => {
  expect(warningsWith(10)).toEqual([]);
});

test('eleven are one, on the role, that says what to do', () => {
  expect(warningsWith(11)).toEqual([
    'the role has 11 managed policies, and a role may have 10 by default: grant pulling and pushing at once with grantPullPush, give the ' +
      'repositories names, spread them over several roles, or have the quota "Managed policies per role" raised ' +
      `[ack: ${FOUND}]`,
  ]);
});

test('those into which aws-cdk-lib moves statements count as well', () => {
  expect(warningsWith(10, 100)).toHaveLength(1);
});

test('other principals have none', () => {
  const stack = new Stack(new App(), 'Shop', { env: HOME });
  new SecureRepository(stack, 'Repository').grantPull(new iam.User(stack, 'User'));
  expect(Annotations.fromStack(stack).findWarning('*', Match.anyValue())).toEqual([]);
});

test('a role that the app does not make has none', () => {
  const app = new App();
  iam.Role.customizeRoles(app, { usePrecreatedRoles: { 'Shop/Role': 'precreated' } });
  const stack = new Stack(app, 'Shop', { env: HOME });
  new SecureRepository(stack, 'Repository').grantPull(
    new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com') }),
  );
  expect(() => app.synth()).not.toThrow();
});
