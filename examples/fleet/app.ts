import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { Fleet } from './fleet';
import { fleetApp } from './fleet-app';
import fleet from './repositories.json';
import { checkTemplateSizes } from './stack-limits';
import { summaryOf } from './summary';

const app = new App();
const contents = fleetApp(app, fleet satisfies Fleet);
checkTemplateSizes(app.synth());
writeFileSync(join(__dirname, 'summary.txt'), summaryOf(contents));
