import { PolicyDocument, StatementElement } from '../policy-document';
import { actionMutations } from './action-mutations';
import { conditionMutations } from './condition-mutations';
import { Material, Mutant } from './material';
import { principalMutations } from './principal-mutations';
import { resourceMutations } from './resource-mutations';
import { documentMutations } from './statement-mutations';

const material: Material = {
  actions: ['ecr:A', 'ecr:B', 'ecr:C'],
  otherResource: 'arn:aws:ecr:eu-west-1:111111111111:repository/other',
  otherAccount: '333333333333',
  otherService: 'other.amazonaws.com',
  neighbour: { account: '111111111111', kind: 'role', name: 'neighbour' },
};
const repository = 'arn:aws:ecr:eu-west-1:111111111111:repository/team/app';
const allow = (element: Partial<StatementElement>): StatementElement => ({ Effect: 'Allow', Action: 'ecr:A', ...element });
const made = (mutants: Iterable<Mutant<StatementElement>>) => Object.fromEntries(mutants);

test('actions are added, removed, widened and inverted', () => {
  const mutants = made(actionMutations(allow({ Action: ['ecr:A', 'ecr:B'] }), material));
  expect(mutants).toEqual({
    'ecr:C added': allow({ Action: ['ecr:A', 'ecr:B', 'ecr:C'] }),
    'ecr:A removed': allow({ Action: ['ecr:B'] }),
    'ecr:B removed': allow({ Action: ['ecr:A'] }),
    'ecr:* for the actions': allow({ Action: 'ecr:*' }),
    '* for the actions': allow({ Action: '*' }),
    'every other action instead': { Effect: 'Allow', NotAction: ['ecr:A', 'ecr:B'] },
  });
});

test('the last action is removed with its statement, not by itself', () => {
  expect(Object.keys(made(actionMutations(allow({}), material)))).not.toContain('ecr:A removed');
});

test('resources are widened in each part, added, and inverted', () => {
  const resources = Object.values(made(resourceMutations(allow({ Resource: repository }), material))).map(({ Resource }) => Resource);
  expect(resources).toEqual([
    ['*'],
    [`${repository}*`],
    ['arn:aws:ecr:eu-west-1:111111111111:repository/team/*'],
    ['arn:*:ecr:eu-west-1:111111111111:repository/team/app'],
    ['arn:aws:ecr:*:111111111111:repository/team/app'],
    ['arn:aws:ecr:eu-west-1:*:repository/team/app'],
    [repository, material.otherResource],
    undefined,
  ]);
});

test('the names below a prefix are widened to those that begin in the same way, and to those above', () => {
  const below = repository.replace(/app$/, '*');
  const resources = Object.values(made(resourceMutations(allow({ Resource: below }), material))).map(({ Resource }) => Resource);
  expect(resources.slice(0, 3)).toEqual([
    ['*'],
    ['arn:aws:ecr:eu-west-1:111111111111:repository/team*'],
    ['arn:aws:ecr:eu-west-1:111111111111:repository/*'],
  ]);
});

test('one resource of several is removed', () => {
  expect(made(resourceMutations(allow({ Resource: ['x', 'y'] }), material))).toMatchObject({ 'x removed': { Resource: ['y'] } });
});

test('* as a resource is only inverted', () => {
  expect(made(resourceMutations(allow({ Resource: '*' }), material))).toEqual({
    'every other resource instead': { Effect: 'Allow', Action: 'ecr:A', NotResource: ['*'] },
  });
});

test('principals are widened, added, removed and inverted', () => {
  const role = 'arn:aws:iam::222222222222:role/dev';
  const mutants = made(principalMutations(allow({ Principal: { AWS: [role, '444444444444'] } }), material));
  expect(Object.entries(mutants).map(([what, { Principal, NotPrincipal }]) => [what, Principal ?? { not: NotPrincipal }])).toEqual([
    ['everyone', '*'],
    [`the account for ${role}`, { AWS: ['444444444444', 'arn:aws:iam::222222222222:root'] }],
    [`${role} removed`, { AWS: ['444444444444'] }],
    ['444444444444 removed', { AWS: [role] }],
    ['another account added', { AWS: [role, '444444444444', '333333333333'] }],
    ['another service added', { AWS: [role, '444444444444'], Service: ['other.amazonaws.com'] }],
    ['everyone added', { AWS: [role, '444444444444', '*'] }],
    ['everyone else instead', { not: { AWS: [role, '444444444444'] } }],
  ]);
});

test.each<[StatementElement['Principal']]>([['*'], [{ AWS: '*' }], [{ AWS: ['111111111111', '*'] }]])(
  'everyone as %j is only inverted',
  (principal) => {
    expect(Object.keys(made(principalMutations(allow({ Principal: principal }), material)))).toEqual(['everyone else instead']);
  },
);

test('an element that a statement does not have is not mutated', () => {
  const element: StatementElement = { Effect: 'Allow', NotAction: 'ecr:A', NotPrincipal: '*' };
  const mutants = [
    ...actionMutations(element, material),
    ...resourceMutations(element, material),
    ...principalMutations(element, material),
  ];
  expect([...mutants, ...conditionMutations(element)]).toEqual([]);
});

test.each<[string, StatementElement['Condition'], StatementElement['Condition'][]]>([
  [
    'an ARN',
    { ArnEquals: { 'aws:SourceArn': 'arn:aws:lambda:eu-west-1:111111111111:function:web' } },
    [
      {},
      { ArnEqualsIfExists: { 'aws:SourceArn': ['arn:aws:lambda:eu-west-1:111111111111:function:web'] } },
      { ArnNotEquals: { 'aws:SourceArn': ['arn:aws:lambda:eu-west-1:111111111111:function:web'] } },
      { Null: { 'aws:SourceArn': ['false'] } },
      { ArnEquals: { 'aws:SourceArn': ['arn:aws:lambda:eu-west-1:111111111111:function:web*'] } },
      { ArnEquals: { 'aws:SourceArn': ['arn:aws:lambda:eu-west-1:111111111111:function:*'] } },
      { ArnEquals: { 'aws:SourceArn': ['arn:aws:lambda:*:111111111111:function:web'] } },
      { ArnEquals: { 'aws:SourceArn': ['arn:aws:lambda:eu-west-1:*:function:web'] } },
    ],
  ],
  [
    'two keys, one with two values',
    { StringEquals: { a: 'x', b: ['y', 'z'] } },
    [
      { StringEquals: { b: ['y', 'z'] } },
      { StringEquals: { b: ['y', 'z'] }, StringEqualsIfExists: { a: ['x'] } },
      { StringEquals: { b: ['y', 'z'] }, StringNotEquals: { a: ['x'] } },
      { StringEquals: { b: ['y', 'z'] }, Null: { a: ['false'] } },
      { StringEquals: { b: ['y', 'z'] }, StringLike: { a: ['x*'] } },
      { StringEquals: { b: ['y', 'z'] }, StringLike: { a: ['*'] } },
      { StringEquals: { a: 'x' } },
      { StringEquals: { a: 'x' }, StringEqualsIfExists: { b: ['y', 'z'] } },
      { StringEquals: { a: 'x' }, StringNotEquals: { b: ['y', 'z'] } },
      { StringEquals: { a: 'x' }, Null: { b: ['false'] } },
      { StringEquals: { a: 'x' }, StringLike: { b: ['z', 'y*'] } },
      { StringEquals: { a: 'x' }, StringLike: { b: ['z', '*'] } },
      { StringEquals: { a: 'x', b: ['z'] } },
      { StringEquals: { a: 'x' }, StringLike: { b: ['y', 'z*'] } },
      { StringEquals: { a: 'x' }, StringLike: { b: ['y', '*'] } },
      { StringEquals: { a: 'x', b: ['y'] } },
    ],
  ],
  [
    'any value',
    { 'ForAnyValue:StringLike': { p: 'o-1/*' } },
    [
      {},
      { 'ForAnyValue:StringLikeIfExists': { p: ['o-1/*'] } },
      { 'ForAnyValue:StringNotLike': { p: ['o-1/*'] } },
      { 'ForAllValues:StringLike': { p: ['o-1/*'] } },
      { Null: { p: ['false'] } },
      { 'ForAnyValue:StringLike': { p: ['*'] } },
    ],
  ],
  [
    'a boolean that need not exist',
    { BoolIfExists: { s: true } },
    [{}, { StringNotEqualsIfExists: { s: ['true'] } }, { Null: { s: ['false'] } }],
  ],
  [
    'a negation',
    { StringNotEquals: { k: '*' } },
    [{}, { StringNotEqualsIfExists: { k: ['*'] } }, { StringEquals: { k: ['*'] } }, { Null: { k: ['false'] } }],
  ],
  [
    'an account, which has no longer name',
    { StringEquals: { k: '111111111111' } },
    [
      {},
      { StringEqualsIfExists: { k: ['111111111111'] } },
      { StringNotEquals: { k: ['111111111111'] } },
      { Null: { k: ['false'] } },
      { StringLike: { k: ['*'] } },
    ],
  ],
])('conditions are dropped and loosened: %s', (_, condition, expected) => {
  expect(Object.values(Array.from(conditionMutations(allow({ Condition: condition })), ([, mutant]) => mutant.Condition))).toEqual(
    expected,
  );
});

test('a document is mutated statement by statement, the others staying as they are', () => {
  const document: PolicyDocument = {
    Version: '2012-10-17',
    Statement: [allow({ Resource: '*' }), { ...allow({ Resource: '*' }), Effect: 'Deny' }],
  };
  const [first, second] = document.Statement as StatementElement[];
  const mutants = new Map(documentMutations(document, material));
  expect(mutants.get('[0]: statement removed')).toEqual({ ...document, Statement: [second] });
  expect(mutants.get('[0]: Allow turned to Deny')).toEqual({ ...document, Statement: [{ ...first, Effect: 'Deny' }, second] });
  expect(mutants.get('[1]: Deny turned to Allow')).toEqual({ ...document, Statement: [first, { ...second, Effect: 'Allow' }] });
  expect(mutants.get('[1]: ecr:C added')).toEqual({ ...document, Statement: [first, { ...second, Action: ['ecr:A', 'ecr:C'] }] });
});
