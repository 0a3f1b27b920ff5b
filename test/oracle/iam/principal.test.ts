import { Caller } from './caller';
import { PrincipalElement } from './policy-document';
import { Naming, naming } from './principal';

const role: Caller = { type: 'role', arn: 'arn:aws:iam::111111111111:role/dev' };
const user: Caller = { type: 'user', arn: 'arn:aws:iam::111111111111:user/alice' };
const lambda: Caller = { type: 'service', name: 'lambda.amazonaws.com' };
const github: Caller = { type: 'federated', provider: 'arn:aws:iam::111111111111:oidc-provider/token.actions.githubusercontent.com' };
const anonymous: Caller = { type: 'anonymous' };

test.each<[PrincipalElement, Caller, Naming]>([
  ['*', role, 'everyone'],
  ['*', lambda, 'everyone'],
  ['*', anonymous, 'everyone'],
  [{ AWS: '*' }, anonymous, 'everyone'],
  [{ AWS: ['arn:aws:iam::222222222222:root', '*'] }, anonymous, 'everyone'],
  [{ AWS: [role.arn, '*'] }, role, 'everyone'],
  [{ AWS: role.arn }, role, 'itself'],
  [{ AWS: role.arn }, user, 'not at all'],
  [{ AWS: user.arn }, user, 'itself'],
  [{ AWS: 'arn:aws:iam::111111111111:root' }, role, 'its account'],
  [{ AWS: '111111111111' }, role, 'its account'],
  [{ AWS: ['111111111111', role.arn] }, role, 'itself'],
  [{ AWS: 'arn:aws-cn:iam::111111111111:root' }, role, 'its account'],
  [{ AWS: '222222222222' }, role, 'not at all'],
  [{ AWS: '111111111111' }, anonymous, 'not at all'],
  [{ AWS: '111111111111' }, lambda, 'not at all'],
  [{ AWS: 'arn:aws:iam::111111111111:role/*' }, role, 'not at all'],
  [{ AWS: 'arn:aws:sts::111111111111:assumed-role/dev/session' }, role, 'not at all'],
  [{ Service: 'lambda.amazonaws.com' }, lambda, 'itself'],
  [{ Service: ['ecs.amazonaws.com', 'lambda.amazonaws.com'] }, lambda, 'itself'],
  [{ Service: 'ecs.amazonaws.com' }, lambda, 'not at all'],
  [{ Service: 'lambda.amazonaws.com' }, role, 'not at all'],
  [{ Federated: github.provider }, github, 'itself'],
  [{ Federated: 'cognito-identity.amazonaws.com' }, github, 'not at all'],
  [{ Federated: github.provider }, role, 'not at all'],
  [{ CanonicalUser: '79a59df900b949e5' }, role, 'not at all'],
])('%j names %j: %s', (element, caller, expected) => {
  expect(naming(element, caller)).toBe(expected);
});
