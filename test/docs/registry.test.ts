import { App } from 'aws-cdk-lib';
import { RegistryStack } from '../../examples/typescript/registry-stack';
import { SecureRegistry } from '../../src';
import { textOf } from '../fixtures/docs/markdown';

const PAGE = textOf('docs/registry.md');

test("the page has the description of the example's registry", () => {
  const app = new App();
  const stack = new RegistryStack(app, 'Registry', { env: { account: '111122223333', region: 'eu-west-1' } });
  app.synth();
  const description = (stack.node.findChild('Registry') as SecureRegistry).describe();
  expect(/^```text\n([^]*?)\n```$/m.exec(PAGE)?.[1].split('\n')).toEqual(description);
});
