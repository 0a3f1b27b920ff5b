import { App, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { LifecyclePolicy, SecureRepository } from 'cdk-secure-repository';
import { CompanyDefaults } from '../../../examples/typescript/company-defaults';

const app = new App();
new SecureRepository(new Stack(app, 'OwnDefaults'), 'Plain');
const stack = new Stack(app, 'CompanyDefaults', { propertyInjectors: [new CompanyDefaults()] });
new SecureRepository(stack, 'Plain');
new SecureRepository(stack, 'Named', { repositoryName: 'team/named', mutableTags: ['latest'] });
new SecureRepository(stack, 'Wrapped', { repositoryName: 'team/wrapped', lifecyclePolicy: undefined });
new SecureRepository(stack, 'Otherwise', { lifecyclePolicy: LifecyclePolicy.none(), removalPolicy: RemovalPolicy.DESTROY });
app.synth();
