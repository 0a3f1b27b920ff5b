import { App, Stack } from 'aws-cdk-lib';
import { DockerImageCode, DockerImageFunction } from 'aws-cdk-lib/aws-lambda';
import { SecureRepository } from '../../src';
import { HOME, OTHER_ACCOUNT } from '../fixtures/environments';
import { warningsOf } from '../fixtures/reported';
import { repositoryStatements, resourcesOf } from '../fixtures/synthesized';

let app: App;
let shop: Stack;
let repository: SecureRepository;

beforeEach(() => {
  app = new App();
  shop = new Stack(app, 'Shop', { env: HOME });
  repository = new SecureRepository(shop, 'Repository', { repositoryName: 'myapp' });
});

const functionIn = (stack: Stack, id = 'Function') =>
  new DockerImageFunction(stack, id, { code: DockerImageCode.fromEcr(repository, { tagOrDigest: 'v1' }) });

const OWN_FUNCTIONS = {
  Effect: 'Allow',
  Principal: { Service: 'lambda.amazonaws.com' },
  Action: ['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
  Condition: {
    ArnLike: { 'aws:SourceArn': { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':lambda:eu-west-1:111111111111:function:*']] } },
  },
};

test('a function may pull, and Lambda for no other account', () => {
  functionIn(shop);
  expect(repositoryStatements(shop)).toEqual([OWN_FUNCTIONS]);
  expect(resourcesOf(shop, 'AWS::Lambda::Function')[0].Properties.Code).toEqual({
    ImageUri: {
      'Fn::Join': ['', ['111111111111.dkr.ecr.eu-west-1.', { Ref: 'AWS::URLSuffix' }, '/', { Ref: 'Repository22E53BBD' }, ':v1']],
    },
  });
  expect(warningsOf(shop)).toEqual([]);
});

test('many functions are one statement', () => {
  functionIn(shop);
  functionIn(shop, 'Other');
  expect(repositoryStatements(shop)).toEqual([OWN_FUNCTIONS]);
});

test('a function of another account is allowed by a grant of its own, and a warning says so until then', () => {
  functionIn(new Stack(app, 'Functions', { env: OTHER_ACCOUNT }));
  expect(warningsOf(shop)).toEqual([expect.stringContaining("grantPullToLambda({ account: '222222222222' })")]);
});
