import { App, aws_ecr as ecr, aws_events as events, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { SecureRepository, SecureRepositoryProps } from '../../src/index';
import { HOME } from '../fixtures/environments';
import { resourcesOf } from '../fixtures/synthesized';

/** What JavaScript, JSON and configuration let through. */
const given = (props: object) => new SecureRepository(new Stack(new App(), 'Shop', { env: HOME }), 'Api', props as SecureRepositoryProps);

describe('a property of ecr.RepositoryProps is an error that says what to write instead', () => {
  // a new property of a newer aws-cdk-lib is missing here, and does not compile
  const properties: Record<Exclude<keyof ecr.RepositoryProps, keyof SecureRepositoryProps>, [unknown, string]> = {
    autoDeleteImages: [true, 'Use emptyOnDelete.'],
    imageScanOnPush: [false, 'Remove it, because every image is scanned on push.'],
    imageTagMutability: [ecr.TagMutability.MUTABLE, 'mutableTags'],
    imageTagMutabilityExclusionFilters: [[ecr.ImageTagMutabilityExclusionFilter.wildcard('dev-*')], 'mutableTags'],
    lifecycleRegistryId: ['111111111111', 'Remove it, because the policy is always that of'],
    lifecycleRules: [[{ maxImageCount: 3 }], 'Use lifecyclePolicy'],
  };
  test.each(Object.entries(properties))('%s', (property, [value, remedy]) => {
    expect(() => given({ [property]: value })).toThrow(`Shop/Api: ${property} is a property of ecr.Repository`);
    expect(() => given({ [property]: value })).toThrow(remedy);
    expect(() => given({ [property]: undefined })).not.toThrow();
  });
});

test('a name in other letters is an error, and a property of a wrapper is not', () => {
  expect(() => given({ repositoryname: 'shop/api' })).toThrow('repositoryname is not a property of SecureRepository. Use repositoryName.');
  expect(() => given({ team: 'shop', name: 'x' })).not.toThrow();
});

describe('values of enum-like classes are checked by value', () => {
  test.each(['KMS', 'AES256', 'kms', {}, { value: 'kms' }, null, 1])('encryption %j', (encryption) => {
    expect(() => given({ encryption })).toThrow(
      'but must be an ecr.RepositoryEncryption. Use ecr.RepositoryEncryption.AES_256, KMS or KMS_DSSE. [cdk-secure-repository:encryption]',
    );
  });

  test.each(['DESTROY', 'Retain', 'snapshot', null, true, {}])('removalPolicy %j', (removalPolicy) => {
    expect(() => given({ removalPolicy })).toThrow(
      'but must be a RemovalPolicy that ECR supports. Use RemovalPolicy.RETAIN, DESTROY or RETAIN_ON_UPDATE_OR_DELETE. [cdk-secure-repository:deletion]',
    );
  });

  test('the right values pass, also those of another copy of aws-cdk-lib', () => {
    for (const encryption of [...Object.values(ecr.RepositoryEncryption), { value: 'KMS' }]) given({ encryption });
    for (const removalPolicy of ['destroy', RemovalPolicy.RETAIN, RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE]) given({ removalPolicy });
  });
});

test('an event pattern may be a constant for several rules', () => {
  const target: events.IRuleTarget = { bind: () => ({ arn: 'arn:aws:sqs:eu-west-1:111111111111:queue' }) };
  const eventPattern: events.EventPattern = { resources: events.Match.prefix('arn:'), detail: { 'image-digest': ['sha256:00'] } };
  const before = JSON.stringify(Object.keys(eventPattern.detail!));
  const repository = given({ repositoryName: 'shop/api' });
  for (const id of ['First', 'Second']) repository.onImagePushed(id, { eventPattern, target });
  expect(JSON.stringify(Object.keys(eventPattern.detail!))).toBe(before);
  const [first, second] = resourcesOf(repository.stack, 'AWS::Events::Rule').map(({ Properties }) => Properties.EventPattern);
  expect(second).toEqual(first);
  Template.fromStack(repository.stack).hasResourceProperties('AWS::Events::Rule', {
    EventPattern: { resources: [{ prefix: 'arn:' }], detail: { 'image-digest': ['sha256:00'], 'action-type': ['PUSH'] } },
  });
});
