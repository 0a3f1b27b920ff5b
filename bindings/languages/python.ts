import * as fs from 'node:fs';
import * as path from 'node:path';
import { run, RunOptions } from '../../tools/process';
import { readAssembly } from '../api/assembly';
import { pythonNames } from '../api/python-names';
import { App, Binding, exitCodesOf, Packed } from '../binding';
import { readsFleet } from '../fleet-reader';
import { pacmak } from '../pacmak';
import { publish } from '../publish';
import { commandsBelow, documentsIn, programsIn } from '../readme';
import { startPypiserver } from '../registries/pypiserver';
import { pythonTool } from '../registries/python-tools';
import { sameTemplate } from '../same-template';
import { sameAsTypeScript, startApp } from '../start-template';
import { Outcome, readTap } from '../tap';
import { FLOOR, VERSION } from '../versions';
import { built, emptied, kept, onlyFile, ROOT } from '../workspace';

const EXAMPLE = path.join(ROOT, 'examples', 'python');
const TESTS = path.join(ROOT, 'test', 'bindings', 'python');

const SOURCES: Record<App, string> = {
  quickstart: path.join(EXAMPLE, 'app.py'),
  'ten-lines': path.join(EXAMPLE, 'ten_lines.py'),
  registry: path.join(EXAMPLE, 'registry.py'),
  publishers: path.join(EXAMPLE, 'publishers.py'),
  'company-defaults': path.join(TESTS, 'company_defaults_app.py'),
  rules: path.join(TESTS, 'rules_app.py'),
  previews: path.join(TESTS, 'previews_app.py'),
};

/** By pypiserver and twine. */
export class PythonBinding implements Binding {
  public readonly name = 'python';
  public readonly tools = [{ program: 'python3', args: ['-c', 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 10))'] }];
  public readonly checks = {
    'mypy --strict accepts the example': async () => {
      // what it knows of one aws-cdk-lib is of no use for another
      const cache = ['--cache-dir', kept('python', `mypy-cache-${FLOOR.awsCdkLib}`)];
      const program = await pythonTool('mypy');
      await run(program, ['--strict', '--python-executable', this.bin('python'), ...cache, EXAMPLE], { cwd: EXAMPLE });
    },
    'the examples of the README of the wheel run, and the first has the template of TypeScript': async () => {
      const [first, ...others] = programsIn(await this.readme(), 'python').map((program, index) => {
        const file = path.join(kept('python'), `readme_example_${index + 1}.py`);
        fs.writeFileSync(file, program);
        return file;
      });
      await sameTemplate('ten-lines', 'python-readme', (CDK_OUTDIR) => this.python(first, { env: { CDK_OUTDIR } }));
      for (const file of others) await this.python(file, { env: { CDK_OUTDIR: emptied('out', 'python-readme', 'other') } });
    },
    'the README of the wheel unpacks the documents that it names': async () => {
      const folder = emptied('python', 'documents');
      fs.symlinkSync(built('python', 'venv'), path.join(folder, '.venv'));
      await run('bash', ['-euc', commandsBelow(await this.readme(), 'Documents and templates')], { cwd: folder });
      return documentsIn(folder, await this.readme());
    },
    'an app that was started from the template has the template of TypeScript': async () => {
      const folder = await startApp('python');
      fs.symlinkSync(built('python', 'venv'), path.join(folder, '.venv'));
      // what was installed from the index satisfies them
      await run(path.join('.venv', 'bin', 'pip'), ['install', '--quiet', '--no-index', '-r', 'requirements.txt'], { cwd: folder });
      await sameAsTypeScript('python', folder);
    },
    'the reader of fleet.json in docs/adoption.md declares what adopt has read': () =>
      readsFleet('python', async (program, folder) => {
        fs.writeFileSync(path.join(folder, 'app.py'), program);
        await this.python('app.py', { cwd: folder, env: { CDK_OUTDIR: 'cdk.out' } });
      }),
    'the command of the wheel says how to make it start faster': async () => {
      const help = await run(this.bin('cdk-secure-repository'), ['preview', '--help'], { env: { JSII_RUNTIME_PACKAGE_CACHE: undefined } });
      if (!help.includes('JSII_RUNTIME_PACKAGE_CACHE=enabled')) throw new Error(help);
    },
    'the command of the wheel previews a policy': async () => {
      const policy = path.join(kept('python'), 'policy.json');
      fs.writeFileSync(policy, await this.python(path.join(TESTS, 'policy.py')));
      const images = path.join(ROOT, 'examples', 'images', 'myapp.json');
      const args = ['preview', '--policy', policy, '--images', images, '--now', '2026-11-23T12:00:00Z'];
      const env = { JSII_RUNTIME_PACKAGE_CACHE: 'enabled' };
      const lastLine = (await run(this.bin('cdk-secure-repository'), args, { env })).trimEnd().split('\n').at(-1)!;
      if (!/^expires (at least \d+ and at most )?\d+ of \d+ images/.test(lastLine)) throw new Error(`the last line is ${lastLine}`);
      return lastLine;
    },
  };

  public async pack(): Promise<Packed> {
    await pacmak('python');
    return { file: this.wheel(), maxBytes: 2_000_000 };
  }

  public async publishAndInstall(): Promise<string> {
    const venv = emptied('python', 'venv');
    const report = built('python', 'report.json');
    const index = await startPypiserver();
    try {
      const PATH = `${path.dirname(await pythonTool('twine'))}${path.delimiter}${process.env.PATH}`;
      const credentials = { TWINE_USERNAME: 'anyone', TWINE_PASSWORD: 'anything' };
      await publish('pip', { PATH, TWINE_REPOSITORY_URL: index.url, ...credentials });

      await run('python3', ['-m', 'venv', venv]);
      const floor = [`aws-cdk-lib==${FLOOR.awsCdkLib}`, `constructs==${FLOOR.constructs}`];
      await run(this.bin('pip'), ['install', '--quiet', '--no-compile', ...floor]);
      // the index has the library alone: whatever else the requirements want is there already
      const fromIndex = ['--index-url', `${index.url}/simple/`, '--no-cache-dir', '--report', report];
      await run(this.bin('pip'), ['install', '--quiet', ...fromIndex, '-r', path.join(EXAMPLE, 'requirements.txt')]);
    } finally {
      await index.stop();
    }
    return this.origin(report);
  }

  public async synthesize(app: App, outdir: string): Promise<void> {
    await this.python(SOURCES[app], { env: { CDK_OUTDIR: outdir }, accepts: exitCodesOf(app) });
  }

  public async installedNames(): Promise<Set<string>> {
    return new Set((await this.python(path.join(TESTS, 'names.py'))).trim().split('\n'));
  }

  public expectedNames(): Set<string> {
    return pythonNames(readAssembly());
  }

  public async mistakes(): Promise<Outcome[]> {
    return readTap(await this.python(path.join(TESTS, 'mistakes.py'), { accepts: [1] }));
  }

  public async synthesizeWithNewest(app: App, outdir: string): Promise<string> {
    const venv = emptied('python', 'newest');
    await run('python3', ['-m', 'venv', venv]);
    // what was published; which versions of the others go with it is said in there
    await run(path.join(venv, 'bin', 'pip'), ['install', '--quiet', '--no-compile', this.wheel()]);
    const python = path.join(venv, 'bin', 'python');
    await this.python(SOURCES[app], { env: { CDK_OUTDIR: outdir } }, python);
    return (await run(python, ['-c', 'import importlib.metadata as m; print(m.version("aws-cdk-lib"))'])).trim();
  }

  private python(file: string, options: RunOptions = {}, python = this.bin('python')): Promise<string> {
    const env = { PYTHONDONTWRITEBYTECODE: '1', PYTHONPATH: EXAMPLE, ...options.env };
    return run(python, [file], { ...options, env });
  }

  private readme(): Promise<string> {
    return run(this.bin('python'), ['-c', 'import importlib.metadata as m; print(m.metadata("cdk-secure-repository").get_payload())']);
  }

  private bin(name: string): string {
    return built('python', 'venv', 'bin', name);
  }

  private wheel(): string {
    return onlyFile(built('dist', 'python'), '.whl');
  }

  private origin(report: string): string {
    const { install } = JSON.parse(fs.readFileSync(report, 'utf8')) as {
      install: { metadata: { name: string; version: string }; download_info: { url: string } }[];
    };
    const ours = install.filter(({ metadata }) => metadata.name === 'cdk-secure-repository' && metadata.version === VERSION);
    if (ours.length !== 1 || install.length !== 1) throw new Error(`pip installed ${JSON.stringify(install.map((i) => i.metadata.name))}`);
    return ours[0].download_info.url;
  }
}
