import { CfnGuardValidator } from '@cdklabs/cdk-validator-cfnguard';
import { App, Stack } from 'aws-cdk-lib';
import { PublishersStack } from '../../examples/typescript/publishers-stack';
import { RegistryStack } from '../../examples/typescript/registry-stack';
import { SecureRepository } from '../../src';
import { myApp } from '../fixtures/my-app';

/** What AWS Control Tower's rules say of an app: the control, and the logical ID. */
function controlsFailed(app: App): string[] {
  const templatePaths = app.synth().stacks.map(({ templateFullPath }) => templateFullPath);
  const { violations } = new CfnGuardValidator().validate({ appConstruct: app, templatePaths });
  return violations
    .flatMap(({ description, violatingResources }) =>
      violatingResources.map(({ resourceLogicalId }) => `${/\[(.+?)\]/.exec(description)![1]} ${resourceLogicalId}`),
    )
    .sort();
}

test('a repository passes them all', () => {
  const app = new App();
  new SecureRepository(new Stack(app, 'Shop'), 'Repository');
  expect(controlsFailed(app)).toEqual([]);
});

/** What the quick start does not do, and why; nothing that has to do with who may reach the images. */
const KNOWN: { readonly [finding: string]: string } = {
  'CT.ECR.PR.3 Repository22E53BBD': 'it wants IMMUTABLE without exclusions, and the example lets `latest` move',
  'CT.CLOUDWATCH.PR.2 TaskappLogGroupE326ACBA': 'the log group of aws-cdk-lib keeps its logs for ever',
  'CT.CLOUDWATCH.PR.3 TaskappLogGroupE326ACBA': 'a key for logs costs money every month, and is not what the example is about',
  'CT.CLOUDWATCH.PR.3 VpcAllLogGroup3D916404': 'the same',
  'CT.EC2.PR.11 VpcPublicSubnet1Subnet5C2D37C4':
    'without private subnets, which need a NAT gateway, a task reaches ECR by a public address',
  'CT.EC2.PR.11 VpcPublicSubnet2Subnet691E08A3': 'the same',
  'CT.ECS.PR.3 Task79114B6B': 'which user runs the program is for its image to say',
  'CT.ECS.PR.6 Task79114B6B': 'whether the program writes to its file system is not known',
  'CT.ECS.PR.7 Task79114B6B': 'Fargate limits the memory of the task, which has one container',
  'CT.ECS.PR.9 ServiceD69D759B': 'the same public address as that of the subnets',
};

test('of the quick start they say what is known, and nothing else', () => {
  expect(controlsFailed(myApp().app)).toEqual(Object.keys(KNOWN).sort());
});

test('a registry passes them all', () => {
  const app = new App();
  new RegistryStack(app, 'Registry', { env: { account: '111122223333', region: 'eu-west-1' } });
  expect(controlsFailed(app)).toEqual([]);
});

test('the publishers of every CI system pass them all', () => {
  const app = new App();
  new PublishersStack(app, 'Publishers');
  expect(controlsFailed(app)).toEqual([]);
});
