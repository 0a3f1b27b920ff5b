import * as fs from 'node:fs';
import * as path from 'node:path';
import { run, RunOptions } from '../../tools/process';
import { readAssembly } from '../api/assembly';
import { goNames, namesFromGoDoc } from '../api/go-names';
import { App, Binding, exitCodesOf, Packed } from '../binding';
import { pacmak } from '../pacmak';
import { publish } from '../publish';
import { commandsBelow, documentsIn, programsIn } from '../readme';
import { refusals, refusedSource } from '../refusals';
import { startGitDaemon } from '../registries/git-daemon';
import { sameTemplate } from '../same-template';
import { sameAsTypeScript, startApp } from '../start-template';
import { Outcome, readTap } from '../tap';
import { VERSION } from '../versions';
import { built, emptied, kept, onlyFile, ROOT } from '../workspace';

const OWNER = 'github.com/cdk-secure-repository';
const REPOSITORY = 'cdk-secure-repository-go';
const PACKAGE = 'cdksecurerepository';
const MODULE = `${OWNER}/${REPOSITORY}/${PACKAGE}`;

const REFUSED = refusedSource('main.go');

/** Who commits; what the machine's git is set to about signatures and hooks is not asked. */
const PUBLISHER = {
  GIT_AUTHOR_NAME: 'publisher',
  GIT_AUTHOR_EMAIL: 'publisher@example.com',
  GIT_COMMITTER_NAME: 'publisher',
  GIT_COMMITTER_EMAIL: 'publisher@example.com',
  GIT_CONFIG_COUNT: '2',
  GIT_CONFIG_KEY_0: 'commit.gpgSign',
  GIT_CONFIG_VALUE_0: 'false',
  GIT_CONFIG_KEY_1: 'core.hooksPath',
  GIT_CONFIG_VALUE_1: '/dev/null',
};

const PROGRAMS: Record<App, string> = {
  quickstart: '.',
  'ten-lines': './tenlines',
  registry: './registry',
  publishers: './publishers',
  'company-defaults': './companydefaultsapp',
  rules: './rulesapp',
  previews: './previewsapp',
};

/** By a git repository on loopback, where a tag is a version. */
export class GoBinding implements Binding {
  public readonly name = 'go';
  public readonly tools = [
    { program: 'go', args: ['version'] },
    // the server, which some systems have in a package of its own
    { program: 'git', args: ['daemon', '-h'], exits: 129 },
  ];
  public readonly checks = {
    'go vet accepts the example': async () => {
      await this.go(['vet', './...']);
    },
    'the examples of the README of the module run, and the first has the template of TypeScript': async () => {
      const [first, ...others] = programsIn(await this.readme(), 'go').map((program, index) => {
        const folder = path.join('readme', `example${index + 1}`);
        fs.mkdirSync(path.join(this.app, folder), { recursive: true });
        fs.writeFileSync(path.join(this.app, folder, 'main.go'), program);
        return `./${folder}`;
      });
      await this.go(['vet', first, ...others]);
      await sameTemplate('ten-lines', 'go-readme', (CDK_OUTDIR) => this.go(['run', first], { env: { CDK_OUTDIR } }));
      for (const one of others) await this.go(['run', one], { env: { CDK_OUTDIR: emptied('out', 'go-readme', 'other') } });
    },
    'the README of the module unpacks the documents that it names': async () => {
      const commands = commandsBelow(await this.readme(), 'Documents and templates');
      fs.rmSync(path.join(this.app, 'package'), { recursive: true, force: true });
      await run('bash', ['-euc', commands], { cwd: this.app, env: await goEnvironment() });
      return documentsIn(this.app, await this.readme());
    },
    'an app that was started from the template has the template of TypeScript': async () => {
      const folder = await startApp('go');
      const env = await goEnvironment();
      await run('go', ['mod', 'tidy'], { cwd: folder, env });
      await sameAsTypeScript('go', folder, env);
    },
  };
  private readonly app = built('go', 'app');

  public async pack(): Promise<Packed> {
    await pacmak('go', [], { env: await goEnvironment() });
    return { file: onlyFile(path.join(built('dist', 'go'), PACKAGE, 'jsii'), '.tgz'), maxBytes: 2_000_000 };
  }

  public async publishAndInstall(): Promise<string> {
    this.forgetInstalled();
    emptied('go', 'app');
    fs.cpSync(path.join(ROOT, 'examples', 'go'), this.app, { recursive: true });
    fs.cpSync(path.join(ROOT, 'test', 'bindings', 'go'), this.app, { recursive: true });
    const server = await startGitDaemon(REPOSITORY);
    try {
      await publish('go', { GO_REPOSITORY: `${server.url}/${REPOSITORY}`, ...PUBLISHER });
      const redirected = {
        GIT_CONFIG_COUNT: '1',
        GIT_CONFIG_KEY_0: `url.${server.url}/.insteadOf`,
        GIT_CONFIG_VALUE_0: `https://${OWNER}/`,
      };
      // what a user types; go get would first look for the version that the example names
      await this.go(['mod', 'edit', `-require=${MODULE}@latest`]);
      await this.go(['mod', 'tidy'], { env: redirected });
      // which also notes down where the module came from
      await this.go(['mod', 'download', MODULE], { env: redirected });
      await this.go(['build', './...']);
      const pushed = (await run('git', ['rev-parse', 'HEAD'], { cwd: built('dist', 'go-repository') })).trim();
      return this.installedCommit() === pushed ? `${server.url}/${REPOSITORY}` : 'another commit than the one that was pushed';
    } finally {
      await server.stop();
    }
  }

  public async synthesize(app: App, outdir: string): Promise<void> {
    await this.go(['run', PROGRAMS[app]], { env: { CDK_OUTDIR: outdir }, accepts: exitCodesOf(app) });
  }

  public async installedNames(): Promise<Set<string>> {
    return namesFromGoDoc(await this.go(['doc', '-all', MODULE]));
  }

  public expectedNames(): Set<string> {
    return goNames(readAssembly());
  }

  public async mistakes(): Promise<Outcome[]> {
    const told = readTap(await this.go(['run', './mistakes'], { accepts: [1] }));
    // which the go command leaves out where it takes all packages
    const folder = path.join(this.app, 'testdata', 'refused');
    fs.mkdirSync(folder, { recursive: true });
    fs.copyFileSync(REFUSED, path.join(folder, 'main.go'));
    const output = await this.go(['build', '-gcflags=-e', './testdata/refused'], { accepts: [1], withErrors: true });
    return [...told, ...refusals(REFUSED, output)];
  }

  private async readme(): Promise<string> {
    const folder = (await this.go(['list', '-m', '-f', '{{.Dir}}', MODULE])).trim();
    return fs.readFileSync(path.join(folder, 'README.md'), 'utf8');
  }

  /** Which commit the installed module was made of, as Go has noted it down. */
  private installedCommit(): string | undefined {
    const note = built('go', 'modules', 'cache', 'download', MODULE, '@v', `v${VERSION}.info`);
    return (JSON.parse(fs.readFileSync(note, 'utf8')) as { Origin?: { Hash?: string } }).Origin?.Hash;
  }

  private async go(args: string[], options: RunOptions = {}): Promise<string> {
    return run('go', args, { cwd: this.app, ...options, env: { ...(await goEnvironment()), ...options.env } });
  }

  /** A version of a module never changes, so Go would not ask for this one again. */
  private forgetInstalled(): void {
    for (const place of [OWNER, path.join('cache', 'download', OWNER), path.join('cache', 'vcs')]) {
      fs.rmSync(path.join(built('go', 'modules'), place), { recursive: true, force: true });
    }
  }
}

/**
 * A module cache of its own, because one version of the library is packed again and again; and no index of modules, which Go keeps by
 * the folder of a version and does not renew. What the user has set is extended, also what `go env -w` has written down.
 */
async function goEnvironment(): Promise<NodeJS.ProcessEnv> {
  const [flags, privates, debug] = (await run('go', ['env', 'GOFLAGS', 'GOPRIVATE', 'GODEBUG'])).split('\n');
  return {
    GOMODCACHE: kept('go', 'modules'),
    GOFLAGS: `${flags} -modcacherw`.trim(),
    GOPRIVATE: [privates, `${OWNER}/*`].filter(Boolean).join(','),
    GODEBUG: [debug, 'goindex=0'].filter(Boolean).join(','),
    GOWORK: 'off',
  };
}
