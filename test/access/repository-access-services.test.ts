import { Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { RepositoryAccess } from '../../src';
import { shopWithRepository } from '../fixtures/access/shop';
import { OTHER_ACCOUNT } from '../fixtures/environments';
import { repositoryStatements } from '../fixtures/synthesized';

const PULL_BY_SERVICE = ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'];

let shop: Stack;
let access: RepositoryAccess;

beforeEach(() => {
  const { shop: stack, repository } = shopWithRepository();
  [shop, access] = [stack, repository.access];
});

describe('grantPullToLambda', () => {
  const functionsOf = (arns: unknown) => ({
    Effect: 'Allow',
    Action: PULL_BY_SERVICE,
    Principal: { Service: 'lambda.amazonaws.com' },
    Condition: { ArnLike: { 'aws:SourceArn': arns } },
  });
  const anyFunctionOf = (account: string) => ({
    'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, `:lambda:eu-west-1:${account}:function:*`]],
  });

  test("allows the functions of the repository's own account", () => {
    access.grantPullToLambda();
    expect(repositoryStatements(shop)).toEqual([functionsOf(anyFunctionOf('111111111111'))]);
  });

  test('adds nothing to what DockerImageCode.fromEcr has been granted', () => {
    access.grantPullToLambda();
    access.grant(new iam.ServicePrincipal('lambda.amazonaws.com'), ...PULL_BY_SERVICE);
    expect(repositoryStatements(shop)).toHaveLength(1);
  });

  test('allows the functions of another account, and its principals', () => {
    access.grantPullToLambda({ account: OTHER_ACCOUNT.account });
    const root = { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':iam::222222222222:root']] };
    expect(repositoryStatements(shop)).toEqual([
      functionsOf(anyFunctionOf('222222222222')),
      { Effect: 'Allow', Action: PULL_BY_SERVICE, Principal: { AWS: root } },
    ]);
  });

  test('allows named functions only', () => {
    const functionArns = ['arn:aws:lambda:eu-west-1:111111111111:function:shop', 'arn:aws:lambda:eu-west-1:111111111111:function:cart-*'];
    access.grantPullToLambda({ functionArns });
    expect(repositoryStatements(shop)).toEqual([functionsOf(functionArns)]);
  });

  test.each([
    [
      { account: '12345' },
      'Shop/Repository: account is "12345", but must be a 12-digit account ID. Pass all 12 digits as text. [cdk-secure-repository:principal-id]',
    ],
    [
      { functionArns: [] },
      'Shop/Repository: functionArns is [], but must contain at least one ARN. Omit functionArns to allow every function. [cdk-secure-repository:input-type]',
    ],
    [
      { functionArns: ['arn:aws:lambda:eu-west-1:222222222222:function:shop'] },
      'Shop/Repository: functionArns[0] is in account 222222222222, but the functions must be in account 111111111111. Set account to ' +
        '222222222222. [cdk-secure-repository:lambda-account]',
    ],
  ])('refuses %j', (options, message) => {
    expect(() => access.grantPullToLambda(options)).toThrow(new Error(message));
  });
});

describe('grantPullToCodeBuild', () => {
  test('allows the projects, each account once', () => {
    const projectArns = ['shop', 'cart'].map((name) => `arn:aws:codebuild:eu-west-1:222222222222:project/${name}`);
    access.grantPullToCodeBuild({ projectArns });
    expect(repositoryStatements(shop)).toEqual([
      {
        Effect: 'Allow',
        Action: PULL_BY_SERVICE,
        Principal: { Service: 'codebuild.amazonaws.com' },
        Condition: { ArnLike: { 'aws:SourceArn': projectArns }, StringEquals: { 'aws:SourceAccount': ['222222222222'] } },
      },
    ]);
  });

  test('refuses an empty list', () => {
    expect(() => access.grantPullToCodeBuild({ projectArns: [] })).toThrow(
      new Error(
        'Shop/Repository: projectArns is [], but must contain at least one ARN. Pass the ARNs of the projects. [cdk-secure-repository:input-type]',
      ),
    );
  });

  test('refuses what is no ARN', () => {
    expect(() => access.grantPullToCodeBuild({ projectArns: ['shop'] })).toThrow(
      'Shop/Repository: projectArns[0] is "shop", but must have the form arn:PARTITION:codebuild:',
    );
  });
});
