import { App, CfnParameter, Fn, Lazy, NestedStack, PhysicalName, Stack } from 'aws-cdk-lib';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import { deployedArnLength, sizeFindings } from '../../src/access/policy-size';
import { SecureRepository } from '../../src/secure-repository';
import { HOME } from '../fixtures/environments';

const stackIn = (props = { env: HOME as typeof HOME | undefined }) => new Stack(new App(), 'Shop', props);
const ARN = 'arn:aws:ecr:eu-west-1:111111111111:repository/myapp';

describe('the length of the deployed ARN', () => {
  test('is exact where the name and the environment are known', () => {
    expect(deployedArnLength(new SecureRepository(stackIn(), 'Repository', { repositoryName: 'myapp' }))).toBe(ARN.length);
  });

  test('is that of the longest environment where that is not known', () => {
    const repository = new SecureRepository(stackIn({ env: undefined }), 'Repository', { repositoryName: 'myapp' });
    const longest = 'arn:aws-us-gov:ecr:ap-northeast-1:111111111111:repository/myapp';
    expect(deployedArnLength(repository)).toBeGreaterThanOrEqual(longest.length);
  });

  test('allows for a generated name', () => {
    const repository = new SecureRepository(stackIn(), 'Repository');
    const generated = 'shop-repository22e53bbd-abcdefghijkl';
    expect(deployedArnLength(repository)).toBeGreaterThanOrEqual(ARN.length - 'myapp'.length + generated.length);
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
    const length = deployedArnLength(repositoryIn(stackIn()));
    expect(length).toBeGreaterThanOrEqual(SMALLEST + LONG.length);
    expect(length).toBeLessThanOrEqual(SMALLEST + LONG.length + 'us-gov-'.length);
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
  ])('allows for the longest name of a repository %s', (_how, repositoryIn) => {
    expect(deployedArnLength(repositoryIn(stackIn()))).toBeGreaterThanOrEqual(SMALLEST + 256);
  });

  test('allows for a name that aws-cdk-lib generates because another environment asks for it', () => {
    const repository = new SecureRepository(stackIn(), 'Repository', { repositoryName: PhysicalName.GENERATE_IF_NEEDED });
    const before = deployedArnLength(repository);
    const far = new Stack(repository.node.root, 'Far', { env: { account: '222222222222', region: 'eu-west-1' } });
    expect(before).toBeGreaterThanOrEqual(String(far.resolve(repository.repositoryArn)).length);
  });

  test('allows for a logical ID that is longer than the path', () => {
    const repository = new SecureRepository(stackIn(), 'Repository');
    (repository.node.defaultChild as ecr.CfnRepository).overrideLogicalId('L'.repeat(200));
    expect(deployedArnLength(repository)).toBeGreaterThanOrEqual(SMALLEST + 'shop-'.length + 200 + 13);
  });

  test('allows for the longest name, where the name of a nested stack is not known', () => {
    const nested = new NestedStack(stackIn(), 'Nested');
    const length = deployedArnLength(new SecureRepository(nested, 'Repository'));
    expect(length).toBeGreaterThanOrEqual(ARN.length - 'myapp'.length + 128);
    expect(length).toBeLessThanOrEqual(ARN.length - 'myapp'.length + 256);
  });

  const longer = (repository: ecr.IRepository, change: (resource: ecr.CfnRepository) => void) => {
    const before = deployedArnLength(repository);
    change(repository.node.defaultChild as ecr.CfnRepository);
    return deployedArnLength(repository) - before;
  };

  test.each<[string, (resource: ecr.CfnRepository) => void]>([
    ['an assignment', (resource) => (resource.repositoryName = LONG)],
    ['an override', (resource) => resource.addPropertyOverride('RepositoryName', LONG)],
  ])('follows a name that is changed by %s', (_how, change) => {
    const repository = new SecureRepository(stackIn(), 'Repository', { repositoryName: 'myapp' });
    expect(longer(repository, change)).toBe(LONG.length - 'myapp'.length);
  });

  test('follows a name that becomes a token', () => {
    const token = (repository: SecureRepository) => new CfnParameter(repository.stack, 'Name').valueAsString;
    const [assigned, overridden] = [1, 2].map(() => new SecureRepository(stackIn(), 'Repository', { repositoryName: 'myapp' }));
    expect(longer(assigned, (resource) => (resource.repositoryName = token(assigned)))).toBe(256 - 'myapp'.length);
    expect(longer(overridden, (resource) => resource.addPropertyOverride('RepositoryName', token(overridden)))).toBe(256 - 'myapp'.length);
  });

  test('follows a generated name that becomes a parameter', () => {
    const repository = new SecureRepository(stackIn(), 'Repository');
    const name = new CfnParameter(repository.stack, 'Name').valueAsString;
    const length = longer(repository, (resource) => (resource.repositoryName = name));
    expect(length).toBeGreaterThan(0);
    expect(deployedArnLength(repository)).toBe(SMALLEST + 256);
  });
});

describe('the size of a repository policy', () => {
  const account = (n: number) => ({ 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, `:iam::${300000000000 + n}:root`]] });
  const pullFor = (count: number) => ({
    Effect: 'Allow',
    Action: ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
    Principal: { AWS: count === 1 ? account(0) : Array.from({ length: count }, (_, n) => account(n)) },
  });
  /** The policy as it is deployed in the partition with the shortest name. */
  const deployed = (statements: object[]) =>
    JSON.stringify({ Statement: statements, Version: '2012-10-17' }).replaceAll(
      /\{"Fn::Join":\["",\["arn:",\{"Ref":"AWS::Partition"\},"([^"]+)"\]\]\}/g,
      '"arn:aws$1"',
    );

  test.each([
    [0, 0],
    [1, 1],
    [3, 60],
  ])('%i statements for %i principals each are small enough', (statements, principals) => {
    expect(sizeFindings(Array.from({ length: statements }, () => pullFor(principals)))).toEqual([]);
  });

  test('the size is that of the policy once it is deployed', () => {
    const statements = [pullFor(200), pullFor(150)];
    expect(sizeFindings(statements)[0].message).toContain(`at least ${deployed(statements).length} characters`);
  });

  test('10,240 characters are accepted, one more is refused', () => {
    const padded = (more: number) => {
      const sid = { Sid: '', ...pullFor(2) };
      return [{ ...sid, Sid: 'x'.repeat(10_240 - deployed([sid]).length + more) }];
    };
    expect(sizeFindings(padded(0))).toEqual([]);
    expect(sizeFindings(padded(1))[0].message).toContain('at least 10241 characters, but Amazon ECR allows at most 10240');
  });

  test('the error lists the five largest statements, and ends with the action to take', () => {
    const put = { ...pullFor(1), Action: 'ecr:PutImage', Sid: 'x'.repeat(10_000) };
    const everyone = { Effect: 'Allow', NotAction: 'ecr:PutImage', Principal: '*' };
    const others = { Effect: 'Allow', Action: 'ecr:PutImage', NotPrincipal: { AWS: [account(1), account(2)] } };
    const small = { Effect: 'Deny', Action: 'ecr:PutImage', Principal: '*' };
    const sizeOf = (statement: object) => deployed([statement]).length - deployed([]).length;
    const statements = [small, everyone, pullFor(1), pullFor(3), others, put];
    const message =
      `the repository policy has at least ${deployed(statements).length} characters, but Amazon ECR allows at most 10240. ` +
      `Its largest statements are ecr:PutImage for 1 principal (${sizeOf(put)} characters); ` +
      `pull for 3 principals (${sizeOf(pullFor(3))} characters); ecr:PutImage for 2 principals (${sizeOf(others)} characters); ` +
      `pull for 1 principal (${sizeOf(pullFor(1))} characters); everything except ecr:PutImage for 1 principal (${sizeOf(everyone)} characters). ` +
      'Grant to an organization, or to roles of the account of the repository, instead of to each principal by name.';
    expect(sizeFindings(statements)).toEqual([{ id: 'cdk-secure-repository:repository-policy-size', severity: 'error', message }]);
  });
});
