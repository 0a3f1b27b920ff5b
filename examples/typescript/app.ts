import { App } from 'aws-cdk-lib';
import { MyAppServiceStack } from './my-app-service-stack';
import { MyAppStack } from './my-app-stack';

const app = new App();
const { repository } = new MyAppStack(app, 'MyApp');
new MyAppServiceStack(app, 'MyApp-Service', { repository });
app.synth();
