import { App, Environment, Stack } from 'aws-cdk-lib';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as iam from 'aws-cdk-lib/aws-iam';
import { statementJson } from '../../src/access/grant-plan';
import { HOME } from '../fixtures/environments';

function rootInStatement(env?: Environment): unknown {
  const repository = ecr.Repository.fromRepositoryName(new Stack(new App(), 'Shop', { env }), 'Imported', 'myapp');
  const statement = new iam.PolicyStatement({ actions: ['ecr:ListImages'], principals: [new iam.AccountPrincipal('222222222222')] });
  return (JSON.parse(statementJson(statement, repository)!) as { Principal: { AWS: unknown } }).Principal.AWS;
}

test.each<[string, Environment, string]>([
  ['Europe', HOME, 'arn:aws:iam::222222222222:root'],
  ['China', { ...HOME, region: 'cn-north-1' }, 'arn:aws-cn:iam::222222222222:root'],
  ['GovCloud', { ...HOME, region: 'us-gov-west-1' }, 'arn:aws-us-gov:iam::222222222222:root'],
])('the partition is that of the Region of the repository: %s', (_where, env, root) => {
  expect(rootInStatement(env)).toBe(root);
});

test.each<[string, Environment | undefined]>([
  ['a stack without an environment', undefined],
  ['a Region that this version of aws-cdk-lib does not know', { ...HOME, region: 'moon-base-1' }],
])('in %s it stays open', (_where, env) => {
  expect(rootInStatement(env)).toBe('arn:${AWS::Partition}:iam::222222222222:root');
});
