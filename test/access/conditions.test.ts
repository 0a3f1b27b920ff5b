import fc from 'fast-check';
import { askForAnything, Conditions, mergedConditions, narrowSource, narrowToOrganization } from '../../src/access/conditions';

const conditions = fc.dictionary(
  fc.constantFrom('StringEquals', 'ArnLike', 'Bool'),
  fc.dictionary(fc.constantFrom('aws:SourceArn', 'aws:SourceAccount', 'aws:PrincipalArn'), fc.constantFrom('a', 'b'), { minKeys: 1 }),
) as fc.Arbitrary<Conditions>;

test('merging loses no key of either side, and the second stands where both speak', () => {
  fc.assert(
    fc.property(conditions, conditions, (first, second) => {
      const merged = mergedConditions(first, second);
      for (const [operator, keys] of Object.entries(first)) {
        for (const key of Object.keys(keys)) expect(merged[operator][key]).toBe(second[operator]?.[key] ?? keys[key]);
      }
      for (const [operator, keys] of Object.entries(second)) expect(merged[operator]).toMatchObject(keys);
    }),
  );
});

test('merging is associative, and nothing merged changes nothing', () => {
  fc.assert(
    fc.property(conditions, conditions, conditions, (a, b, c) => {
      expect(mergedConditions(mergedConditions(a, b), c)).toEqual(mergedConditions(a, mergedConditions(b, c)));
      expect(mergedConditions(a, {})).toEqual(a);
      expect(mergedConditions({}, a)).toEqual(a);
    }),
  );
});

test('merging changes neither side', () => {
  const first = { StringEquals: { 'aws:SourceAccount': '1' } };
  const second = { StringEquals: { 'aws:SourceArn': 'a' } };
  mergedConditions(first, second);
  expect([first, second]).toEqual([{ StringEquals: { 'aws:SourceAccount': '1' } }, { StringEquals: { 'aws:SourceArn': 'a' } }]);
});

describe('a service is narrowed to a source', () => {
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
    expect(narrowSource(given)).toBe(true);
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
    { StringLike: { 'aws:SourceOrgID': 'o-*' } },
    { 'ForAnyValue:StringLike': { 'aws:SourceOrgPaths': ['o-a1b2c3d4e5/*', 'o-*/r-*'] } },
    { StringLike: { 'aws:SourceAccount': ['111111111111', '*'] } },
    { StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } },
  ])('not by %j', (given) => {
    expect(narrowSource(given)).toBe(false);
  });
});

describe('everyone is narrowed to an organization', () => {
  test.each<Conditions>([
    { StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } },
    { 'ForAnyValue:StringLike': { 'aws:principalorgpaths': 'o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/*' } },
  ])('by %j', (given) => {
    expect(narrowToOrganization(given)).toBe(true);
  });

  test.each<Conditions>([
    { StringLike: { 'aws:PrincipalOrgID': '*' } },
    { StringLike: { 'aws:PrincipalOrgID': 'o-*' } },
    { 'ForAnyValue:StringLike': { 'aws:PrincipalOrgPaths': 'o-*' } },
    { StringEqualsIfExists: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } },
    { 'ForAllValues:StringLike': { 'aws:PrincipalOrgPaths': 'o-a1b2c3d4e5/*' } },
    { StringEquals: { 'aws:PrincipalAccount': '111111111111' } },
  ])('not by %j', (given) => {
    expect(narrowToOrganization(given)).toBe(false);
  });
});

describe('conditions ask for something when a call fails them that says nothing', () => {
  test.each<Conditions>([
    { Bool: { 'aws:SecureTransport': 'true' } },
    { StringEqualsIfExists: { 'aws:SourceVpc': 'vpc-1' }, IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } },
  ])('%j does', (given) => {
    expect(askForAnything(given)).toBe(true);
  });

  test.each<Conditions>([
    {},
    { StringEqualsIfExists: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } },
    { StringNotEquals: { 'aws:PrincipalAccount': '222222222222' } },
    { 'ForAllValues:StringLike': { 'aws:PrincipalOrgPaths': 'o-a1b2c3d4e5/*' } },
  ])('%j does not', (given) => {
    expect(askForAnything(given)).toBe(false);
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
  expect(askForAnything(asked)).toBe(asks);
});
