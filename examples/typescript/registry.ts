import { App } from 'aws-cdk-lib';
import { RegistryStack } from './registry-stack';

const app = new App();
new RegistryStack(app, 'Registry', { env: { account: '111122223333', region: 'eu-west-1' } });
app.synth();
