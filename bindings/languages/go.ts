import * as fs from 'node:fs';
import * as path from 'node:path';
import { readAssembly } from '../api/assembly';
import { goNames, namesFromGoDoc } from '../api/go-names';
import { App, Binding, Packed } from '../binding';
import { CommandOptions, run } from '../command';
import { pacmak } from '../pacmak';
import { startGitDaemon } from '../registries/git-daemon';
import { Outcome, readTap } from '../tap';
import { VERSION } from '../versions';
import { built, emptied, kept, onlyFile, ROOT } from '../workspace';

const OWNER = 'github.com/cdk-secure-repository';
const REPOSITORY = 'cdk-secure-repository-go';
const PACKAGE = 'cdksecurerepository';
const MODULE = `${OWNER}/${REPOSITORY}/${PACKAGE}`;

const PROGRAMS: Record<App, string> = { quickstart: '.', 'ten-lines': './tenlines', 'company-defaults': './companydefaultsapp' };

/** By a git repository on loopback, where a tag is a version. */
export class GoBinding implements Binding {
  public readonly name = 'go';
  public readonly tools = [
    { program: 'go', args: ['version'] },
    { program: 'git', args: ['--version'] },
  ];
  public readonly checks = {
    'go vet accepts the example': async () => {
      await this.go(['vet', './...']);
    },
  };
  private readonly app = built('go', 'app');

  public async pack(): Promise<Packed> {
    await pacmak('go', [], { env: goEnvironment() });
    return { file: onlyFile(path.join(built('dist', 'go'), PACKAGE, 'jsii'), '.tgz'), maxBytes: 1_000_000 };
  }

  public async publishAndInstall(): Promise<string> {
    this.forgetInstalled();
    emptied('go', 'app');
    fs.cpSync(path.join(ROOT, 'examples', 'go'), this.app, { recursive: true });
    fs.cpSync(path.join(ROOT, 'test', 'bindings', 'go'), this.app, { recursive: true });
    const server = await startGitDaemon(REPOSITORY);
    try {
      const commit = await this.push(`${server.url}/${REPOSITORY}`);
      const redirected = {
        GIT_CONFIG_COUNT: '1',
        GIT_CONFIG_KEY_0: `url.${server.url}/.insteadOf`,
        GIT_CONFIG_VALUE_0: `https://${OWNER}/`,
      };
      await this.go(['mod', 'edit', `-require=${MODULE}@v${VERSION}`]);
      await this.go(['mod', 'tidy'], { env: redirected });
      // which also notes down where the module came from
      await this.go(['mod', 'download', MODULE], { env: redirected });
      return this.installedCommit() === commit ? `${server.url}/${REPOSITORY}` : 'another commit than the one that was pushed';
    } finally {
      await server.stop();
    }
  }

  public async synthesize(app: App, outdir: string): Promise<void> {
    await this.go(['run', PROGRAMS[app]], { env: { CDK_OUTDIR: outdir } });
  }

  public async installedNames(): Promise<Set<string>> {
    return namesFromGoDoc(await this.go(['doc', '-all', MODULE]));
  }

  public expectedNames(): Set<string> {
    return goNames(readAssembly());
  }

  public async mistakes(): Promise<Outcome[]> {
    return readTap(await this.go(['run', './mistakes'], { accepts: [1] }));
  }

  /** Commits what was packed and pushes it with its tag; returns the commit. */
  private async push(url: string): Promise<string> {
    const folder = emptied('go', 'publisher');
    fs.cpSync(path.join(built('dist', 'go'), PACKAGE), path.join(folder, PACKAGE), { recursive: true });
    const git = (...args: string[]): Promise<string> =>
      run('git', ['-c', 'user.name=publisher', '-c', 'user.email=publisher@example.com', '-c', 'commit.gpgSign=false', ...args], {
        cwd: folder,
      });
    await git('init', '--quiet', '--initial-branch', 'main');
    await git('add', '--all', '--force');
    await git('commit', '--quiet', '--no-verify', '--message', `Release ${VERSION}`);
    await git('tag', `${PACKAGE}/v${VERSION}`);
    await git('push', '--quiet', url, 'main', `${PACKAGE}/v${VERSION}`);
    return (await git('rev-parse', 'HEAD')).trim();
  }

  /** Which commit the installed module was made of, as Go has noted it down. */
  private installedCommit(): string | undefined {
    const note = built('go', 'modules', 'cache', 'download', MODULE, '@v', `v${VERSION}.info`);
    return (JSON.parse(fs.readFileSync(note, 'utf8')) as { Origin?: { Hash?: string } }).Origin?.Hash;
  }

  private go(args: string[], options: CommandOptions = {}): Promise<string> {
    return run('go', args, { cwd: this.app, ...options, env: { ...goEnvironment(), ...options.env } });
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
 * the folder of a version and does not renew.
 */
function goEnvironment(): NodeJS.ProcessEnv {
  const cache = { GOMODCACHE: kept('go', 'modules'), GOFLAGS: '-modcacherw', GODEBUG: 'goindex=0' };
  return { ...cache, GOPRIVATE: `${OWNER}/*`, GOWORK: 'off' };
}
