import { App, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { CfnRepository, RepositoryEncryption } from 'aws-cdk-lib/aws-ecr';
import { Key } from 'aws-cdk-lib/aws-kms';
import { SecureRepository, SecureRepositoryProps } from '../../src';
import { HOME } from '../fixtures/environments';

const stackIn = () => new Stack(new App(), 'Shop', { env: HOME });
const described = (props: SecureRepositoryProps) => new SecureRepository(stackIn(), 'Repository', props).describe();

test('the defaults in words', () => {
  expect(described({})).toEqual([
    'every image is scanned on push while the registry uses basic scanning',
    'tags cannot be overwritten',
    'images are encrypted with AES256',
    'the repository and its images are retained when the stack is deleted',
  ]);
});

test.each<[SecureRepositoryProps, string]>([
  [{ mutableTags: ['latest', 'dev-*'] }, 'tags cannot be overwritten, except latest, dev-*'],
  [{ implicitEncryption: true }, 'images are encrypted with AES256'],
  [{ encryption: RepositoryEncryption.KMS }, 'images are encrypted with KMS, using the key that AWS manages'],
  [{ removalPolicy: RemovalPolicy.DESTROY }, 'the repository is deleted with the stack if it is empty at that time'],
  [{ removalPolicy: RemovalPolicy.DESTROY, emptyOnDelete: true }, 'the repository and its images are deleted with the stack'],
  [{ removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE }, 'the repository and its images are retained when the stack is deleted'],
])('%j: %s', (props, words) => {
  expect(described(props)).toContain(words);
});

test('a key is named', () => {
  const stack = stackIn();
  const owned = new SecureRepository(stack, 'Owned', { encryptionKey: new Key(stack, 'Key') });
  expect(owned.describe()).toContain('images are encrypted with KMS, using the key ${Key961B73FD.Arn}');
  const encryptionKey = Key.fromKeyArn(stack, 'Imported', 'arn:aws:kms:eu-west-1:111111111111:key/1234');
  const imported = new SecureRepository(stack, 'Other', { encryption: RepositoryEncryption.KMS_DSSE, encryptionKey });
  expect(imported.describe()).toContain('images are encrypted with KMS_DSSE, using the key arn:aws:kms:eu-west-1:111111111111:key/1234');
});

test('values that are assigned to the L1 afterwards are described', () => {
  const repository = new SecureRepository(stackIn(), 'Repository');
  const resource = repository.node.defaultChild as CfnRepository;
  resource.imageScanningConfiguration = undefined;
  resource.imageTagMutability = undefined;
  resource.encryptionConfiguration = undefined;
  expect(repository.describe().slice(0, 3)).toEqual([
    'images are not scanned on push',
    'tags can be overwritten',
    'images are encrypted with AES256',
  ]);
});

test('a removal policy that is applied afterwards is described', () => {
  const repository = new SecureRepository(stackIn(), 'Repository');
  repository.applyRemovalPolicy(RemovalPolicy.DESTROY);
  expect(repository.describe()).toContain('the repository is deleted with the stack if it is empty at that time');
});

test.each<[string, (resource: CfnRepository) => void, string]>([
  [
    'without a deletion policy',
    (resource) => resource.addDeletionOverride('DeletionPolicy'),
    'the repository is deleted with the stack if it is empty at that time',
  ],
  [
    'with a deletion policy that is a reference',
    (resource) => resource.addOverride('DeletionPolicy', { Ref: 'Policy' }),
    'whether the repository is deleted with the stack is known only at deployment: ${Policy}',
  ],
  [
    'kept except after a creation that fails',
    (resource) => resource.addOverride('DeletionPolicy', 'RetainExceptOnCreate'),
    'the repository and its images are retained when the stack is deleted',
  ],
  ['immutable beside filters', (resource) => (resource.imageTagMutability = 'IMMUTABLE'), 'tags cannot be overwritten'],
  ['mutable beside filters', (resource) => (resource.imageTagMutability = 'MUTABLE'), 'tags can be overwritten'],
  ['without a mutability beside filters', (resource) => (resource.imageTagMutability = undefined), 'tags can be overwritten'],
  [
    'mutable with exclusions',
    (resource) => (resource.imageTagMutability = 'MUTABLE_WITH_EXCLUSION'),
    'tags can be overwritten, except latest',
  ],
  [
    'of a mutability that is a reference',
    (resource) => resource.addPropertyOverride('ImageTagMutability', { Ref: 'Mutability' }),
    'whether a tag can be overwritten is known only at deployment: ${Mutability}',
  ],
])('a repository %s', (_how, change, words) => {
  const repository = new SecureRepository(stackIn(), 'Repository', { mutableTags: ['latest'] });
  change(repository.node.defaultChild as CfnRepository);
  expect(repository.describe()).toContain(words);
});
