import { App, Resource, Stack } from 'aws-cdk-lib';
import { RepositoryEncryption } from 'aws-cdk-lib/aws-ecr';
import { Alias, CfnKey, IKeyRef, Key } from 'aws-cdk-lib/aws-kms';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { encryptionConfiguration, EncryptionWish } from '../../src/repository/encryption';
import { HOME, OTHER_REGION } from '../fixtures/environments';

class Owner extends Resource {}

const shop = new Stack(new App(), 'Shop', { env: HOME });
const owner = new Owner(shop, 'Repository');
const key = Key.fromKeyArn(shop, 'Key', 'arn:aws:kms:eu-west-1:111111111111:key/1234');

test.each<[string, EncryptionWish, object | undefined]>([
  ['nothing means AES256, named', {}, { encryptionType: 'AES256' }],
  ['AES256 is AES256', { encryption: RepositoryEncryption.AES_256 }, { encryptionType: 'AES256' }],
  ['KMS without a key is the key that AWS manages', { encryption: RepositoryEncryption.KMS }, { encryptionType: 'KMS' }],
  ['a key alone means KMS', { encryptionKey: key }, { encryptionType: 'KMS', kmsKey: key.keyArn }],
  [
    'KMS_DSSE takes a key',
    { encryption: RepositoryEncryption.KMS_DSSE, encryptionKey: key },
    { encryptionType: 'KMS_DSSE', kmsKey: key.keyArn },
  ],
  ['implicit encryption names nothing', { implicitEncryption: true }, undefined],
  ['implicit encryption that is false changes nothing', { implicitEncryption: false }, { encryptionType: 'AES256' }],
])('%s', (_name, wish, expected) => {
  expect(encryptionConfiguration(owner, wish)).toEqual(expected);
});

test.each<[EncryptionWish, string]>([
  [
    { encryption: RepositoryEncryption.AES_256, encryptionKey: key },
    'Shop/Repository: encryptionKey is given together with encryption "AES256", expected KMS or KMS_DSSE with a key: leave one of the two out',
  ],
  [
    { implicitEncryption: true, encryption: RepositoryEncryption.KMS },
    'Shop/Repository: implicitEncryption is given together with encryption "KMS", expected one of the two: ' +
      'implicitEncryption is for a repository whose template never named its encryption, which is AES256',
  ],
  [
    { implicitEncryption: true, encryptionKey: key },
    'Shop/Repository: implicitEncryption is given together with an encryptionKey, expected one of the two: ' +
      'implicitEncryption is for a repository whose template never named its encryption, which is AES256',
  ],
  [
    { encryptionKey: Key.fromKeyArn(shop, 'Far', 'arn:aws:kms:us-east-1:111111111111:key/1234') },
    'Shop/Repository: encryptionKey is in Region "us-east-1", expected the repository\'s own Region "eu-west-1": ' +
      'use a key or a replica key of that Region',
  ],
])('two kinds of encryption at once are refused, and a key of another Region: %#', (wish, message) => {
  expect(() => encryptionConfiguration(owner, wish)).toThrow(new Error(message));
});

test('a key is a key, and not another construct', () => {
  const bucket: unknown = new Bucket(new Stack(new App(), 'Shop'), 'Bucket');
  expect(() => encryptionConfiguration(owner, { encryptionKey: bucket as IKeyRef })).toThrow(
    'Shop/Repository: encryptionKey is the construct Shop/Bucket, expected a KMS key: write kms.Key.fromKeyArn(this, "Key", arn)',
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
