import { App, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import {
  LifecyclePolicy,
  SecureRepository,
  SecureRepositoryDefaultProps,
  SecureRepositoryDefaults,
  SecureRepositoryProps,
} from '../../src';

const DEFAULTS: SecureRepositoryDefaultProps = {
  lifecyclePolicy: LifecyclePolicy.keepLatest(20, { protectedTags: ['release-*'] }),
  mutableTags: ['latest'],
  removalPolicy: RemovalPolicy.DESTROY,
  emptyOnDelete: true,
  pullByOrganization: 'o-a1b2c3d4e5',
};

function template(defaults: SecureRepositoryDefaultProps | undefined, props?: SecureRepositoryProps): object {
  const app = new App({ propertyInjectors: defaults && [SecureRepositoryDefaults.of(defaults)] });
  const stack = new Stack(app, 'Shop');
  new SecureRepository(stack, 'Api', props);
  return Template.fromStack(stack).toJSON();
}

test('the defaults have the effect of the properties', () => {
  expect(template(DEFAULTS)).toEqual(template(undefined, DEFAULTS));
  expect(template(DEFAULTS)).not.toEqual(template(undefined));
});

test('a property that is set replaces its default, and only its own', () => {
  const own: SecureRepositoryProps = { lifecyclePolicy: LifecyclePolicy.none(), mutableTags: [], repositoryName: 'api' };
  expect(template(DEFAULTS, own)).toEqual(template(undefined, { ...DEFAULTS, ...own }));
});

test.each([undefined, null])('%s counts as not set', (nothing) => {
  const unset = Object.fromEntries(Object.keys(DEFAULTS).map((name) => [name, nothing]));
  expect(template(DEFAULTS, unset)).toEqual(template(DEFAULTS));
});

test('pullByOrganization is a grant like any other', () => {
  const stack = new Stack(new App(), 'Shop');
  const repository = new SecureRepository(stack, 'Api', { pullByOrganization: 'o-a1b2c3d4e5' });
  expect(repository.access.describe()).toMatchObject([{ grantee: 'organization o-a1b2c3d4e5', level: 'pull' }]);
});

test('the injector of a Stack replaces that of the App', () => {
  const app = new App({ propertyInjectors: [SecureRepositoryDefaults.of(DEFAULTS)] });
  const stack = new Stack(app, 'Shop', { propertyInjectors: [SecureRepositoryDefaults.of({ mutableTags: ['dev-*'] })] });
  new SecureRepository(stack, 'Api');
  expect(Template.fromStack(stack).toJSON()).toEqual(template({ mutableTags: ['dev-*'] }));
});

test('an ecr.Repository is not changed', () => {
  const plain = (app: App) => {
    const stack = new Stack(app, 'Shop');
    new ecr.Repository(stack, 'Api');
    return Template.fromStack(stack).toJSON();
  };
  expect(plain(new App({ propertyInjectors: [SecureRepositoryDefaults.of(DEFAULTS)] }))).toEqual(plain(new App()));
});

test.each([
  ['text in the place of a list', { mutableTags: 'latest' }, /SecureRepositoryDefaults\.of: mutableTags is "latest"/],
  ['a number in the place of an organization', { pullByOrganization: 1 }, /SecureRepositoryDefaults\.of: pullByOrganization is 1/],
  ['nothing', null, /SecureRepositoryDefaults\.of: props is null/],
  [
    'a name',
    { repositoryName: 'api' },
    /SecureRepositoryDefaults\.of: repositoryName cannot be a default, .*\. Set it on each SecureRepository\./,
  ],
  ['an encryption', { encryption: ecr.RepositoryEncryption.KMS }, /encryption cannot be a default/],
  [
    'a property of ecr.Repository',
    { imageScanOnPush: true },
    /imageScanOnPush is a property of ecr\.Repository, but not of SecureRepository\./,
  ],
])('%s is an error', (_, defaults, message) => {
  expect(() => SecureRepositoryDefaults.of(defaults as unknown as SecureRepositoryDefaultProps)).toThrow(message);
});

test('an organization that is none is an error of the repository', () => {
  expect(() => template({ pullByOrganization: 'my-company' })).toThrow(/^Shop\/Api: organization is "my-company"/);
});
