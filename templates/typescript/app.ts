import { App } from 'aws-cdk-lib';
import { ImagesStack } from './images-stack';

const app = new App();
new ImagesStack(app, 'MyServiceImages');
app.synth();
