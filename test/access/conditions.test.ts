import { App, Aws, Stack } from 'aws-cdk-lib';
import fc from 'fast-check';
import {
  requiresContextKey,
  Conditions,
  mergedConditions,
  restrictsToPrincipals,
  restrictsSource,
  restrictsToOrganization,
} from '../../src/access/conditions';
import { SecureRepositoryError } from '../../src/private/secure-repository-error';

const place = new Stack(new App(), 'Shop');
const merged = (first: Conditions, second: Conditions) => mergedConditions(place, first, second);

const VALUES = ['a', 'b', 'c'];
const conditions = fc.dictionary(
  fc.constantFrom('StringEquals', 'StringNotEquals', 'ArnLike', 'ArnEquals', 'Bool'),
  fc.dictionary(fc.constantFrom('aws:one', 'aws:two'), fc.subarray(VALUES, { minLength: 1 }), { minKeys: 1 }),
) as fc.Arbitrary<Conditions>;

/** What IAM does with conditions whose values have no wildcards. */
function hold(asked: Conditions, call: { readonly [key: string]: string }): boolean {
  return Object.entries(asked).every(([operator, condition]) =>
    Object.entries(condition).every(([key, values]) => (values as string[]).includes(call[key]) !== operator.includes('Not')),
  );
}

test('merged conditions hold exactly when both hold, or are refused', () => {
  let refused = 0;
  fc.assert(
    fc.property(conditions, conditions, (first, second) => {
      let both: Conditions;
      try {
        both = merged(first, second);
      } catch (error) {
        refused++;
        expect(error).toBeInstanceOf(SecureRepositoryError);
        return;
      }
      for (const one of VALUES) {
        for (const two of VALUES) {
          const call = { 'aws:one': one, 'aws:two': two };
          expect(hold(both, call)).toBe(hold(first, call) && hold(second, call));
        }
      }
    }),
    { seed: 1, numRuns: 500 },
  );
  expect(refused).toBeLessThan(400);
});

test('merging changes neither side, and nothing merged changes nothing', () => {
  fc.assert(
    fc.property(conditions, conditions, (first, second) => {
      const before = JSON.stringify([first, second]);
      try {
        merged(first, second);
      } catch {
        // refused
      }
      expect(JSON.stringify([first, second])).toBe(before);
      expect(merged(first, {})).toEqual(first);
      expect(merged({}, first)).toEqual(first);
    }),
  );
});

test('the same condition under the name of the key in other letters is one', () => {
  expect(merged({ StringEquals: { 'aws:SourceVpc': 'a' } }, { StringEquals: { 'AWS:SOURCEVPC': 'a' } })).toEqual({
    StringEquals: { 'aws:SourceVpc': 'a' },
  });
});

test.each<[string, unknown, unknown]>([
  ['StringLike', 'a*', '*b'],
  ['StringEquals', 'a', 'b'],
  ['StringEquals', '${aws:username}', 'b'],
  ['StringEquals', Aws.ACCOUNT_ID, '111111111111'],
  ['StringEquals', Aws.ACCOUNT_ID, Aws.STACK_ID],
  ['ForAnyValue:StringEquals', ['a', 'b'], ['b', 'c']],
  ['IpAddress', '10.0.0.0/8', '10.1.0.0/16'],
])('two conditions under %s that one list of values cannot express are refused: %j and %j', (operator, first, second) => {
  expect(() => merged({ [operator]: { 'aws:key': first } }, { [operator]: { 'aws:key': second } })).toThrow(
    `Shop: two conditions require ${operator} on aws:key, with `,
  );
});

describe('conditions that restrict a service to a source', () => {
  test.each<Conditions>([
    { StringEquals: { 'aws:SourceAccount': '111111111111' } },
    { ArnLike: { 'aws:SourceArn': 'arn:aws:lambda:eu-west-1:111111111111:function:*' } },
    { ArnEquals: { 'AWS:SOURCEARN': 'arn:aws:lambda:eu-west-1:111111111111:function:f' } },
    { stringlike: { 'aws:SourceOrgID': 'o-a1b2c3d4e5' } },
    { ArnLike: { 'aws:SourceArn': 'arn:aws:s3:::images' } },
    { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
    { StringEqualsIgnoreCase: { 'aws:SourceOrgID': 'o-a1b2c3d4e5' } },
    { 'ForAnyValue:StringLike': { 'aws:SourceOrgPaths': ['o-a1b2c3d4e5/*'] } },
    { Bool: { 'aws:SecureTransport': 'true' }, StringEquals: { 'aws:SourceAccount': ['111111111111', '222222222222'] } },
  ])('by %j', (given) => {
    expect(restrictsSource(given)).toBe(true);
  });

  test.each<Conditions>([
    {},
    { Bool: { 'aws:SecureTransport': 'true' } },
    { StringEqualsIfExists: { 'aws:SourceAccount': '111111111111' } },
    { StringNotEquals: { 'aws:SourceAccount': '111111111111' } },
    { 'ForAllValues:StringLike': { 'aws:SourceOrgPaths': ['o-a1b2c3d4e5/*'] } },
    { Null: { 'aws:SourceArn': 'false' } },
    { ArnLike: { 'aws:SourceArn': '*' } },
    { ArnLike: { 'aws:SourceArn': 'arn:*' } },
    { ArnLike: { 'aws:SourceArn': 'arn:aws:lambda:eu-west-1:*:function:*' } },
    { ArnLike: { 'aws:SourceArn': 'arn:aws:s3:::*' } },
    { StringLike: { 'aws:SourceAccount': '11111111111?' } },
    { ArnLike: { 'aws:SourceArn': { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':lambda:eu-west-1:*:function:f']] } } },
    { StringLike: { 'aws:SourceOrgID': 'o-*' } },
    { 'ForAnyValue:StringLike': { 'aws:SourceOrgPaths': ['o-a1b2c3d4e5/*', 'o-*/r-*'] } },
    { StringLike: { 'aws:SourceAccount': ['111111111111', '*'] } },
    { StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } },
  ])('not by %j', (given) => {
    expect(restrictsSource(given)).toBe(false);
  });
});

describe('conditions that restrict everyone to an organization', () => {
  test.each<Conditions>([
    { StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } },
    { 'ForAnyValue:StringLike': { 'aws:principalorgpaths': 'o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/*' } },
  ])('by %j', (given) => {
    expect(restrictsToOrganization(given)).toBe(true);
  });

  test.each<Conditions>([
    { StringLike: { 'aws:PrincipalOrgID': '*' } },
    { StringLike: { 'aws:PrincipalOrgID': 'o-*' } },
    { 'ForAnyValue:StringLike': { 'aws:PrincipalOrgPaths': 'o-*' } },
    { StringEqualsIfExists: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } },
    { 'ForAllValues:StringLike': { 'aws:PrincipalOrgPaths': 'o-a1b2c3d4e5/*' } },
    { StringEquals: { 'aws:PrincipalAccount': '111111111111' } },
  ])('not by %j', (given) => {
    expect(restrictsToOrganization(given)).toBe(false);
  });
});

describe('conditions require a context key if they fail without it', () => {
  test.each<Conditions>([
    { Bool: { 'aws:SecureTransport': 'true' } },
    { StringEqualsIfExists: { 'aws:SourceVpc': 'vpc-1' }, IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } },
  ])('%j does', (given) => {
    expect(requiresContextKey(given)).toBe(true);
  });

  test.each<Conditions>([
    {},
    { StringEqualsIfExists: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } },
    { StringNotEquals: { 'aws:PrincipalAccount': '222222222222' } },
    { 'ForAllValues:StringLike': { 'aws:PrincipalOrgPaths': 'o-a1b2c3d4e5/*' } },
  ])('%j does not', (given) => {
    expect(requiresContextKey(given)).toBe(false);
  });
});

test.each<[Conditions, boolean]>([
  [{}, false],
  [{ StringEquals: {} }, false],
  [{ StringEqualsIfExists: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } }, false],
  [{ Null: { 'aws:PrincipalOrgID': 'true' } }, false],
  [{ Null: { 'aws:PrincipalOrgID': 'false' } }, true],
  [{ StringEquals: { 'aws:SourceVpc': 'vpc-1' } }, true],
])('whether %j asks a caller for anything: %j', (asked, asks) => {
  expect(requiresContextKey(asked)).toBe(asks);
});

describe('a variable of IAM, which the caller may fill', () => {
  test.each<[(given: Conditions) => boolean, string, string]>([
    [restrictsToOrganization, 'StringEquals', 'aws:PrincipalOrgID'],
    [restrictsSource, 'StringEquals', 'aws:SourceAccount'],
    [restrictsSource, 'StringLike', 'aws:SourceArn'],
  ])('is no restriction: %p', (restricts, operator, key) => {
    for (const value of [
      `\${${key}}`,
      '${aws:PrincipalTag/x}',
      { 'Fn::Join': ['', ['o-', '${aws:userid}']] },
      { 'Fn::Sub': 'o-${!aws:userid}' },
    ]) {
      expect(restricts({ [operator]: { [key]: value } })).toBe(false);
    }
  });

  test('compared with itself asks for nothing', () => {
    expect(requiresContextKey({ StringEquals: { 'aws:PrincipalOrgID': '${aws:principalorgid}' } })).toBe(false);
    expect(requiresContextKey({ StringEquals: { 'aws:PrincipalTag/team': '${aws:ResourceTag/team}' } })).toBe(true);
  });

  test('is none in Fn::Sub, where CloudFormation replaces it, nor as an escape', () => {
    expect(restrictsSource({ StringEquals: { 'aws:SourceAccount': { 'Fn::Sub': '${AWS::AccountId}' } } })).toBe(true);
    expect(restrictsSource({ StringEquals: { 'aws:SourceAccount': '${$}111' } })).toBe(true);
  });
});

test.each<[Conditions, boolean]>([
  [
    { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::111111111111:role/ci-*' }, StringEquals: { 'aws:PrincipalAccount': '111111111111' } },
    true,
  ],
  [{ ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::111111111111:role/ci-*' } }, false],
  [{ StringEquals: { 'aws:PrincipalAccount': '111111111111' } }, false],
  [{ ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/ci-*' }, StringEquals: { 'aws:PrincipalAccount': '111111111111' } }, false],
  [{ ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::111111111111:role/ci-*' }, StringLike: { 'aws:PrincipalAccount': '*' } }, false],
])('%j names principals: %j', (given, named) => {
  expect(restrictsToPrincipals(given)).toBe(named);
});
