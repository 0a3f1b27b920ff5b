import { App, CfnParameter, Fn, Lazy, NestedStack, PhysicalName, Stack } from 'aws-cdk-lib';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as iam from 'aws-cdk-lib/aws-iam';
import { KnownRepository } from '../../src/access/known-repository';
import { SecureRepository } from '../../src/secure-repository';
import { HOME } from '../support/environments';

const stackIn = (props = { env: HOME as typeof HOME | undefined }) => new Stack(new App(), 'Shop', props);
const ARN = 'arn:aws:ecr:eu-west-1:111111111111:repository/myapp';

describe('the name and the ARN', () => {
  test.each<[string, (stack: Stack) => ecr.IRepository]>([
    ['of a SecureRepository', (stack) => new SecureRepository(stack, 'Repository', { repositoryName: 'myapp' })],
    ['of an ecr.Repository', (stack) => new ecr.Repository(stack, 'Repository', { repositoryName: 'myapp' })],
  ])('%s are known', (_class, repositoryIn) => {
    const known = KnownRepository.of(repositoryIn(stackIn()));
    expect(known.name).toBe('myapp');
    expect(known.literalArn).toBe(ARN);
  });

  test('follow a name that was given to the L1 later', () => {
    const repository = new SecureRepository(stackIn(), 'Repository', { repositoryName: 'early' });
    const known = KnownRepository.of(repository);
    expect(known.literalArn).toMatch(/early$/);
    (repository.node.defaultChild as ecr.CfnRepository).repositoryName = 'myapp';
    expect(known.literalArn).toBe(ARN);
  });

  test.each<[string, (stack: Stack) => ecr.IRepository]>([
    ['generated', (stack) => new SecureRepository(stack, 'Repository')],
    [
      'a parameter',
      (stack) => new SecureRepository(stack, 'Repository', { repositoryName: new CfnParameter(stack, 'Name').valueAsString }),
    ],
    ['generated if needed', (stack) => new SecureRepository(stack, 'Repository', { repositoryName: PhysicalName.GENERATE_IF_NEEDED })],
    ['imported', (stack) => ecr.Repository.fromRepositoryName(stack, 'Repository', 'myapp')],
  ])('are not known when the name is %s', (_how, repositoryIn) => {
    const known = KnownRepository.of(repositoryIn(stackIn()));
    expect(known.name).toBeUndefined();
    expect(known.literalArn).toBeUndefined();
  });
});

describe('the account', () => {
  const imported = (repositoryArn: string) =>
    KnownRepository.of(ecr.Repository.fromRepositoryAttributes(stackIn(), 'Repository', { repositoryArn, repositoryName: 'myapp' }));

  test('is that in the ARN of an imported repository', () => {
    expect(imported('arn:aws:ecr:eu-west-1:222222222222:repository/myapp').account).toBe('222222222222');
  });

  test('is that of the stack where the ARN does not tell', () => {
    expect(imported(Lazy.string({ produce: () => ARN })).account).toBe('111111111111');
  });

  test('is that of the stack before the look-up', () => {
    const known = imported('arn:aws:ecr:us-east-1:123456789012:repository/DUMMY_ARN');
    expect(known.isPlaceholder).toBe(true);
    expect(known.account).toBe('111111111111');
  });
});

describe('the ARN in the policy of a principal', () => {
  const role = (stack: Stack) => new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com') });

  test('is the attribute of the L1 at home, when the name is not known', () => {
    const stack = stackIn();
    const repository = new SecureRepository(stack, 'Repository');
    expect(KnownRepository.of(repository).arnFor(role(stack))).toBe((repository.node.defaultChild as ecr.CfnRepository).attrArn);
  });

  test('is what the repository says elsewhere', () => {
    const stack = stackIn();
    const repository = new SecureRepository(stack, 'Repository', { repositoryName: PhysicalName.GENERATE_IF_NEEDED });
    const far = new Stack(stack.node.root, 'Far', { env: { ...HOME, region: 'us-east-1' } });
    expect(KnownRepository.of(repository).arnFor(role(far))).toBe(repository.repositoryArn);
  });
});

describe('whether an ARN is its own', () => {
  const stack = stackIn();
  const repository = new SecureRepository(stack, 'Repository', { repositoryName: 'myapp' });
  const resource = repository.node.defaultChild as ecr.CfnRepository;

  test.each<[string, string]>([
    ['its reference', repository.repositoryArn],
    ['the attribute of the L1', resource.attrArn],
    ['the ARN by name', ARN],
    ['a token of the same', Lazy.string({ produce: () => resource.attrArn })],
  ])('%s is', (_what, arn) => {
    expect(KnownRepository.of(repository).isOwnArn(arn)).toBe(true);
  });

  test.each<[string, string]>([
    ['a longer one', `${ARN}/*`],
    ['another name', 'arn:aws:ecr:eu-west-1:111111111111:repository/other'],
    ['another repository', new SecureRepository(stack, 'Other').repositoryArn],
  ])('%s is not', (_what, arn) => {
    expect(KnownRepository.of(repository).isOwnArn(arn)).toBe(false);
  });
});

describe('the length of the deployed ARN', () => {
  test('is exact where the name and the environment are known', () => {
    expect(KnownRepository.of(new SecureRepository(stackIn(), 'Repository', { repositoryName: 'myapp' })).deployedArnLength).toBe(
      ARN.length,
    );
  });

  test('is that of the longest environment where that is not known', () => {
    const repository = new SecureRepository(stackIn({ env: undefined }), 'Repository', { repositoryName: 'myapp' });
    const longest = 'arn:aws-us-gov:ecr:ap-northeast-1:111111111111:repository/myapp';
    expect(KnownRepository.of(repository).deployedArnLength).toBeGreaterThanOrEqual(longest.length);
  });

  test('has room for a generated name', () => {
    const repository = new SecureRepository(stackIn(), 'Repository');
    const generated = 'shop-repository22e53bbd-abcdefghijkl';
    expect(KnownRepository.of(repository).deployedArnLength).toBeGreaterThanOrEqual(ARN.length - 'myapp'.length + generated.length);
  });

  const tooEarly = () => {
    throw new Error('not known yet');
  };
  const LONG = 'x'.repeat(200);
  const SMALLEST = 'arn:aws:ecr:eu-west-1:111111111111:repository/'.length;

  test.each<[string, (stack: Stack) => ecr.IRepository]>([
    ['by its name', (stack) => ecr.Repository.fromRepositoryName(stack, 'Repository', LONG)],
    ['by its ARN', (stack) => ecr.Repository.fromRepositoryArn(stack, 'Repository', `${ARN.replace('myapp', LONG)}`)],
    [
      'by the ARN of another Region and account',
      (stack) => ecr.Repository.fromRepositoryArn(stack, 'Repository', `arn:aws:ecr:us-east-1:222222222222:repository/${LONG}`),
    ],
  ])('is that of a repository imported %s', (_how, repositoryIn) => {
    const { deployedArnLength } = KnownRepository.of(repositoryIn(stackIn()));
    expect(deployedArnLength).toBeGreaterThanOrEqual(SMALLEST + LONG.length);
    expect(deployedArnLength).toBeLessThanOrEqual(SMALLEST + LONG.length + 'us-gov-'.length);
  });

  test.each<[string, (stack: Stack) => ecr.IRepository]>([
    [
      'imported by the parameter of a name',
      (stack) => ecr.Repository.fromRepositoryName(stack, 'Repository', new CfnParameter(stack, 'Name').valueAsString),
    ],
    [
      'imported by an ARN that another stack exports',
      (stack) =>
        ecr.Repository.fromRepositoryAttributes(stack, 'Repository', { repositoryArn: Fn.importValue('Arn'), repositoryName: 'unknown' }),
    ],
    [
      'named by a parameter',
      (stack) => new SecureRepository(stack, 'Repository', { repositoryName: new CfnParameter(stack, 'Name').valueAsString }),
    ],
    [
      'whose name is not known yet',
      (stack) => new SecureRepository(stack, 'Repository', { repositoryName: Lazy.uncachedString({ produce: tooEarly }) }),
    ],
  ])('has room for the longest name of a repository %s', (_how, repositoryIn) => {
    expect(KnownRepository.of(repositoryIn(stackIn())).deployedArnLength).toBeGreaterThanOrEqual(SMALLEST + 256);
  });

  test('has room for a name that aws-cdk-lib generates because another environment asks for it', () => {
    const repository = new SecureRepository(stackIn(), 'Repository', { repositoryName: PhysicalName.GENERATE_IF_NEEDED });
    const before = KnownRepository.of(repository).deployedArnLength;
    const far = new Stack(repository.node.root, 'Far', { env: { account: '222222222222', region: 'eu-west-1' } });
    expect(before).toBeGreaterThanOrEqual(String(far.resolve(repository.repositoryArn)).length);
  });

  test('has room for a logical ID that is longer than the path', () => {
    const repository = new SecureRepository(stackIn(), 'Repository');
    (repository.node.defaultChild as ecr.CfnRepository).overrideLogicalId('L'.repeat(200));
    expect(KnownRepository.of(repository).deployedArnLength).toBeGreaterThanOrEqual(SMALLEST + 'shop-'.length + 200 + 13);
  });

  test('has room for the longest name, where the name of a nested stack is not known', () => {
    const nested = new NestedStack(stackIn(), 'Nested');
    const length = KnownRepository.of(new SecureRepository(nested, 'Repository')).deployedArnLength;
    expect(length).toBeGreaterThanOrEqual(ARN.length - 'myapp'.length + 128);
    expect(length).toBeLessThanOrEqual(ARN.length - 'myapp'.length + 256);
  });
});
