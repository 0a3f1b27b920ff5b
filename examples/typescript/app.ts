import { App } from 'aws-cdk-lib';
import { MyAppStack } from './my-app-stack';

const app = new App();
new MyAppStack(app, 'MyApp');
app.synth();
