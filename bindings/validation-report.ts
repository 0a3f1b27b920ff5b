import * as fs from 'node:fs';
import * as path from 'node:path';
import { firstDifference } from './templates';

const FILE = 'validation-report.json';

/** How the reports of validation plugins in two assemblies differ; undefined when they do not, or when neither has one. */
export function reportDifference(expected: string, actual: string): string | undefined {
  const [wanted, got] = [expected, actual].map(comparableReport);
  const difference = firstDifference(wanted, got);
  return difference && `${FILE}, ${difference}`;
}

/** The report without what differs from run to run: stack traces, which have the lines of an app, and the folder of the templates. */
function comparableReport(folder: string): string {
  const file = path.join(folder, FILE);
  if (!fs.existsSync(file)) return '';
  const comparable = (key: string, value: unknown): unknown => {
    if (/stackTraces?$/i.test(key)) return undefined;
    return key === 'templatePath' ? path.basename(String(value)) : value;
  };
  return JSON.stringify(JSON.parse(fs.readFileSync(file, 'utf8')), comparable, 1);
}
