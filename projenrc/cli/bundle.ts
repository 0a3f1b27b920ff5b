import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { buildSync } from 'esbuild';

/**
 * Writes the parser of YAML into the one compiled module that imports it, with its licence on top: the package has no dependency on it.
 * @see docs/decisions/0016-yaml-in-the-command.md
 */
const manifest = createRequire(__filename).resolve('yaml/package.json');
const { name, version } = JSON.parse(readFileSync(manifest, 'utf8')) as { name: string; version: string };
const licence = readFileSync(join(dirname(manifest), 'LICENSE'), 'utf8').trim();

buildSync({
  entryPoints: ['src/cli/template-yaml.ts'],
  outfile: 'lib/cli/template-yaml.js',
  bundle: true,
  minify: true,
  // its ECMAScript modules, of which only what is used comes along
  platform: 'neutral',
  format: 'cjs',
  target: 'node20',
  banner: { js: `/*!\nThis file contains ${name} ${version}, under this licence:\n\n${licence}\n*/` },
});
