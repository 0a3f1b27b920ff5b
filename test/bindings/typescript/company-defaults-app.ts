import { App, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { LifecyclePolicy, SecureRepository, SecureRepositoryDefaults } from 'cdk-secure-repository';

const app = new App();
new SecureRepository(new Stack(app, 'OwnDefaults'), 'Plain');
const defaults = SecureRepositoryDefaults.of({
  lifecyclePolicy: LifecyclePolicy.keepLatest(20, { protectedTags: ['release-*'] }),
  pullByOrganization: 'o-a1b2c3d4e5',
});
const stack = new Stack(app, 'CompanyDefaults', { propertyInjectors: [defaults] });
new SecureRepository(stack, 'Plain');
new SecureRepository(stack, 'Named', { repositoryName: 'team/named', mutableTags: ['latest'] });
new SecureRepository(stack, 'Wrapped', { repositoryName: 'team/wrapped', lifecyclePolicy: undefined });
new SecureRepository(stack, 'Otherwise', { lifecyclePolicy: LifecyclePolicy.none(), removalPolicy: RemovalPolicy.DESTROY });
app.synth();
