import { App, Aspects, Duration, Fn, Lazy, Mixins, NestedStack, Stack, Stage } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import { LifecyclePolicy, RepositoryDefaults, RepositoryDefaultsOptions, SecureRepository } from '../../src';

const UNTAGGED = LifecyclePolicy.expireUntaggedAfter(Duration.days(14)).toText();
const PROPERTIES = [
  'ImageScanningConfiguration',
  'ImageTagMutability',
  'ImageTagMutabilityExclusionFilters',
  'LifecyclePolicy',
  'EncryptionConfiguration',
];

/** The properties of the one repository of a stack, after the Aspect of an app that was added first. */
function repaired(build: (stack: Stack) => unknown, options?: RepositoryDefaultsOptions): { [property: string]: unknown } {
  const app = new App();
  Aspects.of(app).add(RepositoryDefaults.asAspect(options));
  const stack = new Stack(app, 'Shop');
  build(stack);
  return propertiesIn(stack);
}

function propertiesIn(stack: Stack): { [property: string]: unknown } {
  const [{ Properties: properties = {} }] = Object.values(Template.fromStack(stack).findResources('AWS::ECR::Repository')) as {
    Properties?: object;
  }[];
  return Object.fromEntries(Object.entries(properties).filter(([name]) => PROPERTIES.includes(name)));
}

const DEFAULTS = { ImageScanningConfiguration: { ScanOnPush: true }, LifecyclePolicy: { LifecyclePolicyText: UNTAGGED } };

describe('what is missing is set', () => {
  test.each([
    ['an L1', (stack: Stack) => new ecr.CfnRepository(stack, 'L1')],
    ['an L2', (stack: Stack) => new ecr.Repository(stack, 'Plain')],
    [
      'an L2 that is created by a later Aspect',
      (stack: Stack) => {
        let isCreated = false;
        Aspects.of(stack).add({ visit: () => void (isCreated ||= Boolean(new ecr.Repository(stack, 'Late'))) }, { priority: 100 });
      },
    ],
  ])('on %s', (_, build) => {
    expect(repaired(build)).toEqual(DEFAULTS);
  });

  test('in nested stacks', () => {
    const app = new App();
    Aspects.of(app).add(RepositoryDefaults.asAspect());
    const nested = new NestedStack(new Stack(app, 'Shop'), 'Nested');
    new ecr.Repository(nested, 'Plain');
    app.synth();
    expect(propertiesIn(nested)).toEqual(DEFAULTS);
  });

  test('in a Stage that has the Aspect; one that has not is a warning, because Aspects do not reach it from outside', () => {
    const app = new App();
    Aspects.of(app).add(RepositoryDefaults.asAspect());
    const [reached, missed] = ['Prod', 'Test'].map((id) => new Stage(app, id));
    Aspects.of(reached).add(RepositoryDefaults.asAspect());
    const [stack, other] = [reached, missed].map((stage) => new Stack(stage, 'Shop'));
    for (const scope of [stack, other]) new ecr.Repository(scope, 'Plain');
    app.synth();
    expect(propertiesIn(stack)).toEqual(DEFAULTS);
    expect(propertiesIn(other)).toEqual({});
    expect(app.node.metadata.map(({ data }): unknown => data)).toEqual([
      'Aspects outside the Stage Test do not apply to it. Add RepositoryDefaults.asAspect() to the Stage as well. [ack: cdk-secure-repository:defaults-outside-stage]',
    ]);
  });

  test('and reported once for each repository', () => {
    const app = new App();
    Aspects.of(app).add(RepositoryDefaults.asAspect());
    const stack = new Stack(app, 'Shop');
    new ecr.Repository(stack, 'Plain');
    new SecureRepository(stack, 'Secure');
    const found = Annotations.fromStack(stack).findInfo('*', Match.anyValue());
    expect(found.map(({ id, entry }) => [id, entry.data])).toEqual([
      [
        '/Shop/Plain/Resource',
        'RepositoryDefaults set ImageScanningConfiguration.ScanOnPush to true, LifecyclePolicy to "1. expire untagged images 14 days after the push".',
      ],
    ]);
  });

  test('by a Mixin, on what exists', () => {
    const stack = new Stack(new App(), 'Shop');
    const repository = new ecr.Repository(stack, 'Plain');
    Mixins.of(stack).apply(RepositoryDefaults.asMixin());
    expect(propertiesIn(stack)).toEqual(DEFAULTS);
    expect(() => repository.with(RepositoryDefaults.asMixin())).not.toThrow();
  });
});

test('what an override deletes is not reported as set', () => {
  const app = new App();
  Aspects.of(app).add(RepositoryDefaults.asAspect());
  const stack = new Stack(app, 'Shop');
  new ecr.CfnRepository(stack, 'L1').addPropertyDeletionOverride('LifecyclePolicy');
  expect(propertiesIn(stack)).toEqual({ ImageScanningConfiguration: { ScanOnPush: true } });
  const found = Annotations.fromStack(stack).findInfo('*', Match.anyValue());
  expect(found.map(({ entry }) => entry.data)).toEqual(['RepositoryDefaults set ImageScanningConfiguration.ScanOnPush to true.']);
});

describe('what is set stays', () => {
  test.each<[string, (repository: ecr.CfnRepository) => void, object]>([
    [
      'scan on push that is off',
      (l1) => (l1.imageScanningConfiguration = { scanOnPush: false }),
      { ImageScanningConfiguration: { ScanOnPush: false } },
    ],
    [
      'scan on push by an override',
      (l1) => l1.addPropertyOverride('ImageScanningConfiguration.ScanOnPush', false),
      { ImageScanningConfiguration: { ScanOnPush: false } },
    ],
    [
      'scan on push that only the deployment knows',
      (l1) => (l1.imageScanningConfiguration = { scanOnPush: Fn.importValue('scan') as never }),
      {
        ImageScanningConfiguration: { ScanOnPush: { 'Fn::ImportValue': 'scan' } },
      },
    ],
    [
      'a lifecycle policy',
      (l1) => (l1.lifecyclePolicy = { lifecyclePolicyText: '{}' }),
      { LifecyclePolicy: { LifecyclePolicyText: '{}' } },
    ],
    [
      'a lifecycle policy of another owner',
      (l1) => (l1.lifecyclePolicy = Lazy.any({ produce: () => ({ lifecyclePolicyText: '{}' }) })),
      {
        LifecyclePolicy: { LifecyclePolicyText: '{}' },
      },
    ],
    ['mutable tags', (l1) => (l1.imageTagMutability = 'MUTABLE'), { ImageTagMutability: 'MUTABLE' }],
    [
      'the encryption',
      (l1) => (l1.encryptionConfiguration = { encryptionType: 'KMS' }),
      { EncryptionConfiguration: { EncryptionType: 'KMS' } },
    ],
  ])('%s', (_, set, expected) => {
    const options = { immutableTags: true };
    expect(repaired((stack) => set(new ecr.CfnRepository(stack, 'L1')), options)).toEqual({
      ...DEFAULTS,
      ImageTagMutability: 'IMMUTABLE',
      ...expected,
    });
  });

  test('the rules of an ecr.Repository, also those that are added after a Mixin', () => {
    const stack = new Stack(new App(), 'Shop');
    const repository = new ecr.Repository(stack, 'Plain');
    Mixins.of(stack).apply(RepositoryDefaults.asMixin());
    repository.addLifecycleRule({ maxImageCount: 3 });
    const { LifecyclePolicyText: text } = propertiesIn(stack).LifecyclePolicy as { LifecyclePolicyText: string };
    expect(JSON.parse(text)).toMatchObject({ rules: [{ selection: { countNumber: 3 } }] });
  });

  test('exclusion filters, whose mutability their owner forgot', () => {
    const build = (stack: Stack) =>
      new ecr.CfnRepository(stack, 'L1', {
        imageTagMutabilityExclusionFilters: [
          { imageTagMutabilityExclusionFilterType: 'WILDCARD', imageTagMutabilityExclusionFilterValue: 'latest' },
        ],
      });
    expect(repaired(build, { immutableTags: true })).not.toHaveProperty('ImageTagMutability');
  });

  test('everything of a SecureRepository', () => {
    const build = (stack: Stack) =>
      new SecureRepository(stack, 'Secure', { mutableTags: ['latest'], lifecyclePolicy: LifecyclePolicy.none() });
    const stack = new Stack(new App(), 'Shop');
    build(stack);
    const asItWas = propertiesIn(stack);
    expect(repaired(build, { immutableTags: true, lifecyclePolicy: LifecyclePolicy.none() })).toEqual(asItWas);
  });
});

describe('stricter defaults', () => {
  const options = { immutableTags: true, mutableTags: ['latest'], lifecyclePolicy: LifecyclePolicy.keepLatest(20) };

  test('are set on constructs of the app', () => {
    expect(repaired((stack) => new ecr.Repository(stack, 'Plain'), options)).toEqual({
      ImageScanningConfiguration: { ScanOnPush: true },
      ImageTagMutability: 'IMMUTABLE_WITH_EXCLUSION',
      ImageTagMutabilityExclusionFilters: [
        { ImageTagMutabilityExclusionFilterType: 'WILDCARD', ImageTagMutabilityExclusionFilterValue: 'latest' },
      ],
      LifecyclePolicy: { LifecyclePolicyText: LifecyclePolicy.keepLatest(20).toText() },
    });
  });
});

test.each([
  [
    'text in the place of a policy',
    { lifecyclePolicy: '{}' as unknown as LifecyclePolicy },
    /lifecyclePolicy is "\{\}", but must be a LifecyclePolicy\./,
  ],
  ['mutable tags without immutable tags', { mutableTags: ['latest'] }, /mutableTags has an effect only with immutableTags\./],
  ['null', null as unknown as RepositoryDefaultsOptions, /RepositoryDefaults: options is null/],
  ['a text for a flag', { immutableTags: 'yes' as unknown as boolean }, /RepositoryDefaults: immutableTags is "yes"/],
])('%s is an error', (_, options, message) => {
  expect(() => RepositoryDefaults.asAspect(options)).toThrow(message);
});
