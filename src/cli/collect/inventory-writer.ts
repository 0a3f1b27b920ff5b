import {
  createReadStream,
  createWriteStream,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'fs';
import { dirname, join } from 'path';
import { createInterface } from 'readline';
import { finished } from 'stream/promises';
import { fileStem, InventoryFile, Missing, REPOSITORY_FOLDERS, repositoryFiles, RepositoryFile } from '../../fleet/inventory-format';
import { faultOf, faultOfRun, REPOSITORY } from '../../fleet/inventory-shape';
import { isObject } from '../../lifecycle/core/json-text';
import { decodedText } from '../../private/decoded-text';
import { messageOf } from '../../private/secure-repository-error';
import { CommandError } from '../command-error';

/** Writes the files of an inventory, each atomically: a run that is interrupted leaves whole files only. */
export class InventoryWriter {
  constructor(private readonly folder: string) {}

  /** The run that wrote the folder, or undefined if the folder has none. */
  public run(): InventoryFile | undefined {
    const file = 'inventory.json';
    const problem = (what: string) =>
      CommandError.input(`${join(this.folder, file)}: the file is not one of collect (${what}). Use another folder, or delete the file.`);
    let run: unknown;
    try {
      run = this.read(file);
    } catch (error) {
      throw problem(messageOf(error));
    }
    if (run === undefined) return undefined;
    const fault = isObject(run) ? faultOfRun(run) : 'the text is not a JSON object';
    if (fault !== undefined) throw problem(fault);
    return run as InventoryFile;
  }

  public exists(path: string): boolean {
    return existsSync(join(this.folder, path));
  }

  public write(path: string, content: unknown): void {
    this.writeText(path, `${JSON.stringify(content, undefined, 2)}\n`);
  }

  public writeText(path: string, text: string): void {
    const { file, partial } = this.placeFor(path);
    writeWhole(partial, () => writeFileSync(partial, text));
    renameSync(partial, file);
  }

  public remove(path: string): void {
    rmSync(join(this.folder, path), { force: true });
  }

  /**
   * Writes an object with one list, a line for each entry, so that memory does not grow with the list.
   * @param member the name of the list
   * @returns the number of entries
   */
  public async writeList(path: string, member: string, pages: AsyncIterable<readonly unknown[]>): Promise<number> {
    const { file, partial } = this.placeFor(path);
    const stream = createWriteStream(partial);
    const ended = finished(stream);
    // the reader waits for the disk below, where an error is thrown again
    ended.catch(() => undefined);
    let count = 0;
    try {
      stream.write(`{"${member}": [`);
      for await (const page of pages) {
        const text = page.map((entry, index) => `${count + index === 0 ? '' : ','}\n${JSON.stringify(entry)}`).join('');
        count += page.length;
        if (stream.errored) break;
        if (!stream.write(text)) await Promise.race([new Promise<void>((drained) => stream.once('drain', () => drained())), ended]);
      }
      stream.end('\n]}\n');
      await ended;
    } catch (error) {
      stream.destroy();
      rmSync(partial, { force: true });
      throw error;
    }
    renameSync(partial, file);
    return count;
  }

  /** The entries of a list that this class wrote, one after the other. */
  public async *entries<T>(path: string): AsyncGenerator<T> {
    for await (const line of createInterface({ input: createReadStream(join(this.folder, path)), crlfDelay: Infinity })) {
      // the first and the last line have no entry
      if (!line.endsWith('[') && line !== ']}') yield JSON.parse(line.replace(/,$/, '')) as T;
    }
  }

  /** The settings of a repository that is there already, with its images. */
  public repository(folder: string, name: string): RepositoryFile | undefined {
    const { settings, images } = repositoryFiles(name);
    const file = this.settings(`${folder}/${settings}`);
    return file !== undefined && ('images' in file.missing || this.exists(`${folder}/${images}`)) ? file : undefined;
  }

  /** The values of a registry, not of its repositories, that an earlier run could not read. */
  public missing(folder: string): Missing {
    const files = ['registry.json', 'running.json'].map((file) => this.read(`${folder}/${file}`));
    return Object.assign({}, ...files.map((file) => (isObject(file) ? file.missing : {}))) as Missing;
  }

  /** Deletes the files of a repository, the settings first: a repository with settings is complete. */
  public removeRepository(folder: string, name: string): void {
    const { settings, images, manifests } = repositoryFiles(name);
    for (const file of [settings, images, manifests]) this.remove(`${folder}/${file}`);
  }

  /** Deletes the files of repositories that no longer exist, and what interrupted runs have left. */
  public removeOthers(folder: string, names: readonly string[], isCollected: (name: string) => boolean): void {
    const stems = new Set(names.map(fileStem));
    for (const below of REPOSITORY_FOLDERS) {
      const path = join(this.folder, folder, below);
      for (const file of existsSync(path) ? readdirSync(path) : []) {
        const [, stem, partial] = /^(.*)\.json(\.partial)?$/.exec(file) ?? [];
        if (stem === undefined || (partial === undefined && (stems.has(stem) || this.isOther(folder, stem, isCollected)))) continue;
        rmSync(join(path, file), { force: true });
      }
    }
  }

  /** Whether the files are of a repository that this run does not collect. */
  private isOther(folder: string, stem: string, isCollected: (name: string) => boolean): boolean {
    const file = this.settings(`${folder}/repositories/${stem}.json`);
    return file !== undefined && !isCollected(file.repository.repositoryName);
  }

  private placeFor(path: string): { readonly file: string; readonly partial: string } {
    const file = join(this.folder, path);
    mkdirSync(dirname(file), { recursive: true });
    return { file, partial: `${file}.partial` };
  }

  /** The settings of a repository, if they are those that this class writes: any other file is of no use. */
  private settings(path: string): RepositoryFile | undefined {
    try {
      const file = this.read(path);
      // without a fault, every member has the type that the format says
      return isObject(file) && faultOf(file, REPOSITORY) === undefined ? (file as unknown as RepositoryFile) : undefined;
    } catch {
      return undefined;
    }
  }

  private read(path: string): unknown {
    const file = join(this.folder, path);
    return existsSync(file) ? (JSON.parse(decodedText(readFileSync(file))) as unknown) : undefined;
  }
}

/** Writes a file, and leaves nothing of it if that fails. */
function writeWhole(file: string, write: () => void): void {
  try {
    write();
  } catch (error) {
    rmSync(file, { force: true });
    throw error;
  }
}
