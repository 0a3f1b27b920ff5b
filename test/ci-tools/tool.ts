import { join } from 'path';

/** A package of tools/ci, which `npm ci` does not install; the compiler does not know its types. */
export function ciTool(name: string): Record<string, any> {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- by its folder, because it is installed beside the project
  return require(join(__dirname, '../../tools/ci/node_modules', name)) as Record<string, any>;
}
