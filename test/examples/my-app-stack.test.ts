import { App } from 'aws-cdk-lib';
import { MyAppStack } from '../../examples/typescript/my-app-stack';
import { templateOf } from '../fixtures/synthesized';

test("the quick start's template is the one that has been looked at", () => {
  expect(templateOf(new MyAppStack(new App(), 'MyApp'))).toMatchSnapshot();
});
