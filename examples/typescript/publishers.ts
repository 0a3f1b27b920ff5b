import { App } from 'aws-cdk-lib';
import { PublishersStack } from './publishers-stack';

const app = new App();
new PublishersStack(app, 'Publishers');
app.synth();
