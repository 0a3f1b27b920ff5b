import { readFileSync, writeFileSync } from 'node:fs';
import { buildSync } from 'esbuild';
import { licencesOf } from '../bundled-packages';

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
  writeFileSync(outfile, `/*!\n${licencesOf(Object.keys(metafile.inputs))}\n*/\n${readFileSync(outfile, 'utf8')}`);
}
