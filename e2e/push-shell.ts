import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { attempt, ENVIRONMENT, run, WORKSHOP } from './workshop';
import { Ended } from '../tools/process';

const APP = join(WORKSHOP, 'app');
const HOME = join(WORKSHOP, 'push-home');
const CONFIG = join(HOME, 'docker');

/** The shell of a person in a folder with a Dockerfile, without a Docker engine and with nothing of an earlier run. */
export class PushShell {
  /** Where Docker keeps its logins. */
  public readonly config = join(CONFIG, 'config.json');
  /** What the clients see. */
  public readonly variables: Readonly<Record<string, string>>;

  constructor(hosts: Readonly<Record<string, string>>, emulator: string) {
    this.variables = {
      ...hosts,
      AWS_ENDPOINT_URL: emulator,
      PATH: [join(WORKSHOP, 'venv/bin'), WORKSHOP, ENVIRONMENT.PATH].join(delimiter),
      HOME,
      DOCKER_CONFIG: CONFIG,
      DOCKER_HOST: `unix://${HOME}/no-engine`,
      REGISTRY_AUTH_FILE: join(HOME, 'podman.json'),
      CONTAINERS_STORAGE_CONF: join(HOME, 'storage.conf'),
    };
  }

  public async prepare(): Promise<void> {
    for (const folder of [APP, HOME]) rmSync(folder, { recursive: true, force: true });
    for (const folder of [APP, join(CONFIG, 'cli-plugins')]) mkdirSync(folder, { recursive: true });
    symlinkSync(join(WORKSHOP, 'buildx'), join(CONFIG, 'cli-plugins/docker-buildx'));
    const storage = ['[storage]', 'driver = "vfs"', `graphroot = "${HOME}/images"`, `runroot = "${HOME}/running"`];
    writeFileSync(join(HOME, 'storage.conf'), storage.join('\n'));
    // no program is run, and the image of each platform is another one
    writeFileSync(join(APP, 'Dockerfile'), 'FROM scratch\nARG TARGETARCH=any\nCOPY content /for-$TARGETARCH\n');
    await run('git', ['init', '--quiet', APP]);
    await this.commit();
  }

  /** Commits what the image consists of, which may be the same as before; the short SHA. */
  public async commit(content = 'the first'): Promise<string> {
    writeFileSync(join(APP, 'content'), content);
    await run('git', ['-C', APP, 'add', '--all']);
    const author = ['-c', 'user.name=e2e', '-c', 'user.email=e2e@example.com'];
    await run('git', ['-C', APP, ...author, 'commit', '--quiet', '--allow-empty', '--message', 'A commit']);
    return (await run('git', ['-C', APP, 'rev-parse', '--short', 'HEAD'])).trim();
  }

  /** Runs lines as a pipeline does, which ends at the first one that fails. */
  public attempt(lines: string, variables: Readonly<Record<string, string>> = {}): Promise<Ended> {
    return attempt('bash', ['-e', '-o', 'pipefail', '-c', `cd '${APP}'\n${lines}`], { variables: { ...this.variables, ...variables } });
  }

  /** Runs lines that have to succeed; what they print. */
  public async run(lines: string): Promise<string> {
    const { status, printed } = await this.attempt(lines);
    if (status !== 0) throw new Error(`${lines}\nended with ${status}:\n${printed}`);
    return printed;
  }
}
