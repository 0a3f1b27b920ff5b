import { resourceIdentity } from './resource-identity';

const STACK = { name: 'Shop', environment: { account: '111122223333', region: 'eu-west-1' } };
const identityOf = (type: string, properties: Record<string, string> = {}) =>
  resourceIdentity({ type, logicalId: 'Thing', property: (name) => properties[name] }, STACK);

test('a key has an ID that only AWS gives', () => {
  const key = identityOf('AWS::KMS::Key');
  expect(key.ref).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
  expect(key.attribute('Arn')).toBe(`arn:aws:kms:eu-west-1:111122223333:key/${key.ref}`);
});

test('the reference to a secret is its ARN, with six characters after the name', () => {
  const secret = identityOf('AWS::SecretsManager::Secret', { Name: 'ecr-pullthroughcache/docker-hub' });
  expect(secret.ref).toBe('arn:aws:secretsmanager:eu-west-1:111122223333:secret:ecr-pullthroughcache/docker-hub-AbCdEf');
});

test('a signing profile has an ARN with and without a version, and a name without hyphens', () => {
  const profile = identityOf('AWS::Signer::SigningProfile');
  expect(profile.ref).toMatch(/^arn:aws:signer:eu-west-1:111122223333:\/signing-profiles\/Shop_Thing_\w{13}$/);
  expect(profile.attribute('Arn')).toBe(profile.ref);
  expect(profile.attribute('ProfileVersionArn')).toBe(`${profile.ref}/AbCdEf1234`);
});

test('the name of a repository is in lowercase', () => {
  expect(identityOf('AWS::ECR::Repository').ref).toMatch(/^shop-thing-\w{13}$/);
  expect(identityOf('AWS::ECR::Repository').ref).toBe(identityOf('AWS::ECR::Repository').ref.toLowerCase());
});

test('an attribute that is not known matches nothing', () => {
  expect(identityOf('AWS::KMS::Key').attribute('KeyId')).toBe('[Shop.Thing.KeyId]');
  expect(identityOf('AWS::S3::Bucket').ref).toBe('[Shop.Thing]');
});
