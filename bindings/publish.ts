import * as path from 'node:path';
import { VERSION } from './versions';
import { built, ROOT } from './workspace';
import { run } from '../tools/process';

/** Publishes what was packed with the script that platform teams publish with. */
export async function publish(ecosystem: 'npm' | 'pip' | 'maven' | 'go', env: NodeJS.ProcessEnv): Promise<void> {
  const script = path.join(ROOT, 'examples', 'publishing', `${ecosystem}.sh`);
  await run('bash', [script], { cwd: built(), env: { VERSION, ...env } });
}
