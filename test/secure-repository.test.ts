import { Annotations as CdkAnnotations, App, Duration, Lazy, PhysicalName, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { CfnRepository, RepositoryEncryption } from 'aws-cdk-lib/aws-ecr';
import { Key } from 'aws-cdk-lib/aws-kms';
import { ImageSelection, LifecyclePolicy, LifecycleRule, SecureRepository, SecureRepositoryProps } from '../src';
import { HOME } from './fixtures/environments';
import { intrinsicText } from '../src/private/intrinsics';

function stackIn(): Stack {
  return new Stack(new App(), 'Shop', { env: HOME });
}

function templateWith(props?: SecureRepositoryProps): Template {
  const stack = stackIn();
  new SecureRepository(stack, 'Repository', props);
  return Template.fromStack(stack);
}

function expectProperties(props: SecureRepositoryProps, expected: object) {
  templateWith(props).hasResourceProperties('AWS::ECR::Repository', expected);
}

const EXPIRE_UNTAGGED =
  '{"rules":[{"rulePriority":1,"selection":{"tagStatus":"untagged","countType":"sinceImagePushed","countNumber":14,"countUnit":"days"},' +
  '"action":{"type":"expire"}}]}';

test('without properties it is scanned, encrypted, immutable, cleaned up and retained', () => {
  const resources = Object.values(templateWith().findResources('AWS::ECR::Repository'));
  expect(resources).toEqual([
    {
      Type: 'AWS::ECR::Repository',
      Properties: {
        EncryptionConfiguration: { EncryptionType: 'AES256' },
        ImageScanningConfiguration: { ScanOnPush: true },
        ImageTagMutability: 'IMMUTABLE',
        LifecyclePolicy: { LifecyclePolicyText: EXPIRE_UNTAGGED },
      },
      DeletionPolicy: 'Retain',
      UpdateReplacePolicy: 'Retain',
    },
  ]);
});

describe('repositoryName', () => {
  test('a name is rendered', () => {
    expectProperties({ repositoryName: 'team/myapp' }, { RepositoryName: 'team/myapp' });
  });

  test('a name that ECR rejects is refused', () => {
    expect(() => new SecureRepository(stackIn(), 'Repository', { repositoryName: 'MyApp' })).toThrow(
      'Shop/Repository: repositoryName is "MyApp", with "M" at position 1',
    );
  });

  test('a token is rendered as it is', () => {
    expectProperties({ repositoryName: Lazy.string({ produce: () => 'Any Text' }) }, { RepositoryName: 'Any Text' });
  });

  test('a name that is generated if needed is not in the template unless it is referenced', () => {
    expectProperties({ repositoryName: PhysicalName.GENERATE_IF_NEEDED }, { RepositoryName: Match.absent() });
  });
});

describe('mutableTags', () => {
  test('mutable tags are excluded from the immutability', () => {
    expectProperties(
      { mutableTags: ['latest', 'dev-*'] },
      {
        ImageTagMutability: 'IMMUTABLE_WITH_EXCLUSION',
        ImageTagMutabilityExclusionFilters: [
          { ImageTagMutabilityExclusionFilterType: 'WILDCARD', ImageTagMutabilityExclusionFilterValue: 'latest' },
          { ImageTagMutabilityExclusionFilterType: 'WILDCARD', ImageTagMutabilityExclusionFilterValue: 'dev-*' },
        ],
      },
    );
  });

  test('six tags are refused', () => {
    expect(() => new SecureRepository(stackIn(), 'Repository', { mutableTags: ['a', 'b', 'c', 'd', 'e', 'f'] })).toThrow(
      'Shop/Repository: mutableTags has 6 tags',
    );
  });
});

describe('encryption', () => {
  test('KMS with the key that AWS manages', () => {
    expectProperties(
      { encryption: RepositoryEncryption.KMS },
      { EncryptionConfiguration: { EncryptionType: 'KMS', KmsKey: Match.absent() } },
    );
  });

  test('a key of the app', () => {
    const stack = stackIn();
    new SecureRepository(stack, 'Repository', { encryption: RepositoryEncryption.KMS_DSSE, encryptionKey: new Key(stack, 'Key') });
    Template.fromStack(stack).hasResourceProperties('AWS::ECR::Repository', {
      EncryptionConfiguration: { EncryptionType: 'KMS_DSSE', KmsKey: { 'Fn::GetAtt': ['Key961B73FD', 'Arn'] } },
    });
  });

  test('implicit encryption is not in the template, so that a repository that was created without it is not replaced', () => {
    expectProperties({ implicitEncryption: true }, { EncryptionConfiguration: Match.absent() });
  });

  test('two kinds at once are refused', () => {
    const stack = stackIn();
    const props = { encryption: RepositoryEncryption.AES_256, encryptionKey: new Key(stack, 'Key') };
    expect(() => new SecureRepository(stack, 'Repository', props)).toThrow(
      'Shop/Repository: encryptionKey is set together with encryption "AES256"',
    );
  });
});

describe('lifecyclePolicy', () => {
  test('a policy is rendered as its text', () => {
    const lifecyclePolicy = LifecyclePolicy.keepLatest(10);
    expectProperties({ lifecyclePolicy }, { LifecyclePolicy: { LifecyclePolicyText: lifecyclePolicy.toText() } });
  });

  test('no policy renders no property', () => {
    expectProperties({ lifecyclePolicy: LifecyclePolicy.none() }, { LifecyclePolicy: Match.absent() });
  });

  test('it can be read from the repository', () => {
    const lifecyclePolicy = LifecyclePolicy.keepLatest(10);
    expect(new SecureRepository(stackIn(), 'Repository', { lifecyclePolicy }).lifecyclePolicy).toBe(lifecyclePolicy);
    expect(new SecureRepository(stackIn(), 'Repository').lifecyclePolicy.toText()).toBe(EXPIRE_UNTAGGED);
  });

  test('the warnings of a policy reach the synthesis output of each repository that has it', () => {
    const stack = stackIn();
    const lifecyclePolicy = LifecyclePolicy.of(
      LifecycleRule.keepLatest(5, ImageSelection.tagged('dev-*')),
      LifecycleRule.keepLatest(9, ImageSelection.tagged('dev-*')),
    );
    expect(lifecyclePolicy._warnings.length).toBeGreaterThan(0);
    new SecureRepository(stack, 'One', { lifecyclePolicy });
    new SecureRepository(stack, 'Two', { lifecyclePolicy });
    for (const id of ['One', 'Two']) {
      const found = Annotations.fromStack(stack).findWarning(`/Shop/${id}`, Match.anyValue());
      expect(found.map(({ entry }) => entry.data)).toEqual(
        lifecyclePolicy._warnings.map((warning) => `${warning.message} [ack: ${warning.id}]`),
      );
    }
  });

  test('a warning of a policy can be acknowledged, on one repository alone', () => {
    const stack = stackIn();
    const lifecyclePolicy = LifecyclePolicy.of(LifecycleRule.expireAfter(Duration.days(30)));
    const one = new SecureRepository(stack, 'One', { lifecyclePolicy });
    new SecureRepository(stack, 'Two', { lifecyclePolicy });
    CdkAnnotations.of(one).acknowledgeWarning('cdk-secure-repository:lifecycle-expires-every-tagged-image', 'it is a cache');
    expect(
      Annotations.fromStack(stack)
        .findWarning('*', Match.anyValue())
        .map(({ id }) => id),
    ).toEqual(['/Shop/Two']);
  });
});

describe('removalPolicy and emptyOnDelete', () => {
  test.each([
    [RemovalPolicy.DESTROY, 'Delete'],
    [RemovalPolicy.RETAIN, 'Retain'],
    [RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE, 'RetainExceptOnCreate'],
  ])('%s renders %s', (removalPolicy, DeletionPolicy) => {
    templateWith({ removalPolicy }).hasResource('AWS::ECR::Repository', { DeletionPolicy });
  });

  test('a repository that is destroyed may be emptied', () => {
    expectProperties({ removalPolicy: RemovalPolicy.DESTROY, emptyOnDelete: true }, { EmptyOnDelete: true });
  });

  test.each([
    [undefined, 'not set'],
    [RemovalPolicy.RETAIN, 'retain'],
  ])('emptyOnDelete with removalPolicy %s is refused', (removalPolicy, text) => {
    expect(() => new SecureRepository(stackIn(), 'Repository', { emptyOnDelete: true, removalPolicy })).toThrow(
      new Error(
        `Shop/Repository: emptyOnDelete is true, but removalPolicy is ${text}, and a repository that is retained keeps its images. ` +
          'Set removalPolicy to RemovalPolicy.DESTROY, or remove emptyOnDelete. [cdk-secure-repository:deletion]',
      ),
    );
  });

  test('emptyOnDelete that is false requires nothing', () => {
    expectProperties({ emptyOnDelete: false }, { EmptyOnDelete: false });
  });
});

test("the L1 is the default child, of a plain repository's id, and may be overridden unchecked", () => {
  const stack = stackIn();
  const repository = new SecureRepository(stack, 'Repository');
  const resource = repository.node.defaultChild as CfnRepository;
  expect(resource.node.id).toBe('Resource');
  resource.addPropertyOverride('ImageTagMutability', 'MUTABLE');
  resource.addPropertyDeletionOverride('EncryptionConfiguration');
  Template.fromStack(stack).hasResourceProperties('AWS::ECR::Repository', {
    ImageTagMutability: 'MUTABLE',
    EncryptionConfiguration: Match.absent(),
  });
});

test('the registry, a tag and a digest have their addresses', () => {
  const repository = new SecureRepository(stackIn(), 'Repository', { repositoryName: 'myapp' });
  const text = (value: string) => intrinsicText(repository.stack.resolve(value));
  const registry = '111111111111.dkr.ecr.eu-west-1.${AWS::URLSuffix}';
  expect(text(repository.registryUri)).toBe(registry);
  const uri = `${registry}/\${Repository22E53BBD}`;
  expect(text(repository.repositoryUri)).toBe(uri);
  expect(text(repository.repositoryUriForTag())).toBe(uri);
  expect(text(repository.repositoryUriForTag('v1'))).toBe(`${uri}:v1`);
  expect(text(repository.repositoryUriForDigest())).toBe(uri);
  expect(text(repository.repositoryUriForDigest('sha256:abc'))).toBe(`${uri}@sha256:abc`);
  expect(text(repository.repositoryUriForTagOrDigest('sha256:abc'))).toBe(`${uri}@sha256:abc`);
});

describe('events', () => {
  function ruleBy(create: (repository: SecureRepository) => unknown): unknown {
    const stack = stackIn();
    create(new SecureRepository(stack, 'Repository', { repositoryName: 'myapp' }));
    const [rule] = Object.values(Template.fromStack(stack).findResources('AWS::Events::Rule'));
    return rule.Properties;
  }
  const name = { Ref: 'Repository22E53BBD' };

  test('onImagePushed matches the pushes of the repository', () => {
    expect(ruleBy((repository) => repository.onImagePushed('Pushed'))).toMatchObject({
      EventPattern: { 'detail-type': ['ECR Image Action'], detail: { 'action-type': ['PUSH'], 'repository-name': [name] } },
    });
  });

  test('onImagePushed passes its options on', () => {
    const options = { tags: ['v*'], description: 'releases' };
    expect(ruleBy((repository) => repository.onImagePushed('Pushed', options))).toMatchObject({
      Description: 'releases',
      EventPattern: { detail: { 'image-tag': [{ wildcard: 'v*' }] } },
    });
  });

  test('onImageScanCompleted matches the scans of the repository', () => {
    expect(ruleBy((repository) => repository.onImageScanCompleted('Scanned'))).toMatchObject({
      EventPattern: { 'detail-type': ['ECR Image Scan'], detail: { 'scan-status': ['COMPLETE'], 'repository-name': [name] } },
    });
  });

  test('onImageScanCompleted passes its options on', () => {
    const options = { imageTags: ['latest'], description: 'scans' };
    expect(ruleBy((repository) => repository.onImageScanCompleted('Scanned', options))).toMatchObject({
      Description: 'scans',
      EventPattern: { detail: { 'image-tags': ['latest'] } },
    });
  });
});

test('a lifecycle policy that is a string is refused', () => {
  const lifecyclePolicy = '{"rules":[]}' as unknown as LifecyclePolicy;
  expect(() => new SecureRepository(new Stack(new App(), 'Shop'), 'Repository', { lifecyclePolicy })).toThrow(
    new Error(
      'Shop/Repository: lifecyclePolicy is "{\\"rules\\":[]}", but must be a LifecyclePolicy. Use LifecyclePolicy.fromText(text) for JSON. ' +
        '[cdk-secure-repository:input-type]',
    ),
  );
});
