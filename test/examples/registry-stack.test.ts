import { App } from 'aws-cdk-lib';
import { RegistryStack } from '../../examples/typescript/registry-stack';
import { templateOf } from '../fixtures/synthesized';

test("the template of the registry's example is the one that has been looked at", () => {
  expect(templateOf(new RegistryStack(new App(), 'Registry', { env: { account: '111122223333', region: 'eu-west-1' } }))).toMatchSnapshot();
});
