import { join, relative } from 'node:path';
import { styleText } from 'node:util';
import { App } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { ImageInventory } from 'cdk-secure-repository';
import { previews, report } from './report';
import { MyAppStack } from '../typescript/my-app-stack';

/** Synthesizes the example, has cdk-nag look at it, and says what has been made. */
const colours = process.stdout.isTTY && !process.env.NO_COLOR;
const app = new App({ outdir: join(__dirname, '..', 'typescript', 'cdk.out') });
new MyAppStack(app, 'MyApp');
const assembly = app.synth();

// the sample was taken on this day
const inventory = ImageInventory.fromFile(join(__dirname, '..', 'images', 'myapp.json'));
const sections = [...report(app, assembly), ...previews(app, inventory, new Date('2026-11-22'))];
for (const { heading, lines } of sections) {
  console.log(`\n${colours ? styleText('bold', heading) : heading}`);
  for (const line of lines) console.log(`  ${line.replace(process.cwd(), '.')}`);
}

const { violations } = new AwsSolutionsChecks().validateScope(app);
console.log(`\ncdk-nag's AwsSolutions pack has ${violations.length === 0 ? 'nothing' : 'this'} to say.`);
for (const { ruleName, description } of violations) console.log(`  ${ruleName}: ${description}`);
if (violations.length > 0) process.exitCode = 1;
console.log(`The app lies in ${relative(process.cwd(), join(__dirname, '..', 'typescript'))}: go there to deploy it.\n`);
