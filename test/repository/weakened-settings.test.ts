import { App, Aspects, CfnCondition, CfnParameter, CfnResource, Fn, RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as iam from 'aws-cdk-lib/aws-iam';
import { IConstruct } from 'constructs';
import { LifecyclePolicy, SecureRepository, SecureRepositoryProps } from '../../src';
import { HOME } from '../fixtures/environments';
import { warningsOf } from '../fixtures/reported';
import { repositoryStatements, templateOf } from '../fixtures/synthesized';

type Change = (resource: ecr.CfnRepository) => void;

interface Case {
  readonly props?: SecureRepositoryProps;
  readonly change: Change;
  /** A line that describe() has then. */
  readonly words: string;
  /** The warning at synthesis, where the change weakens a setting. */
  readonly warning?: string;
}

const condition = (resource: IConstruct) =>
  new CfnCondition(Stack.of(resource), 'Scan', { expression: Fn.conditionEquals('a', 'b') }).logicalId;
const parameter = (resource: IConstruct, type = 'String') => new CfnParameter(Stack.of(resource), 'Parameter', { type }).valueAsString;

const CASES: { [name: string]: Case } = {
  'a property override of scanning': {
    change: (resource) => resource.addPropertyOverride('ImageScanningConfiguration.ScanOnPush', false),
    words: 'images are not scanned on push',
    warning: 'weakened-scan-on-push',
  },
  'an override of scanning': {
    change: (resource) => resource.addOverride('Properties.ImageScanningConfiguration', { ScanOnPush: 'false' }),
    words: 'images are not scanned on push',
    warning: 'weakened-scan-on-push',
  },
  'a deletion of scanning': {
    change: (resource) => resource.addPropertyDeletionOverride('ImageScanningConfiguration'),
    words: 'images are not scanned on push',
    warning: 'weakened-scan-on-push',
  },
  'an assignment of scanning': {
    change: (resource) => (resource.imageScanningConfiguration = { scanOnPush: false }),
    words: 'images are not scanned on push',
    warning: 'weakened-scan-on-push',
  },
  'a token for scanning': {
    change: (resource) => resource.addPropertyOverride('ImageScanningConfiguration.ScanOnPush', parameter(resource)),
    words: 'whether images are scanned on push is known only at deployment: ${Parameter}',
  },
  'a token for the whole scanning configuration': {
    change: (resource) =>
      resource.addPropertyOverride('ImageScanningConfiguration', Fn.conditionIf(condition(resource), { ScanOnPush: true }, {})),
    words: 'whether images are scanned on push is known only at deployment: ${Fn::If}',
  },
  'a property override of mutability': {
    change: (resource) => resource.addPropertyOverride('ImageTagMutability', 'MUTABLE'),
    words: 'tags can be overwritten',
    warning: 'weakened-tag-mutability',
  },
  'a deletion of mutability': {
    change: (resource) => resource.addDeletionOverride('Properties.ImageTagMutability'),
    words: 'tags can be overwritten',
    warning: 'weakened-tag-mutability',
  },
  'a token for mutability': {
    change: (resource) => (resource.imageTagMutability = parameter(resource)),
    words: 'whether a tag can be overwritten is known only at deployment: ${Parameter}',
  },
  'more tags that are mutable': {
    props: { mutableTags: ['latest'] },
    change: (resource) => resource.addPropertyOverride('ImageTagMutabilityExclusionFilters.0.ImageTagMutabilityExclusionFilterValue', '*'),
    words: 'tags can be overwritten',
    warning: 'weakened-tag-mutability',
  },
  'fewer tags that are mutable': {
    props: { mutableTags: ['latest', 'dev'] },
    change: (resource) => {
      const [first] = resource.imageTagMutabilityExclusionFilters as ecr.CfnRepository.ImageTagMutabilityExclusionFilterProperty[];
      resource.imageTagMutabilityExclusionFilters = [first];
    },
    words: 'tags cannot be overwritten, except latest',
  },
  'a weaker encryption': {
    props: { encryption: ecr.RepositoryEncryption.KMS },
    change: (resource) => resource.addPropertyOverride('EncryptionConfiguration.EncryptionType', 'AES256'),
    words: 'images are encrypted with AES256',
    warning: 'weakened-encryption',
  },
  'a stronger encryption': {
    change: (resource) => resource.addPropertyOverride('EncryptionConfiguration.EncryptionType', 'KMS_DSSE'),
    words: 'images are encrypted with KMS_DSSE, using the key that AWS manages',
  },
  'a token for encryption': {
    change: (resource) => resource.addPropertyOverride('EncryptionConfiguration.EncryptionType', parameter(resource)),
    words: 'how images are encrypted is known only at deployment: ${Parameter}',
  },
  'an override of the deletion policy': {
    change: (resource) => resource.addOverride('DeletionPolicy', 'Delete'),
    words: 'the repository is deleted with the stack if it is empty at that time',
  },
  'a token for emptying': {
    props: { removalPolicy: RemovalPolicy.DESTROY },
    change: (resource) => resource.addPropertyOverride('EmptyOnDelete', parameter(resource)),
    words: 'the repository is deleted with the stack; whether its images are deleted is known only at deployment: ${Parameter}',
  },
};

/** When and how a change reaches the L1. */
const WAYS: { [way: string]: (repository: SecureRepository, change: Change) => void } = {
  'at once': (repository, change) => change(repository.node.defaultChild as ecr.CfnRepository),
  'by an Aspect': (repository, change) =>
    Aspects.of(repository).add({ visit: (node) => void (node instanceof ecr.CfnRepository && change(node)) }),
};

describe.each(Object.entries(WAYS))('%s', (_, apply) => {
  test.each(Object.entries(CASES))(
    '%s is described as it is deployed, and warned of where it weakens',
    (_name, { props, change, words, warning }) => {
      const stack = new Stack(new App(), 'Shop', { env: HOME });
      const repository = new SecureRepository(stack, 'Repository', props);
      apply(repository, change);
      const warnings = warningsOf(stack);
      expect(repository.describe()).toContain(words);
      expect(warnings.filter((text) => text.includes('weakened'))).toEqual(
        warning === undefined ? [] : [expect.stringContaining(`cdk-secure-repository:${warning}`)],
      );
    },
  );
});

test('a repository without changes has no warning', () => {
  const stack = new Stack(new App(), 'Shop', { env: HOME });
  new SecureRepository(stack, 'Plain');
  new SecureRepository(stack, 'Kms', { encryption: ecr.RepositoryEncryption.KMS, mutableTags: ['latest'] });
  new SecureRepository(stack, 'Implicit', { implicitEncryption: true });
  const tagged = new SecureRepository(stack, 'Tagged').node.defaultChild as CfnResource;
  tagged.addPropertyOverride('Tags', [{ Key: 'team', Value: 'shop' }]);
  expect(warningsOf(stack)).toEqual([]);
});

test('to describe a repository changes no template: a statement still accepts what later grants add', () => {
  const grants = (describe: boolean) => {
    const stack = new Stack(new App(), 'Shop', { env: HOME });
    const repository = new SecureRepository(stack, 'Repository');
    for (const account of ['222222222222', '333333333333']) {
      repository.grantPull(new iam.AccountPrincipal(account));
      if (describe) repository.describe();
    }
    return repositoryStatements(stack);
  };
  expect(grants(true)).toEqual(grants(false));
});

describe('the lifecycle policy', () => {
  const other = LifecyclePolicy.keepLatest(3);
  const repositoryWith = (change: Change, lifecyclePolicy?: LifecyclePolicy) => {
    const repository = new SecureRepository(new Stack(new App(), 'Shop', { env: HOME }), 'Repository', { lifecyclePolicy });
    change(repository.node.defaultChild as ecr.CfnRepository);
    return repository;
  };

  test('is the object that was passed, unless it is changed', () => {
    expect(repositoryWith(() => {}, other).lifecyclePolicy).toBe(other);
    expect(repositoryWith((resource) => resource.addPropertyOverride('EmptyOnDelete', false), other).lifecyclePolicy).toBe(other);
  });

  test.each<[string, Change]>([
    ['an override', (resource) => resource.addPropertyOverride('LifecyclePolicy.LifecyclePolicyText', other.toText())],
    ['an assignment', (resource) => (resource.lifecyclePolicy = { lifecyclePolicyText: other.toText() })],
  ])('is the one of %s', (_, change) => {
    expect(repositoryWith(change).lifecyclePolicy.describe()).toEqual(other.describe());
  });

  test('is none where it was deleted', () => {
    const repository = repositoryWith((resource) => resource.addPropertyDeletionOverride('LifecyclePolicy'));
    expect(repository.lifecyclePolicy.describe()).toEqual(LifecyclePolicy.none().describe());
  });

  test('is known at the deployment only where it is a token', () => {
    const change: Change = (resource) => resource.addPropertyOverride('LifecyclePolicy.LifecyclePolicyText', parameter(resource));
    expect(repositoryWith(change).lifecyclePolicy.describe()).toEqual(['the rules are known only at deployment']);
    expect(repositoryWith(change).lifecyclePolicy.toText()).toMatch(/Token/);
  });

  test('that is given with tokens is that one', () => {
    const tokens = LifecyclePolicy.fromText(Fn.importValue('Policy'));
    const repository = repositoryWith(() => {}, tokens);
    expect(repository.lifecyclePolicy).toBe(tokens);
    expect(JSON.stringify(templateOf(repository.stack))).toContain('Fn::ImportValue');
  });
});
