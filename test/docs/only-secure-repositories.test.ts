import { join } from 'node:path';
import { App, CfnResource, Stack } from 'aws-cdk-lib';
import { Annotations } from 'aws-cdk-lib/assertions';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import { CfnInclude } from 'aws-cdk-lib/cloudformation-include';
import * as ts from 'typescript';
import { SecureRepository } from '../../src';
import { textOf } from '../fixtures/docs/markdown';

const [, EXAMPLE] = /```ts\n([^]*?class OnlySecureRepositories[^]*?)```/.exec(textOf('docs/publishing.md')) ?? [];

/** What the aspect of the page says about a stack. */
function errorsOf(fill: (stack: Stack) => void): string[] {
  const stack = new Stack(new App(), 'Stack');
  fill(stack);
  const { outputText } = ts.transpileModule(EXAMPLE, { compilerOptions: { module: ts.ModuleKind.CommonJS } });
  new Function('stack', 'require', 'exports', outputText)(stack, (name: string) => jest.requireActual<object>(name), {});
  return Annotations.fromStack(stack)
    .findError('*', 'use SecureRepository of cdk-secure-repository')
    .map(({ id }) => id);
}

test('the aspect lets a SecureRepository pass, and everything that is no repository', () => {
  const errors = errorsOf((stack) => {
    new SecureRepository(stack, 'Repository');
    new CfnResource(stack, 'Topic', { type: 'AWS::SNS::Topic' });
  });
  expect(errors).toEqual([]);
});

test.each<[string, (stack: Stack) => void, string]>([
  ['an ecr.Repository', (stack) => void new ecr.Repository(stack, 'Repository'), '/Stack/Repository/Resource'],
  ['a CfnRepository', (stack) => void new ecr.CfnRepository(stack, 'Repository'), '/Stack/Repository'],
  ['a CfnResource', (stack) => void new CfnResource(stack, 'Repository', { type: 'AWS::ECR::Repository' }), '/Stack/Repository'],
  [
    'a repository of an included template',
    (stack) => void new CfnInclude(stack, 'Template', { templateFile: join(__dirname, 'repository.template.json') }),
    '/Stack/Template/Repository',
  ],
])('the aspect refuses %s', (_what, fill, place) => {
  expect(errorsOf(fill)).toEqual([place]);
});
