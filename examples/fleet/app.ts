import { App } from 'aws-cdk-lib';
import { Fleet, fleetApp } from './fleet';
import fleet from './repositories.json';

const app = new App();
fleetApp(app, fleet satisfies Fleet);
app.synth();
