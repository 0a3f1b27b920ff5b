import { run } from '../../tools/process';
import { serve, Server } from '../../tools/server';
import { emptied } from '../workspace';

/** A server of bare git repositories that takes pushes: where the versions of a Go module live. */
export async function startGitDaemon(repository: string): Promise<Server> {
  const folder = emptied('git');
  await run('git', ['init', '--quiet', '--bare', `${folder}/${repository}`]);
  const open = ['--export-all', '--enable=receive-pack', `--base-path=${folder}`, folder];
  const { url, stop } = await serve('git', (port) => ({ args: ['daemon', '--listen=127.0.0.1', `--port=${port}`, ...open] }));
  return { url: url.replace('http:', 'git:'), stop };
}
