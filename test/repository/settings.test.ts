import { App, Fn, Lazy, Resource, Stack } from 'aws-cdk-lib';
import { RepositoryEncryption } from 'aws-cdk-lib/aws-ecr';
import { Alias, CfnKey, IKeyRef, Key } from 'aws-cdk-lib/aws-kms';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { encryptionConfiguration, EncryptionProps, tagMutability } from '../../src/repository/settings';
import { HOME, OTHER_REGION } from '../fixtures/environments';
import { warningsOf } from '../fixtures/reported';

class Owner extends Resource {}

const shop = new Stack(new App(), 'Shop', { env: HOME });
const owner = new Owner(shop, 'Repository');
const key = Key.fromKeyArn(shop, 'Key', 'arn:aws:kms:eu-west-1:111111111111:key/1234');

test.each<[string, EncryptionProps, object | undefined]>([
  ['nothing means AES256 in the template', {}, { encryptionType: 'AES256' }],
  ['AES256 is AES256', { encryption: RepositoryEncryption.AES_256 }, { encryptionType: 'AES256' }],
  ['KMS without a key is the key that AWS manages', { encryption: RepositoryEncryption.KMS }, { encryptionType: 'KMS' }],
  ['a key alone means KMS', { encryptionKey: key }, { encryptionType: 'KMS', kmsKey: key.keyArn }],
  [
    'KMS_DSSE accepts a key',
    { encryption: RepositoryEncryption.KMS_DSSE, encryptionKey: key },
    { encryptionType: 'KMS_DSSE', kmsKey: key.keyArn },
  ],
  ['implicit encryption renders nothing', { implicitEncryption: true }, undefined],
  ['implicit encryption that is false changes nothing', { implicitEncryption: false }, { encryptionType: 'AES256' }],
])('%s', (_name, props, expected) => {
  expect(encryptionConfiguration(owner, props)).toEqual(expected);
});

const ID = '[cdk-secure-repository:encryption]';

test.each<[EncryptionProps, string]>([
  [
    { encryption: RepositoryEncryption.AES_256, encryptionKey: key },
    'Shop/Repository: encryptionKey is set together with encryption "AES256", but a key requires KMS or KMS_DSSE. Remove one of the two. ' +
      ID,
  ],
  [
    { implicitEncryption: true, encryption: RepositoryEncryption.KMS },
    'Shop/Repository: implicitEncryption is true together with encryption "KMS", but applies only to a repository whose template never contained ' +
      `the encryption (AES256). Remove one of the two. ${ID}`,
  ],
  [
    { implicitEncryption: true, encryptionKey: key },
    'Shop/Repository: implicitEncryption is true together with an encryptionKey, but applies only to a repository whose template never ' +
      `contained the encryption (AES256). Remove one of the two. ${ID}`,
  ],
  [
    { encryptionKey: Key.fromKeyArn(shop, 'Far', 'arn:aws:kms:us-east-1:111111111111:key/1234') },
    'Shop/Repository: encryptionKey is in Region "us-east-1", but the repository is in "eu-west-1". ' +
      `Use a key or a replica key of the repository's own Region. ${ID}`,
  ],
])('two kinds of encryption at once are refused, and a key of another Region: %#', (props, message) => {
  expect(() => encryptionConfiguration(owner, props)).toThrow(new Error(message));
});

test('a key is a key, and not another construct', () => {
  const bucket: unknown = new Bucket(new Stack(new App(), 'Shop'), 'Bucket');
  expect(() => encryptionConfiguration(owner, { encryptionKey: bucket as IKeyRef })).toThrow(
    new Error(
      'Shop/Repository: encryptionKey is the construct Shop/Bucket, but must be a KMS key. ' +
        `Use kms.Key.fromKeyArn(this, "Key", arn) for a key that is not in the app. ${ID}`,
    ),
  );
});

test('a key that another stack owns is in the Region of that stack', () => {
  const far = new Key(new Stack(new App(), 'Far', { env: OTHER_REGION }), 'Key');
  expect(() => encryptionConfiguration(owner, { encryptionKey: far })).toThrow('encryptionKey is in Region "us-east-1"');
});

test.each<[string, (stack: Stack) => IKeyRef, unknown]>([
  ['Key', (stack) => new Key(stack, 'Key'), { 'Fn::GetAtt': ['Key961B73FD', 'Arn'] }],
  ['CfnKey', (stack) => new CfnKey(stack, 'Key', { keyPolicy: {} }), { 'Fn::GetAtt': ['Key', 'Arn'] }],
  [
    'Alias',
    (stack) => Alias.fromAliasName(stack, 'Key', 'alias/images'),
    { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':kms:eu-west-1:111111111111:alias/images']] },
  ],
])('a %s is a key', (_class, keyIn, kmsKey) => {
  const stack = new Stack(new App(), 'Shop', { env: HOME });
  const configuration = encryptionConfiguration(new Owner(stack, 'Repository'), { encryptionKey: keyIn(stack) });
  expect(stack.resolve(configuration)).toEqual({ encryptionType: 'KMS', kmsKey });
});

test('in a stack without an environment no key is of another Region', () => {
  const agnostic = new Owner(new Stack(), 'Repository');
  expect(() => encryptionConfiguration(agnostic, { encryptionKey: key })).not.toThrow();
});

const excluded = (...values: string[]) =>
  values.map((imageTagMutabilityExclusionFilterValue) => ({
    imageTagMutabilityExclusionFilterType: 'WILDCARD',
    imageTagMutabilityExclusionFilterValue,
  }));

test.each([undefined, []])('with mutableTags %j every tag is immutable', (mutableTags) => {
  expect(tagMutability(new Stack(), mutableTags)).toEqual({ imageTagMutability: 'IMMUTABLE' });
});

test('mutable tags are excluded from the immutability', () => {
  expect(tagMutability(new Stack(), ['latest', 'dev-*'])).toEqual({
    imageTagMutability: 'IMMUTABLE_WITH_EXCLUSION',
    imageTagMutabilityExclusionFilters: excluded('latest', 'dev-*'),
  });
});

test('five tags are accepted, and a token is not validated', () => {
  const token = Lazy.string({ produce: () => 'a tag with spaces' });
  expect(tagMutability(new Stack(), ['a', 'b', 'c', 'd', token]).imageTagMutabilityExclusionFilters).toEqual(
    excluded('a', 'b', 'c', 'd', token),
  );
});

test.each([
  [
    ['a', 'b', 'c', 'd', 'e', 'f'],
    'Default: mutableTags has 6 tags, but ECR accepts at most 5. Combine some of them with a wildcard, such as "dev-*".',
  ],
  [
    ['dev *'],
    'Default: mutableTags has "dev *", but a filter consists of 1 to 128 letters, digits, ".", "_", "-" and "*". Pass the tag as it is pushed.',
  ],
  [
    ['latest', ''],
    'Default: mutableTags has "", but a filter consists of 1 to 128 letters, digits, ".", "_", "-" and "*". Pass the tag as it is pushed.',
  ],
  [
    Fn.split(',', Fn.ref('Tags')),
    'Default: mutableTags is a token for a whole list, but the number of tags must be known at synthesis. Pass a list whose elements may be tokens.',
  ],
  // without a type checker
  ['latest' as unknown as string[], 'Default: mutableTags is "latest", but must be a list of strings. Pass a list, such as ["latest"].'],
])('%j is refused', (mutableTags, message) => {
  expect(() => tagMutability(new Stack(), mutableTags)).toThrow(new Error(`${message} [cdk-secure-repository:mutable-tags]`));
});

test('a tag has at most 128 characters', () => {
  const scope = new Stack();
  expect(() => tagMutability(scope, ['a'.repeat(128)])).not.toThrow();
  expect(() => tagMutability(scope, ['a'.repeat(129)])).toThrow('but a filter consists of 1 to 128 letters');
});

test.each(['*', '**'])('%j makes every tag mutable, which is a warning', (tag) => {
  const stack = new Stack();
  tagMutability(stack, [tag]);
  expect(warningsOf(stack)).toEqual([
    `/Default mutableTags has "${tag}", so every tag can be moved to another image, and no tag identifies an image reliably. ` +
      'List only the tags that must move. ' +
      '[ack: cdk-secure-repository:every-tag-mutable]',
  ]);
});

test('more than two wildcards are a warning', () => {
  const stack = new Stack();
  tagMutability(stack, ['a*b*', 'a*b*c*']);
  expect(warningsOf(stack)).toEqual([
    '/Default mutableTags has "a*b*c*" with more than two wildcards, which ECR can reject. Use at most two. ' +
      '[ack: cdk-secure-repository:many-wildcards]',
  ]);
});

test('wildcards count among the 128 characters of a filter', () => {
  const scope = new Stack();
  expect(() => tagMutability(scope, [`${'a'.repeat(127)}*`])).not.toThrow();
  expect(() => tagMutability(scope, [`${'a'.repeat(128)}*`])).toThrow('but a filter consists of 1 to 128 letters');
});

test.each(['-x', '.x*', '-', '.*'])('%j, which ECR accepts and no tag matches, is a warning', (tag) => {
  const stack = new Stack();
  tagMutability(stack, ['latest', tag]);
  expect(warningsOf(stack)).toEqual([
    `/Default mutableTags has "${tag}", which matches no tag, because a tag cannot begin with "${tag[0]}". Pass the tags as they are pushed. ` +
      '[ack: cdk-secure-repository:mutable-tag-impossible]',
  ]);
});

test.each(['_x', '*-x', '*.x', '0'])('%j matches tags', (tag) => {
  const stack = new Stack();
  tagMutability(stack, [tag]);
  expect(warningsOf(stack)).toEqual([]);
});
