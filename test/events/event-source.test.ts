import { App, aws_ecr as ecr, Stack } from 'aws-cdk-lib';
import { eventSource } from '../../src/events/event-source';

const ENV = { account: '111122223333', region: 'eu-west-1' };

function stacks(env: { account?: string; region?: string }, repositoryEnv: { account?: string; region?: string } = ENV) {
  const app = new App();
  return { rules: new Stack(app, 'Rules', { env }), repositories: new Stack(app, 'Repositories', { env: repositoryEnv }) };
}

function imported(scope: Stack, arn: string): ecr.IRepository {
  return ecr.Repository.fromRepositoryAttributes(scope, 'Api', { repositoryName: 'shop/api', repositoryArn: arn });
}

test('a rule may be in another stack of the same account and Region', () => {
  const { rules, repositories } = stacks(ENV);
  const repository = new ecr.Repository(repositories, 'Api');
  expect(eventSource(rules, 'Rules/Findings', repository)).toEqual({ repository, ...ENV });
});

test('a rule in another account is refused', () => {
  const { rules, repositories } = stacks({ ...ENV, account: '444455556666' });
  expect(() => eventSource(rules, 'Rules/Findings', new ecr.Repository(repositories, 'Api'))).toThrow(
    'Rules/Findings: the rule is in account 444455556666, but the events of Repositories/Api arrive only in account 111122223333. ' +
      'Create the rule in a stack with that env. [cdk-secure-repository:event-rule-environment]',
  );
});

test('a rule in another Region is refused', () => {
  const { rules, repositories } = stacks({ ...ENV, region: 'us-east-1' });
  expect(() => eventSource(rules, 'Rules/Findings', new ecr.Repository(repositories, 'Api'))).toThrow(
    'Rules/Findings: the rule is in Region us-east-1, but the events of Repositories/Api arrive only in Region eu-west-1. ' +
      'Create the rule in a stack with that env. [cdk-secure-repository:event-rule-environment]',
  );
});

test('an imported repository is where its ARN says, not where it is imported', () => {
  const { rules } = stacks(ENV);
  const repository = imported(rules, 'arn:aws:ecr:eu-west-1:444455556666:repository/shop/api');
  expect(() => eventSource(rules, 'Rules/Findings', repository)).toThrow(
    'the rule is in account 111122223333, but the events of Rules/Api arrive only in account 444455556666.',
  );
});

test.each([
  ['a lookup that has not run yet', 'arn:aws:ecr:us-east-1:123456789012:repository/DUMMY_ARN'],
  ['an ARN with the account left out', 'arn:aws:ecr:::repository/shop/api'],
])('%s is not refused', (_name, arn) => {
  const { rules } = stacks(ENV);
  expect(eventSource(rules, 'Rules/Findings', imported(rules, arn))).toMatchObject(ENV);
});

test.each([
  ['the rule', {}, ENV],
  ['the repository', ENV, {}],
  ['both', {}, {}],
])('where the env of %s is not known, nothing is refused', (_name, env, repositoryEnv) => {
  const { rules, repositories } = stacks(env, repositoryEnv);
  expect(() => eventSource(rules, 'Rules/Findings', new ecr.Repository(repositories, 'Api'))).not.toThrow();
});
