import { readFileSync } from 'fs';
import { join } from 'path';

/** The version of the package. */
export function packageVersion(): string {
  return String(JSON.parse(readFileSync(join(__dirname, '../../package.json'), 'utf8')).version);
}
