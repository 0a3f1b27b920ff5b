import * as fs from 'node:fs';
import * as path from 'node:path';
import { run } from '../../tools/process';
import { readAssembly } from '../api/assembly';
import { exportedDeclarations, namesFromDeclarations, typescriptNames } from '../api/typescript-names';
import { App, Binding, exitCodesOf, Packed } from '../binding';
import { pacmak } from '../pacmak';
import { publish } from '../publish';
import { refusals, refusedSource } from '../refusals';
import { startVerdaccio } from '../registries/verdaccio';
import { sameAsTypeScript, startApp } from '../start-template';
import { Outcome, readTap } from '../tap';
import { FLOOR, TYPESCRIPT, VERSION } from '../versions';
import { built, emptied, onlyFile, ROOT } from '../workspace';

/** What is not for users of the package: it stays out of the tarball. */
const NOT_FOR_USERS = /^package\/(src|test|bench|bindings|build|projenrc|rosetta|node_modules|coverage)\/|\.tsbuildinfo$/;

const REFUSED = refusedSource('refused.ts');
const MISTAKES = 'test/bindings/typescript/mistakes.ts';

const SOURCES: Record<App, string> = {
  quickstart: 'examples/typescript/app.ts',
  'ten-lines': 'examples/typescript/ten-lines.ts',
  registry: 'examples/typescript/registry.ts',
  publishers: 'examples/typescript/publishers.ts',
  'company-defaults': 'test/bindings/typescript/company-defaults-app.ts',
  rules: 'test/bindings/typescript/rules-app.ts',
  previews: 'test/bindings/typescript/previews-app.ts',
};

/** Where an app lies, seen from the project. */
export function sourceOf(app: App): string {
  return SOURCES[app];
}

/** By Verdaccio. */
export class TypeScriptBinding implements Binding {
  public readonly name = 'typescript';
  public readonly tools = [{ program: 'npm', args: ['--version'] }];
  public readonly checks = {
    'the tarball holds what users need and nothing else': async () => {
      const listing = await run('tar', ['-tzf', this.tarball()]);
      const strays = listing.split('\n').filter((file) => NOT_FOR_USERS.test(file));
      if (strays.length > 0) throw new Error(`the tarball holds ${strays.slice(0, 10).join(', ')}`);
    },
    'jsii accepts the package of a company': async () => {
      const folder = path.join(this.app, 'company');
      fs.cpSync(path.join(ROOT, 'examples', 'company'), folder, { recursive: true });
      await run(path.join(ROOT, 'node_modules', '.bin', 'jsii'), [], { cwd: folder });
    },
    'an app that was started from the template has the template of TypeScript': async () => {
      await run('npm', ['run', 'check'], { cwd: built('typescript', 'template') });
      await sameAsTypeScript('typescript', built('typescript', 'template'));
    },
  };
  private readonly app = built('typescript', 'app');

  public async pack(): Promise<Packed> {
    await pacmak('js');
    return { file: this.tarball(), maxBytes: 2_000_000 };
  }

  public async publishAndInstall(): Promise<string> {
    emptied('typescript', 'app');
    const registry = await startVerdaccio();
    try {
      // the registry lets anyone publish, but npm asks for a token
      await publish('npm', { NPM_REGISTRY: registry.url, NPM_TOKEN: 'anyone' });

      fs.writeFileSync(path.join(this.app, 'package.json'), JSON.stringify({ private: true }));
      const others = [`aws-cdk-lib@${FLOOR.awsCdkLib}`, `constructs@${FLOOR.constructs}`, `typescript@${TYPESCRIPT}`, '@types/node@20'];
      const install = [
        'install',
        '--no-audit',
        '--no-fund',
        '--omit-lockfile-registry-resolved=false',
        '--registry',
        registry.url,
        ...others,
        `cdk-secure-repository@${VERSION}`,
      ];
      await run('npm', install, { cwd: this.app });
      const template = ['install', '--no-audit', '--no-fund', '--registry', registry.url];
      await run('npm', template, { cwd: await startApp('typescript') });
    } finally {
      await registry.stop();
    }
    await this.compile();
    return this.origin();
  }

  public async synthesize(app: App, outdir: string): Promise<void> {
    const file = sourceOf(app).replace('.ts', '.js');
    await run(process.execPath, [file], { cwd: this.app, env: { CDK_OUTDIR: outdir }, accepts: exitCodesOf(app) });
  }

  public async installedNames(): Promise<Set<string>> {
    const index = path.join(this.app, 'node_modules', 'cdk-secure-repository', 'lib', 'index.d.ts');
    const exported = 'Object.entries(require("cdk-secure-repository")).flatMap(([name, value]) => (value ? [name] : [])).join()';
    const required = (await run(process.execPath, ['-p', exported], { cwd: this.app })).trim().split(',');
    return new Set([...namesFromDeclarations(exportedDeclarations(index)), ...required.map((name) => `require.${name}`)]);
  }

  public expectedNames(): Set<string> {
    return typescriptNames(readAssembly());
  }

  public async mistakes(): Promise<Outcome[]> {
    const told = readTap(await run(process.execPath, [MISTAKES.replace('.ts', '.js')], { cwd: this.app, accepts: [1] }));
    fs.copyFileSync(REFUSED, path.join(this.app, 'refused.ts'));
    fs.writeFileSync(path.join(this.app, 'refused.json'), JSON.stringify({ extends: './tsconfig.json', files: ['refused.ts'] }));
    const compiler = ['--no-install', 'tsc', '--noEmit', '--pretty', 'false', '--project', 'refused.json'];
    return [...told, ...refusals(REFUSED, await run('npx', compiler, { cwd: this.app, accepts: [1, 2] }))];
  }

  private async compile(): Promise<void> {
    const sources = [...Object.values(SOURCES), MISTAKES];
    for (const folder of new Set(sources.map((file) => path.dirname(file)))) {
      const isSource = (file: string): boolean => path.extname(file) === '.ts' || path.extname(file) === '';
      fs.cpSync(path.join(ROOT, folder), path.join(this.app, folder), { recursive: true, filter: isSource });
    }
    const compilerOptions = { strict: true, skipLibCheck: true, target: 'ES2022', module: 'commonjs', types: ['node'] };
    fs.writeFileSync(path.join(this.app, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: sources }));
    await run('npx', ['--no-install', 'tsc'], { cwd: this.app });
  }

  private tarball(): string {
    return onlyFile(built('dist', 'js'), '.tgz');
  }

  private origin(): string {
    const lock = JSON.parse(fs.readFileSync(path.join(this.app, 'node_modules', '.package-lock.json'), 'utf8')) as {
      packages: Record<string, { resolved?: string }>;
    };
    return lock.packages['node_modules/cdk-secure-repository'].resolved ?? 'nowhere';
  }
}
