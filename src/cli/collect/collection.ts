import { EarlierRun } from './earlier-run';
import { failureText, isOfDisk, remedyFor } from './failure';
import { InventoryWriter } from './inventory-writer';
import { ManifestCollector } from './manifests';
import { Progress } from './progress';
import { pullNotice, pullWarnings } from './pull-times';
import { Registry, registryOf, Target } from './registry';
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

const IN_USE = 'in-use.txt';

/** One run of the command. */
export class Collection {
  private readonly writer: InventoryWriter;
  private readonly startedAt: string;
  private readonly registries: RegistryEntry[] = [];
  private readonly failed: FailedRegistry[] = [];
  /** Failures of the run that is continued, of registries that this run does not try to read. */
  private ofEarlier: readonly FailedRegistry[] = [];
  private readonly earlier?: EarlierRun;
  private readonly patterns?: readonly string[];
  private found: readonly Registry[] = [];
  private dropped: readonly RegistryEntry[] = [];
  private readonly unread = new UnreadValues();

  constructor(
    private readonly out: string,
    private readonly options: CollectionOptions,
    private readonly terminal: Terminal<Printer>,
  ) {
    this.writer = new InventoryWriter(out);
    const previous = this.writer.run();
    this.patterns = options.repositories.length === 0 ? undefined : options.repositories.map(({ text }) => text);
    const now = new Date();
    this.earlier = previous && new EarlierRun(previous, this.patterns, now);
    this.startedAt = this.earlier?.isContinued ? this.earlier.startedAt : now.toISOString();
    if (this.earlier?.isContinued) terminal.stderr.writeLines(`${out}: continues the run of ${this.startedAt}`);
  }

  /** @returns the exit code */
  public async collect(targets: readonly Target[], inUse: string | undefined): Promise<number> {
    const { options, writer } = this;
    const found = await this.registriesOf(targets);
    // nothing is written: what an earlier run has collected stays
    if (found.length === 0) throw this.incomplete();
    this.found = found;
    this.keepEarlier(targets);
    this.writeRun(false);
    if (options.manifests) this.terminal.stderr.writeLines((await pullWarnings(found)).join('\n'));
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
      this.writeRun(false);
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

  /** A run that is continued keeps what it has read, and what it could not read, of registries that are not named again. */
  private keepEarlier(targets: readonly Target[]): void {
    const { earlier, found } = this;
    if (earlier === undefined) return;
    const others = earlier.registriesBesides(found);
    if (earlier.isContinued) {
      this.registries.push(...others);
      for (const one of others) this.addUnreadOf(one);
      this.ofEarlier = earlier.failuresBesides(targets, found);
    } else {
      this.dropped = others;
    }
  }

  /** What the run that is continued could not read of a registry. */
  private addUnreadOf(entry: RegistryEntry): void {
    const folder = `${entry.account}/${entry.region}`;
    this.unread.add(placeOf(entry), this.writer.missing(folder));
    for (const name of Object.keys(entry.incompleteRepositories)) {
      this.unread.addRepositories(placeOf(entry), { [name]: this.writer.repository(folder, name)?.missing ?? {} });
    }
  }

  private async collectManifests(found: readonly Registry[]): Promise<void> {
    const done = new Set<RegistryEntry>();
    for (const registry of found) {
      const entry = this.entryOf(registry);
      if (entry === undefined || done.has(entry)) continue;
      done.add(entry);
      await this.attempt(
        registry,
        async () => {
          const collector = new ManifestCollector(registry, entry, this.writer);
          const imageCount = await collector.imageCount();
          if (imageCount > 0) this.terminal.stderr.writeLines(await pullNotice(registry, imageCount));
          const { incompleteRepositories, missing } = await collector.collect();
          this.registries[this.registries.indexOf(entry)] = { ...entry, incompleteRepositories };
          this.unread.addRepositories(placeOf(registry), missing);
        },
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
    const ofThis = this.failed.filter((one) => one.part !== undefined || this.entryOf(one) === undefined);
    return [...ofThis, ...this.ofEarlier];
  }

  /** The registries that are still to be read. If the process is killed, another run must not be complete without them. */
  private get pending(): FailedRegistry[] {
    const isOf = (registry: Registry) => (one: FailedRegistry) => one.account === registry.account && one.region === registry.region;
    return this.found
      .filter((registry) => this.entryOf(registry) === undefined && !this.failed.some(isOf(registry)))
      .map(({ account, profile, region }) => ({ account, profile, region, error: 'the run was interrupted' }));
  }

  private writeRun(isComplete: boolean): void {
    const { startedAt, registries, failures, pending, patterns } = this;
    const run: InventoryFile = {
      formatVersion: FORMAT_VERSION,
      startedAt,
      completedAt: isComplete ? new Date().toISOString() : undefined,
      repositories: patterns,
      registries,
      failed: [...failures, ...pending],
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
    for (const one of this.dropped) {
      stderr.writeLines(
        `warning: ${this.out}: ${placeOf(one)} of the earlier run is not in this inventory any longer. Use another folder to keep both.`,
      );
    }
    if (!hasInUse && this.writer.exists(IN_USE)) {
      stderr.writeLines(`warning: ${this.out}/${IN_USE}: the file is of an earlier run. Use --in-use FILE, or delete the file.`);
    }
    const unmatched = this.options.repositories.filter(
      ({ matches }) => !this.registries.some(({ repositories }) => repositories.some((name) => matches(name))),
    );
    for (const { text } of unmatched) {
      stderr.writeLines(`warning: --repositories ${text}: no repository that was collected has such a name. Check the pattern.`);
    }
    if (this.failures.length > 0) throw this.incomplete();
    return (!this.unread.isEmpty || unmatched.length > 0) && this.options.strict ? 3 : 0;
  }

  private incomplete(): CommandError {
    return CommandError.incomplete(
      this.failures.map((one) => {
        const { profile, region, account, part = 'registry', error } = one;
        const place = [account, region, profile && `(--profile ${profile})`].filter(Boolean).join(' ');
        if (this.ofEarlier.includes(one)) {
          return `${place}: the ${part} could not be read by the run that is continued (${error}). Add its profile and its Region to the command, or use another folder.`;
        }
        const extent = account === undefined ? 'cannot be read' : 'could not be read to the end';
        return `${place}: the ${part} ${extent} (${error}). ${remedyFor(error)}`;
      }),
    );
  }
}

function placeOf({ account, region }: Pick<RegistryEntry, 'account' | 'region'>): string {
  return `${account} ${region}`;
}
