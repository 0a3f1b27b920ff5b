import { App, Stack } from 'aws-cdk-lib';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import { DockerImageCode, DockerImageFunction } from 'aws-cdk-lib/aws-lambda';
import { SecureRepository } from '../../src';
import { shopWithRepository } from '../fixtures/access/shop';
import { HOME, OTHER_ACCOUNT } from '../fixtures/environments';
import { warningsOf } from '../fixtures/reported';

let app: App;
let shop: Stack;
let repository: SecureRepository;

beforeEach(() => {
  ({ app, shop, repository } = shopWithRepository());
});

const functionIn = (stack: Stack, of: ecr.IRepository = repository) =>
  new DockerImageFunction(stack, 'Function', { code: DockerImageCode.fromEcr(of, { tagOrDigest: 'v1' }) });

test('a function in another account is a warning with the grant that is missing', () => {
  functionIn(new Stack(app, 'Functions', { env: OTHER_ACCOUNT }));
  expect(warningsOf(shop)).toEqual([
    '/Shop/Repository a Lambda function in account 222222222222 uses this repository, but cannot pull from it. ' +
      "Add repository.access.grantPullToLambda({ account: '222222222222' }). [ack: cdk-secure-repository:lambda-account:222222222222]",
  ]);
});

test('that grant resolves the warning', () => {
  functionIn(new Stack(app, 'Functions', { env: OTHER_ACCOUNT }));
  repository.access.grantPullToLambda({ account: '222222222222' });
  expect(warningsOf(shop)).toEqual([]);
});

test('the grant for one account does not resolve the warning for another', () => {
  functionIn(new Stack(app, 'Functions', { env: OTHER_ACCOUNT }));
  functionIn(new Stack(app, 'More', { env: { ...OTHER_ACCOUNT, account: '333333333333' } }));
  repository.access.grantPullToLambda({ account: '222222222222' });
  expect(warningsOf(shop)).toEqual([expect.stringContaining('account 333333333333')]);
});

test.each([
  ['in the same stack', () => shop],
  ['in another stack of the same account', () => new Stack(app, 'Functions', { env: HOME })],
])('a function %s is no warning', (_where, stackIn) => {
  functionIn(stackIn());
  expect(warningsOf(shop)).toEqual([]);
});
