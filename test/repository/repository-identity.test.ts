import { App, CfnParameter, Lazy, PhysicalName, Stack } from 'aws-cdk-lib';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as iam from 'aws-cdk-lib/aws-iam';
import { RepositoryIdentity } from '../../src/repository/repository-identity';
import { SecureRepository } from '../../src/secure-repository';
import { HOME } from '../fixtures/environments';

const stackIn = (props = { env: HOME as typeof HOME | undefined }) => new Stack(new App(), 'Shop', props);
const ARN = 'arn:aws:ecr:eu-west-1:111111111111:repository/myapp';

describe('the name and the ARN', () => {
  test.each<[string, (stack: Stack) => ecr.IRepository]>([
    ['of a SecureRepository', (stack) => new SecureRepository(stack, 'Repository', { repositoryName: 'myapp' })],
    ['of an ecr.Repository', (stack) => new ecr.Repository(stack, 'Repository', { repositoryName: 'myapp' })],
  ])('%s are known', (_class, repositoryIn) => {
    const known = RepositoryIdentity.of(repositoryIn(stackIn()));
    expect(known.name).toBe('myapp');
    expect(known.literalArn).toBe(ARN);
  });

  test('follow a name that was given to the L1 later', () => {
    const repository = new SecureRepository(stackIn(), 'Repository', { repositoryName: 'early' });
    const known = RepositoryIdentity.of(repository);
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
    const known = RepositoryIdentity.of(repositoryIn(stackIn()));
    expect(known.name).toBeUndefined();
    expect(known.literalArn).toBeUndefined();
  });
});

describe('the account', () => {
  const imported = (repositoryArn: string) =>
    RepositoryIdentity.of(ecr.Repository.fromRepositoryAttributes(stackIn(), 'Repository', { repositoryArn, repositoryName: 'myapp' }));

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
    expect(RepositoryIdentity.of(repository).arnFor(role(stack))).toBe((repository.node.defaultChild as ecr.CfnRepository).attrArn);
  });

  test('is the ARN of the repository in other environments', () => {
    const stack = stackIn();
    const repository = new SecureRepository(stack, 'Repository', { repositoryName: PhysicalName.GENERATE_IF_NEEDED });
    const far = new Stack(stack.node.root, 'Far', { env: { ...HOME, region: 'us-east-1' } });
    expect(RepositoryIdentity.of(repository).arnFor(role(far))).toBe(repository.repositoryArn);
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
    expect(RepositoryIdentity.of(repository).isOwnArn(arn)).toBe(true);
  });

  test.each<[string, string]>([
    ['a longer one', `${ARN}/*`],
    ['another name', 'arn:aws:ecr:eu-west-1:111111111111:repository/other'],
    ['another repository', new SecureRepository(stack, 'Other').repositoryArn],
  ])('%s is not', (_what, arn) => {
    expect(RepositoryIdentity.of(repository).isOwnArn(arn)).toBe(false);
  });
});
