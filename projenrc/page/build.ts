import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { buildSync } from 'esbuild';
import { licencesOf } from '../bundled-packages';

/**
 * Builds page/ into lib/page/report.html, one file without its data. The command fills in the data, and changes neither the script nor the
 * style, whose hashes are in the content security policy.
 */
const { outputFiles, metafile } = buildSync({
  entryPoints: ['page/main.tsx', 'page/style.css'],
  outdir: 'lib/page',
  bundle: true,
  minify: true,
  write: false,
  platform: 'browser',
  format: 'iife',
  target: 'es2022',
  tsconfig: 'page/tsconfig.json',
  legalComments: 'none',
  charset: 'utf8',
  metafile: true,
});
const textOf = (suffix: string) => outputFiles.find(({ path }) => path.endsWith(suffix))?.text.trim() ?? '';
const script = textOf('.js');
const style = textOf('.css');
// the HTML parser would end the element there
if (/<\/script|<!--/i.test(script) || /<\/style/i.test(style)) throw new Error('page/: the script or the style ends its own element');

const hashOf = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
const policy = [
  "default-src 'none'",
  `script-src ${hashOf(script)}`,
  `style-src ${hashOf(style)}`,
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');
const licences = licencesOf(Object.keys(metafile.inputs));
const values: Record<string, string> = { policy, style, script, licences: licences.replaceAll('--', '- -') };
const page = readFileSync('page/page.html', 'utf8').replace(/\{\{(\w+)\}\}/g, (place, name: string) => values[name] ?? place);

mkdirSync('lib/page', { recursive: true });
writeFileSync('lib/page/report.html', page);
writeFileSync('lib/page/LICENSES.txt', `${licences}\n`);
