import { createWriteStream, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'fs';
import { dirname, join } from 'path';
import { finished } from 'stream/promises';
import { fileStem, IMAGES_END, InventoryFile, MANIFESTS_END, REPOSITORY_END, RepositoryFile } from '../../fleet/inventory-format';

/** Writes the files of an inventory, each atomically: a run that is interrupted leaves whole files only. */
export class InventoryWriter {
  constructor(private readonly folder: string) {
    mkdirSync(folder, { recursive: true });
  }

  /** The run that wrote the folder, or undefined if the folder has none. */
  public run(): InventoryFile | undefined {
    return this.read<InventoryFile>('inventory.json');
  }

  public write(path: string, content: unknown): void {
    this.writeText(path, `${JSON.stringify(content, undefined, 2)}\n`);
  }

  public writeText(path: string, text: string): void {
    const file = join(this.folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(`${file}.partial`, text);
    renameSync(`${file}.partial`, file);
  }

  /**
   * Writes an object with one list, entry by entry, so that memory does not grow with the list.
   * @param member the name of the list
   * @returns the number of entries
   */
  public async writeList(path: string, member: string, entries: AsyncIterable<readonly unknown[]>): Promise<number> {
    const file = join(this.folder, path);
    mkdirSync(dirname(file), { recursive: true });
    const stream = createWriteStream(`${file}.partial`);
    const ended = finished(stream);
    // the reader waits for the disk below, where an error is thrown again
    ended.catch(() => undefined);
    let count = 0;
    try {
      stream.write(`{"${member}": [`);
      for await (const page of entries) {
        const text = page.map((entry, index) => `${count + index === 0 ? '' : ','}\n${JSON.stringify(entry)}`).join('');
        count += page.length;
        if (stream.errored) break;
        if (!stream.write(text)) await Promise.race([new Promise<void>((drained) => stream.once('drain', () => drained())), ended]);
      }
      stream.end('\n]}\n');
      await ended;
    } catch (error) {
      stream.destroy();
      rmSync(`${file}.partial`, { force: true });
      throw error;
    }
    renameSync(`${file}.partial`, file);
    return count;
  }

  /** The settings of a repository that are there already. */
  public repository(folder: string, name: string): RepositoryFile | undefined {
    return this.read<RepositoryFile>(`${folder}/repositories/${fileStem(name)}${REPOSITORY_END}`);
  }

  /** Deletes the files of the repositories that no longer exist. */
  public removeOthers(folder: string, names: readonly string[], isCollected: (name: string) => boolean): void {
    const repositories = join(this.folder, folder, 'repositories');
    if (!existsSync(repositories)) return;
    const stems = new Set(names.map(fileStem));
    for (const file of readdirSync(repositories)) {
      const stem = file.replace(/(\.(images|manifests))?\.json(\.partial)?$/, '');
      if (stems.has(stem)) continue;
      const { repository } = this.read<RepositoryFile>(`${folder}/repositories/${stem}${REPOSITORY_END}`) ?? {};
      if (repository !== undefined && !isCollected(repository.repositoryName)) continue;
      for (const end of [REPOSITORY_END, IMAGES_END, MANIFESTS_END]) rmSync(join(repositories, stem + end), { force: true });
    }
  }

  private read<T>(path: string): T | undefined {
    const file = join(this.folder, path);
    return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as T) : undefined;
  }
}
