import * as fs from 'node:fs';
import * as path from 'node:path';
import { VERSION } from './versions';
import { built, kept, ROOT } from './workspace';
import { Component } from '../projenrc/packing/bom';
import { run } from '../tools/process';

/** What each document must list: the peers by their names in the ecosystem, and what is bundled. */
const LISTED: Readonly<Record<string, readonly string[]>> = {
  npm: ['aws-cdk-lib', 'constructs', 'yaml'],
  python: ['aws-cdk-lib', 'constructs', 'jsii', 'cdk-secure-repository', 'yaml'],
  java: ['aws-cdk-lib', 'constructs', 'jsii-runtime', 'cdk-secure-repository', 'yaml'],
  go: [
    'github.com/aws/aws-cdk-go/awscdk/v2',
    'github.com/aws/constructs-go/constructs/v10',
    'github.com/aws/jsii-runtime-go',
    'cdk-secure-repository',
    'yaml',
  ],
};

interface Document {
  readonly bomFormat: string;
  readonly metadata: { readonly component: Component };
  readonly components: readonly Component[];
}

/** Lists what is in the packages, and fails unless each document has the peers, what is bundled, and the released version. */
export async function listContents(): Promise<string> {
  const script = path.join(ROOT, 'projenrc', 'packing', 'sbom.ts');
  const project = path.join(ROOT, 'tsconfig.dev.json');
  await run('npx', ['--no-install', 'ts-node', '--transpileOnly', '--project', project, script], {
    cwd: built(),
    // the modules that packing has downloaded
    env: { GOMODCACHE: kept('go', 'modules'), GOWORK: 'off' },
  });
  const counts = Object.entries(LISTED).map(([ecosystem, names]) => {
    const file = built('dist', 'sbom', `cdk-secure-repository-${VERSION}-${ecosystem}.cdx.json`);
    const text = fs.readFileSync(file, 'utf8');
    if (text.includes(ROOT)) throw new Error(`${file} contains ${ROOT}, a path of this machine`);
    const { bomFormat, metadata, components } = JSON.parse(text) as Document;
    const listed = components.flatMap((component) => [component, ...(component.components ?? [])]).map(({ name }) => name);
    const missing = names.filter((name) => !listed.includes(name));
    if (bomFormat !== 'CycloneDX' || missing.length > 0) throw new Error(`${file} does not list ${missing.join(', ')}`);
    if (metadata.component.version !== VERSION) throw new Error(`${file} is about version ${metadata.component.version}`);
    return `${ecosystem} ${listed.length}`;
  });
  return counts.join(', ');
}
