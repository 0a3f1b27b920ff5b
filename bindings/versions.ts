import * as fs from 'node:fs';
import * as path from 'node:path';
import { ROOT } from './workspace';

interface Manifest {
  readonly devDependencies: Record<string, string>;
}

const manifest = JSON.parse(fs.readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as Manifest;

/** The version that is released next, which the templates require; not the one of this checkout, which no release has. */
export const VERSION = '0.1.0';

/** The oldest versions that users may have: the ones that the unit tests run on. */
export const FLOOR = {
  awsCdkLib: manifest.devDependencies['aws-cdk-lib'],
  constructs: manifest.devDependencies.constructs,
};

/** The compiler of the apps in TypeScript. */
export const TYPESCRIPT = manifest.devDependencies.typescript;
