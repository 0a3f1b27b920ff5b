import { App, Stack } from 'aws-cdk-lib';
import { LifecyclePolicy, SecureRepository, SecureRepositoryProps } from 'cdk-secure-repository';
import { CompanyDefaults } from '../../examples/typescript/company-defaults';

const COMPANY = LifecyclePolicy.keepLatest(20, { protectedTags: ['release-*'] }).toText();

function policyOf(given?: SecureRepositoryProps): string {
  const stack = new Stack(new App(), 'Shop', { propertyInjectors: [new CompanyDefaults()] });
  return new SecureRepository(stack, 'Repository', given).lifecyclePolicy.toText();
}

test.each<[string, SecureRepositoryProps | undefined]>([
  ['no properties', undefined],
  ['other properties', { repositoryName: 'myapp' }],
  ['undefined, as a wrapper passes it', { lifecyclePolicy: undefined }],
])("an app that gives %s has the company's policy", (_what, given) => {
  expect(policyOf(given)).toBe(COMPANY);
});

test("an app that gives a policy has its own, and not the company's", () => {
  expect(policyOf({ lifecyclePolicy: LifecyclePolicy.none() })).toBe('');
});
