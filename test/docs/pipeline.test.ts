import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as ts from 'typescript';

const TEXT = readFileSync(join(__dirname, '../../docs/pipeline.md'), 'utf8');
const [, EXAMPLE] = /```ts\n([^]*?)```/.exec(TEXT) ?? [];

test('the example runs, and makes the stations of the picture', () => {
  const { outputText } = ts.transpileModule(EXAMPLE, { compilerOptions: { module: ts.ModuleKind.CommonJS } });
  const stack = new Stack(new App(), 'Pipeline', { env: { account: '111122223333', region: 'eu-west-1' } });
  new Function('stack', 'require', 'exports', outputText)(stack, (name: string) => jest.requireActual<object>(name), {});

  const template = Template.fromStack(stack);
  template.resourceCountIs('AWS::ECR::Repository', 1);
  template.resourceCountIs('AWS::IAM::OIDCProvider', 1);
  template.resourceCountIs('AWS::IAM::Role', 1);
  template.resourceCountIs('AWS::Events::Rule', 2);
  template.resourceCountIs('AWS::SNS::Subscription', 1);
  expect(Object.keys(template.findOutputs('*'))).toEqual(['Region', 'PublisherRoleArn', 'RepositoryName']);
});
