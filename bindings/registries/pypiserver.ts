import { serve, Server } from '../../tools/server';
import { emptied } from '../workspace';
import { pythonTool } from './python-tools';

/** A Python package index. It serves the library and nothing else: without the fallback it knows no other index. */
export async function startPypiserver(): Promise<Server> {
  const packages = emptied('pypiserver');
  const program = await pythonTool('pypi-server');
  const open = ['--disable-fallback', '-P', '.', '-a', '.'];
  return serve(program, (port) => ({ args: ['run', '-i', '127.0.0.1', '-p', `${port}`, ...open, packages] }));
}
