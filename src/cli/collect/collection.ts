import { remedyFor, failureText } from './failure';
import { InventoryWriter } from './inventory-writer';
import { collectManifests } from './manifests';
import { Progress } from './progress';
import { collectRegistry, missingText, Registry, registryOf } from './registry-collector';
import { FailedRegistry, FORMAT_VERSION, InventoryFile, RegistryEntry } from '../../fleet/inventory-format';
import { CommandError } from '../command-error';
import { Printer, Terminal } from '../terminal';

/** An account and a Region, as the command line names them. */
export interface Target {
  readonly profile?: string;
  readonly region: string;
}

/** A pattern of repository names. */
export interface NamePattern {
  readonly text: string;
  readonly matches: (name: string) => boolean;
}

export interface CollectionOptions {
  readonly repositories: readonly NamePattern[];
  readonly manifests: boolean;
  readonly strict: boolean;
}

/** One run of the command. */
export class Collection {
  private readonly writer: InventoryWriter;
  private readonly startedAt: string;
  private readonly registries: RegistryEntry[] = [];
  private readonly failed: FailedRegistry[] = [];
  private readonly notRead: string[] = [];

  constructor(
    private readonly out: string,
    private readonly options: CollectionOptions,
    private readonly terminal: Terminal<Printer>,
  ) {
    this.writer = new InventoryWriter(out);
    const previous = this.writer.run();
    if (previous !== undefined && previous.formatVersion !== FORMAT_VERSION) {
      throw CommandError.input(
        `${out}: the folder has the format ${previous.formatVersion}, but this version writes ${FORMAT_VERSION}. Use another folder.`,
      );
    }
    const isContinued = previous !== undefined && previous.completedAt === undefined;
    this.startedAt = isContinued ? previous.startedAt : new Date().toISOString();
    if (isContinued) terminal.stderr.writeLines(`${out}: continues the run of ${previous.startedAt}`);
  }

  public async collect(targets: readonly Target[], inUse: string | undefined): Promise<number> {
    const { terminal, options, writer } = this;
    this.writeRun(false);
    const patterns = options.repositories;
    const isCollected = (name: string) => patterns.length === 0 || patterns.some((pattern) => pattern.matches(name));
    const progress = new Progress(terminal.stderr);
    const read: { readonly registry: Registry; readonly names: readonly string[] }[] = [];
    for (const target of targets) {
      await this.attempt(target, async () => {
        const registry = await registryOf({ ...target, maxAttempts: 12, retryMode: 'adaptive' });
        const { account, region } = registry;
        if (this.registries.some((one) => one.account === account && one.region === region)) return;
        const { entry, missing } = await collectRegistry(registry, { startedAt: this.startedAt, isCollected }, writer, progress);
        this.registries.push(entry);
        read.push({ registry, names: entry.repositories });
        for (const [value, reason] of Object.entries(missing)) this.notRead.push(missingText(`${account} ${region}`, value, reason));
        for (const [name, reason] of Object.entries(entry.incompleteRepositories)) {
          this.notRead.push(missingText(`${account} ${region} ${name}`, ...(reason.split(/: (.*)/s, 2) as [string, string])));
        }
      });
    }
    if (inUse !== undefined) writer.writeText('in-use.txt', inUse);
    if (options.manifests) await this.collectManifests(read);
    this.writeRun(this.failed.length === 0);
    return this.end();
  }

  private async collectManifests(read: readonly { readonly registry: Registry; readonly names: readonly string[] }[]): Promise<void> {
    const callers = [...new Set(read.map(({ registry: { caller } }) => roleOf(caller)))];
    this.terminal.stderr.writeLines(
      'Reading manifests counts as a pull of the manifest lists, also for lifecycle rules that count from the last pull. To exclude the principal: ' +
        callers.map((arn) => `aws ecr register-pull-time-update-exclusion --principal-arn ${arn}`).join('; '),
    );
    for (const { registry, names } of read) {
      await this.attempt(registry, async () => {
        const missing = await collectManifests(registry, this.out, names, this.writer);
        for (const [value, reason] of Object.entries(missing)) {
          this.notRead.push(missingText(`${registry.account} ${registry.region}`, value, reason));
        }
      });
    }
  }

  /** Reads a registry. One that cannot be read does not lose the others. */
  private async attempt(target: Target & { readonly account?: string }, read: () => Promise<void>): Promise<void> {
    try {
      await read();
    } catch (error) {
      const reason = failureText(error);
      // no other registry can be written either
      if (/ENOSPC|EDQUOT|EROFS/.test(reason)) throw error;
      const { account, profile, region } = target;
      this.failed.push({ account, profile, region, error: reason });
    }
    this.writeRun(false);
  }

  private writeRun(isComplete: boolean): void {
    const { startedAt, registries, failed } = this;
    const run: InventoryFile = {
      formatVersion: FORMAT_VERSION,
      startedAt,
      completedAt: isComplete ? new Date().toISOString() : undefined,
      repositories: this.options.repositories.length === 0 ? undefined : this.options.repositories.map(({ text }) => text),
      registries,
      failed,
    };
    this.writer.write('inventory.json', run);
  }

  private end(): number {
    const { stdout, stderr } = this.terminal;
    const count = this.registries.reduce((sum, { repositoryCount }) => sum + repositoryCount, 0);
    const noun = (n: number, one: string, many: string) => `${n.toLocaleString('en')} ${n === 1 ? one : many}`;
    stdout.write(
      `${this.out}: ${noun(count, 'repository', 'repositories')} of ${noun(this.registries.length, 'registry', 'registries')} collected\n`,
    );
    for (const line of this.notRead) stderr.writeLines(`warning: ${line}`);
    if (this.failed.length > 0) {
      throw CommandError.incomplete(
        this.failed.map(
          ({ profile, region, account, error }) =>
            `${[account, profile && `--profile ${profile}`, region].filter(Boolean).join(' ')}: the registry could not be read to the end (${error}). ${remedyFor(error)}`,
        ),
      );
    }
    return this.notRead.length > 0 && this.options.strict ? 3 : 0;
  }
}

/** The role of a session, whose path the session does not contain. */
function roleOf(caller: string): string {
  return caller.replace(/^arn:([^:]+):sts::(\d+):assumed-role\/([^/]+)\/.*$/, 'arn:$1:iam::$2:role/$3');
}
