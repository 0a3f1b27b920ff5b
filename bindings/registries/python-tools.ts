import * as fs from 'node:fs';
import * as path from 'node:path';
import { run } from '../../tools/process';
import { built } from '../workspace';

const TOOLS = ['pypiserver==2.4.2', 'twine==7.0.0', 'mypy==2.4.1'];

/** A virtual environment with what serves, uploads and checks Python packages; the packages themselves go elsewhere. */
export async function pythonTool(name: string): Promise<string> {
  const folder = built('tools', 'python');
  const done = path.join(folder, 'installed.txt');
  if (!fs.existsSync(done) || fs.readFileSync(done, 'utf8') !== TOOLS.join('\n')) {
    fs.rmSync(folder, { recursive: true, force: true });
    await run('python3', ['-m', 'venv', folder]);
    await run(path.join(folder, 'bin', 'pip'), ['install', '--quiet', ...TOOLS]);
    fs.writeFileSync(done, TOOLS.join('\n'));
  }
  return path.join(folder, 'bin', name);
}
