import { Caller } from './caller';
import { RequestContext } from './context';
import { Policy } from './policy';
import { StatementElement } from './policy-document';
import { Statement } from './statement';

const statement = (element: Partial<StatementElement>) => new Statement('P[0]', { Effect: 'Allow', Action: 'ecr:*', ...element });
const role: Caller = { type: 'role', arn: 'arn:aws:iam::111111111111:role/dev' };
const repository = 'arn:aws:ecr:eu-west-1:111111111111:repository/web';

test.each<[Partial<StatementElement>, string, boolean]>([
  [{ Action: 'ecr:PutImage' }, 'ecr:PutImage', true],
  [{ Action: 'ECR:putimage' }, 'ecr:PutImage', true],
  [{ Action: ['ecr:Get*', 'ecr:Put?mage'] }, 'ecr:PutImage', true],
  [{ Action: 'ecr:Put' }, 'ecr:PutImage', false],
  [{ Action: '*' }, 'ecr:PutImage', true],
  [{ Action: undefined, NotAction: 'ecr:Get*' }, 'ecr:PutImage', true],
  [{ Action: undefined, NotAction: ['ecr:Get*', 'ecr:Put*'] }, 'ecr:PutImage', false],
])('%j acts with %s: %s', (element, action, expected) => {
  expect(statement(element).actsWith(action)).toBe(expected);
});

test.each<[Partial<StatementElement>, string, boolean]>([
  [{ Resource: '*' }, repository, true],
  [{ Resource: '*' }, '*', true],
  [{ Resource: repository }, repository, true],
  [{ Resource: repository }, `${repository}2`, false],
  [{ Resource: repository }, '*', false],
  [{ Resource: [`${repository}2`, 'arn:aws:ecr:*:*:repository/w?b'] }, repository, true],
  [{ NotResource: repository }, repository, false],
  [{ NotResource: repository }, '*', true],
  [{}, repository, true],
])('%j covers %s: %s', (element, resource, expected) => {
  expect(statement(element).covers(resource, new RequestContext(role))).toBe(expected);
});

test('NotPrincipal names everyone else', () => {
  const everyoneElse = statement({ NotPrincipal: { AWS: role.arn } });
  expect(everyoneElse.names(role)).toBe('not at all');
  expect(everyoneElse.names({ type: 'anonymous' })).toBe('everyone');
});

test('a statement without a condition holds in every context', () => {
  expect(statement({}).holdsIn(new RequestContext(role))).toBe(true);
});

test.each<[object, string]>([
  [{ Effect: 'Permit' }, 'P[0]: a statement needs Allow or Deny'],
  [{ Action: undefined }, 'P[0]: a statement needs either Action or NotAction'],
  [{ Action: [] }, 'P[0]: a statement needs either Action or NotAction'],
  [{ NotAction: 'ecr:Get*' }, 'P[0]: a statement needs either Action or NotAction'],
  [{ Resource: '*', NotResource: '*' }, 'P[0]: a statement has either Resource or NotResource'],
  [{ Principal: '*', NotPrincipal: '*' }, 'P[0]: a statement has either Principal or NotPrincipal'],
  [{ Actions: 'ecr:*' }, 'P[0]: Actions is no element of a statement'],
])('%j is refused, as by IAM', (element, message) => {
  expect(() => statement(element)).toThrow(message);
});

test.each([
  ['a principal', { Principal: '*', Resource: '*' } as const, 'P[0]: the policy of an identity takes no principal'],
  ['no resource', {}, 'P[0]: the policy of an identity needs a Resource'],
])('the policy of an identity with %s is refused', (_, element, message) => {
  expect(() => Policy.ofIdentity('P', { Statement: { Effect: 'Allow', Action: 'ecr:*', ...element } })).toThrow(message);
});

test('the policy of a resource without a principal is refused', () => {
  const document = { Statement: [{ Effect: 'Allow', Action: 'ecr:*' }] } as const;
  expect(() => Policy.ofResource('P', document)).toThrow('P[0]: the policy of a resource needs a principal');
});
