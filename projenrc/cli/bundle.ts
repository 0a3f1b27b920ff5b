import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSync } from 'esbuild';

/**
 * Writes what other packages do for the command into the one compiled module that imports each of them, with their licences on top: the package
 * has no dependency on them.
 * @see docs/decisions/0016-yaml-in-the-command.md
 * @see docs/decisions/0027-collect-with-the-aws-sdk.md
 */
const BUNDLES = [
  // its ECMAScript modules, of which only what is used comes along
  { module: 'cli/template-yaml', platform: 'neutral' },
  { module: 'cli/collect/aws-clients', platform: 'node' },
] as const;

for (const { module, platform } of BUNDLES) {
  const outfile = `lib/${module}.js`;
  const { metafile } = buildSync({
    entryPoints: [`src/${module}.ts`],
    outfile,
    bundle: true,
    minify: true,
    platform,
    format: 'cjs',
    target: 'node20',
    legalComments: 'none',
    // the documented switch: which SDK is bundled is not in the hands of the user, whom its warning about Node.js 20 would tell to upgrade it
    define: { 'process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED': '"true"' },
    metafile: true,
  });
  writeFileSync(outfile, `/*!\n${notice(packagesAmong(Object.keys(metafile.inputs)))}\n*/\n${readFileSync(outfile, 'utf8')}`);
}

interface Bundled {
  readonly nameAndVersion: string;
  readonly licence: string;
}

/** The packages that the files belong to. */
function packagesAmong(files: readonly string[]): Bundled[] {
  const folders = new Set(
    files.flatMap((file) => /^.*node_modules\/(@[^/]+\/)?[^/]+/.exec(file) ?? []).filter((name) => name?.includes('node_modules')),
  );
  return [...folders].sort().map((folder) => {
    const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Record<string, string>;
    const file = ['LICENSE', 'LICENSE.md', 'LICENSE.txt', 'license'].map((each) => join(folder, each)).find(existsSync);
    return { nameAndVersion: `${name} ${version}`, licence: file === undefined ? `${license}\n` : readFileSync(file, 'utf8').trim() };
  });
}

/** The packages by their licences: most have the same text. */
function notice(packages: readonly Bundled[]): string {
  const licences = new Set(packages.map(({ licence }) => licence));
  return [...licences]
    .map((licence) => {
      const names = packages.filter((one) => one.licence === licence).map(({ nameAndVersion }) => nameAndVersion);
      return `This file contains ${names.join(', ')}, under this licence:\n\n${licence}`;
    })
    .join('\n\n');
}
