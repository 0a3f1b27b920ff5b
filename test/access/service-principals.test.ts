import { App, Lazy, Stack } from 'aws-cdk-lib';
import { accountOfSource, anyFunctionOf, CODEBUILD, LAMBDA, restrictionToOwnAccount } from '../../src/access/service-principals';
import { intrinsicText } from '../../src/private/intrinsics';
import { SecureRepository } from '../../src/secure-repository';
import { HOME } from '../fixtures/environments';

const repositoryIn = (stack: Stack) => new SecureRepository(stack, 'Repository');
const repository = repositoryIn(new Stack(new App(), 'Shop', { env: HOME }));
const resolved = (value: unknown) => repository.stack.resolve(value);

const OWN_FUNCTIONS = { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':lambda:eu-west-1:111111111111:function:*']] };

test("Lambda is restricted to the functions of the repository's account and Region", () => {
  expect(resolved(restrictionToOwnAccount(LAMBDA, {}, repository))).toEqual({ ArnLike: { 'aws:SourceArn': OWN_FUNCTIONS } });
});

test('functions of any account stay a condition beside the restriction', () => {
  const anybodys = { ArnLike: { 'AWS:SourceArn': 'arn:aws:lambda:eu-west-1:*:function:shop' } };
  expect(resolved(restrictionToOwnAccount(LAMBDA, anybodys, repository))).toEqual({ ArnEquals: { 'aws:SourceArn': OWN_FUNCTIONS } });
});

test("CodeBuild is restricted to the repository's account", () => {
  expect(restrictionToOwnAccount(CODEBUILD, {}, repository)).toEqual({ StringEquals: { 'aws:SourceAccount': '111111111111' } });
});

test.each([LAMBDA, CODEBUILD])('%s that is already restricted is unchanged', (service) => {
  const conditions = { StringEquals: { 'aws:SourceAccount': '222222222222' } };
  expect(restrictionToOwnAccount(service, conditions, repository)).toBeUndefined();
});

test.each(['ecs-tasks.amazonaws.com', undefined, { Ref: 'Service' }])('%j is unchanged', (service) => {
  expect(restrictionToOwnAccount(service, {}, repository)).toBeUndefined();
});

test('in a stack without an environment the functions are those of wherever it is deployed', () => {
  const agnostic = repositoryIn(new Stack(new App(), 'Shop'));
  const arn = anyFunctionOf(agnostic, agnostic.stack.account);
  expect(intrinsicText(agnostic.stack.resolve(arn))).toBe('arn:${AWS::Partition}:lambda:${AWS::Region}:${AWS::AccountId}:function:*');
});

describe('the account of an ARN', () => {
  test('is read from it', () => {
    expect(accountOfSource(repository, 'projectArns[0]', 'arn:aws:codebuild:eu-west-1:222222222222:project/shop', 'codebuild')).toBe(
      '222222222222',
    );
  });

  test('is read from an ARN whose partition is a token', () => {
    const arn = repository.stack.formatArn({ service: 'codebuild', resource: 'project', resourceName: 'shop' });
    expect(accountOfSource(repository, 'projectArns[0]', arn, 'codebuild')).toBe('111111111111');
  });

  test('is a token where the ARN is one', () => {
    const arn = Lazy.string({ produce: () => 'arn:aws:codebuild:eu-west-1:222222222222:project/shop' });
    const account = accountOfSource(repository, 'projectArns[0]', arn, 'codebuild');
    expect(resolved(account)).toMatchObject({ 'Fn::Select': [4, expect.anything()] });
  });

  test.each([
    ['', 'lambda', 'function'],
    ['shop', 'codebuild', 'project'],
    ['arn:aws:codebuild:eu-west-1:*:project/shop', 'codebuild', 'project'],
    ['arn:aws:codebuild:eu-west-1:222222222222:project/shop', 'lambda', 'function'],
    ['arn:aws:lambda:eu-west-1:222222222222:function:shop', 'codebuild', 'project'],
  ] as const)('is not that of %j for %s, which is refused', (arn, service, what) => {
    expect(() => accountOfSource(repository, 'projectArns[0]', arn, service)).toThrow(
      new Error(
        `Shop/Repository: projectArns[0] is ${JSON.stringify(arn)}, but must have the form arn:PARTITION:${service}:REGION:ACCOUNT:RESOURCE ` +
          `with a 12-digit account ID. Use the ARN of the ${what}. [cdk-secure-repository:source-arn]`,
      ),
    );
  });
});
