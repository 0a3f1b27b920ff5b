import * as fs from 'node:fs';
import * as path from 'node:path';
import { run } from '../../tools/process';
import { serve, Server } from '../../tools/server';
import { emptied, kept } from '../workspace';

const VERSION = '6.7.1';

/**
 * The library itself has no uplink: what the registry gives can only have been published to it. Everything else comes through it
 * from the registry that the user's own npm is set to, as through the registry of a company.
 */
function configuration(upstream: string): string {
  return `
storage: ./storage
web: { enable: false }
auth: { htpasswd: { file: ./htpasswd, max_users: -1 } }
uplinks:
  upstream: { url: '${upstream}', cache: false, timeout: 60s }
packages:
  cdk-secure-repository: { access: $all, publish: $all }
  '**': { access: $all, proxy: upstream }
log: { type: stdout, format: pretty, level: warn }
`;
}

/** An npm registry. */
export async function startVerdaccio(): Promise<Server> {
  const program = await installed();
  const folder = emptied('verdaccio');
  const upstream = (await run('npm', ['config', 'get', 'registry'])).trim();
  fs.writeFileSync(path.join(folder, 'config.yaml'), configuration(upstream));
  return serve(process.execPath, (port) => ({
    args: [program, '--config', 'config.yaml', '--listen', `127.0.0.1:${port}`],
    cwd: folder,
  }));
}

async function installed(): Promise<string> {
  const folder = kept('tools', `verdaccio-${VERSION}`);
  const program = path.join(folder, 'node_modules', 'verdaccio', 'bin', 'verdaccio');
  // the program is there long before everything that it requires
  const done = path.join(folder, 'installed.txt');
  if (!fs.existsSync(done)) {
    // node-fetch@cjs, a tag that it asks for, is not found in every registry
    fs.writeFileSync(path.join(folder, 'package.json'), JSON.stringify({ private: true, overrides: { 'node-fetch': '2.7.0' } }));
    await run('npm', ['install', '--no-audit', '--no-fund', '--ignore-scripts', `verdaccio@${VERSION}`], { cwd: folder });
    fs.writeFileSync(done, VERSION);
  }
  return program;
}
