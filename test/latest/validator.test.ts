import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { CfnRepository } from 'aws-cdk-lib/aws-ecr';
import { myApp } from '../fixtures/my-app';

/** What the validation at synthesis has written. */
interface Report {
  readonly pluginReports: {
    readonly pluginName: string;
    readonly violations: { readonly ruleName: string; readonly description: string }[];
  }[];
}

/** What the built-in CloudFormation validator of aws-cdk-lib says of an app. The floor does not have it yet. */
function validated(app: App): string[] {
  const { pluginReports } = JSON.parse(readFileSync(join(app.synth().directory, 'validation-report.json'), 'utf8')) as Report;
  return pluginReports.flatMap(({ violations }) => violations.map(({ ruleName, description }) => `${ruleName}: ${description}`));
}

// in this file alone: jest gives each file an environment of its own
beforeAll(() => delete process.env.CDK_VALIDATION);

test('it has nothing to say about the quick start', () => {
  expect(validated(myApp().app)).toEqual([]);
});

test('it is on: of what ECR does not take it speaks', () => {
  const app = new App();
  const stack = new Stack(app, 'Shop');
  new CfnRepository(stack, 'Repository', { encryptionConfiguration: { encryptionType: 'NONE' } });
  expect(validated(app)).toEqual(["W3030: EncryptionConfiguration.EncryptionType: 'NONE' is not one of ['AES256', 'KMS', 'KMS_DSSE']"]);
});
