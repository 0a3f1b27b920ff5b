import { join, relative } from 'node:path';
import { styleText } from 'node:util';
import { App } from 'aws-cdk-lib';
import { ImageInventory } from 'cdk-secure-repository';
import { quickStart } from './quickstart';
import { MyAppServiceStack } from '../typescript/my-app-service-stack';
import { MyAppStack } from '../typescript/my-app-stack';

const example = join(__dirname, '..', 'typescript');
const colours = process.stdout.isTTY && !process.env.NO_COLOR;
const app = new App({ outdir: join(example, 'cdk.out') });
const { repository } = new MyAppStack(app, 'MyApp');
new MyAppServiceStack(app, 'MyApp-Service', { repository });

const sample = {
  inventory: ImageInventory.fromFile(join(__dirname, '..', 'images', 'myapp.json')),
  // the day after its newest image
  now: new Date('2026-11-22'),
};
const output = {
  heading: (text: string) => console.log(`\n${colours ? styleText('bold', text) : text}`),
  line: (text: string) => console.log(`  ${text.replace(process.cwd(), '.')}`),
};
process.exitCode = quickStart(app, output, sample);
console.log(`\nThe app lies in ${relative(process.cwd(), example)}: go there to deploy it.\n`);
