import { failureText, isOfDisk, remedyFor } from './failure';
import { InventoryWriter } from './inventory-writer';
import { collectManifests } from './manifests';
import { Progress } from './progress';
import { pullExclusionCommand, Registry, registryOf, Target } from './registry';
import { collectRegistry } from './registry-collector';
import { UnreadValues } from './unread-values';
import { FailedRegistry, FORMAT_VERSION, InventoryFile, RegistryEntry } from '../../fleet/inventory-format';
import { CommandError } from '../command-error';
import { Printer, Terminal } from '../terminal';

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

/** A run that was interrupted earlier is not continued: what it has read would be out of date. */
const HOURS_TO_CONTINUE = 12;
const IN_USE = 'in-use.txt';

/** One run of the command. */
export class Collection {
  private readonly writer: InventoryWriter;
  private readonly startedAt: string;
  private readonly registries: RegistryEntry[] = [];
  private readonly failed: FailedRegistry[] = [];
  private readonly unread = new UnreadValues();

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
    const now = new Date();
    const isContinued =
      previous !== undefined &&
      previous.completedAt === undefined &&
      now.getTime() - new Date(previous.startedAt).getTime() < HOURS_TO_CONTINUE * 3_600_000;
    this.startedAt = isContinued ? previous.startedAt : now.toISOString();
    if (isContinued) terminal.stderr.writeLines(`${out}: continues the run of ${previous.startedAt}`);
  }

  /** @returns the exit code */
  public async collect(targets: readonly Target[], inUse: string | undefined): Promise<number> {
    const { options, writer } = this;
    const found = await this.registriesOf(targets);
    // nothing is written: what an earlier run has collected stays
    if (found.length === 0) throw this.incomplete();
    this.writeRun(false);
    if (options.manifests) this.warnOfPulls(found);
    const patterns = options.repositories;
    const isCollected = (name: string) => patterns.length === 0 || patterns.some((pattern) => pattern.matches(name));
    const progress = new Progress(this.terminal.stderr);
    for (const registry of found) {
      if (this.entryOf(registry) !== undefined) continue;
      await this.attempt(registry, async () => {
        const { entry, missing, ofRepositories } = await collectRegistry(
          registry,
          { startedAt: this.startedAt, isCollected },
          writer,
          progress,
        );
        this.registries.push(entry);
        this.unread.add(placeOf(registry), missing);
        this.unread.addRepositories(placeOf(registry), ofRepositories);
      });
    }
    if (inUse !== undefined) writer.writeText(IN_USE, inUse);
    if (options.manifests) await this.collectManifests(found);
    this.writeRun(this.failures.length === 0);
    return this.end(inUse !== undefined);
  }

  /** Asks all credentials whose they are, before anything takes long. */
  private async registriesOf(targets: readonly Target[]): Promise<Registry[]> {
    const found: Registry[] = [];
    for (const target of targets) await this.attempt(target, async () => void found.push(await registryOf(target)));
    return found;
  }

  private warnOfPulls(found: readonly Registry[]): void {
    const commands = new Set(found.map(pullExclusionCommand).filter((command) => command !== undefined));
    this.terminal.stderr.writeLines(
      [
        '--manifests: Amazon ECR records a pull of each manifest list that is read, which lifecycle rules about pull times count. The manifests are read last.',
        ...(commands.size === 0 ? [] : ['To exclude the caller before that, add the path of the role to its ARN, if it has one, and run:']),
        ...[...commands].map((command) => `  ${command}`),
      ].join('\n'),
    );
  }

  private async collectManifests(found: readonly Registry[]): Promise<void> {
    const done = new Set<RegistryEntry>();
    for (const registry of found) {
      const entry = this.entryOf(registry);
      if (entry === undefined || done.has(entry)) continue;
      done.add(entry);
      await this.attempt(
        registry,
        async () => this.unread.addRepositories(placeOf(registry), await collectManifests(registry, entry.repositories, this.writer)),
        'manifests',
      );
    }
  }

  /** Reads a registry. One that cannot be read does not lose the others. */
  private async attempt(target: Target & { readonly account?: string }, read: () => Promise<void>, part?: string): Promise<void> {
    try {
      await read();
    } catch (error) {
      // no other registry can be written either
      if (isOfDisk(error)) throw error;
      const { account, profile, region } = target;
      this.failed.push({ account, profile, region, part, error: failureText(error) });
    }
  }

  private entryOf({ account, region }: { readonly account?: string; readonly region: string }): RegistryEntry | undefined {
    return this.registries.find((one) => one.account === account && one.region === region);
  }

  /** The failures of registries that no other profile could read either. */
  private get failures(): FailedRegistry[] {
    return this.failed.filter((one) => one.part !== undefined || this.entryOf(one) === undefined);
  }

  private writeRun(isComplete: boolean): void {
    const { startedAt, registries, failures } = this;
    const run: InventoryFile = {
      formatVersion: FORMAT_VERSION,
      startedAt,
      completedAt: isComplete ? new Date().toISOString() : undefined,
      repositories: this.options.repositories.length === 0 ? undefined : this.options.repositories.map(({ text }) => text),
      registries,
      failed: failures,
    };
    this.writer.write('inventory.json', run);
  }

  private end(hasInUse: boolean): number {
    const { stdout, stderr } = this.terminal;
    const count = this.registries.reduce((sum, { repositoryCount }) => sum + repositoryCount, 0);
    const noun = (n: number, one: string, many: string) => `${n.toLocaleString('en')} ${n === 1 ? one : many}`;
    stdout.write(
      `${this.out}: ${noun(count, 'repository', 'repositories')} of ${noun(this.registries.length, 'registry', 'registries')} collected\n`,
    );
    for (const line of this.unread.lines()) stderr.writeLines(`warning: ${line}`);
    if (!hasInUse && this.writer.exists(IN_USE)) {
      stderr.writeLines(`warning: ${this.out}/${IN_USE}: the file is of an earlier run. Use --in-use FILE, or delete the file.`);
    }
    if (this.failures.length > 0) throw this.incomplete();
    return !this.unread.isEmpty && this.options.strict ? 3 : 0;
  }

  private incomplete(): CommandError {
    return CommandError.incomplete(
      this.failures.map(({ profile, region, account, part = 'registry', error }) => {
        const place = [account, region, profile && `(--profile ${profile})`].filter(Boolean).join(' ');
        const extent = account === undefined ? 'cannot be read' : 'could not be read to the end';
        return `${place}: the ${part} ${extent} (${error}). ${remedyFor(error)}`;
      }),
    );
  }
}

function placeOf({ account, region }: Registry): string {
  return `${account} ${region}`;
}
