import { existsSync, readFileSync } from 'fs';
import { join } from 'path';
import {
  CollectedRepository,
  FORMAT_VERSION,
  InventoryFile,
  RegistryFile,
  RepositoryFile,
  repositoryFiles,
  RunningFile,
} from './inventory-format';
import { faultOf, faultOfRun, REGISTRY, REPOSITORY, RUNNING, Shape } from './inventory-shape';
import { ListFile } from './list-file';
import { isObject } from '../lifecycle/core/json-text';
import { decodedText } from '../private/decoded-text';
import { isOrIsMissing, quotedAndTruncated } from '../private/format-value';
import { messageOf, SecureRepositoryError } from '../private/secure-repository-error';

/** Reads the files of a folder that `collect` wrote. */
export class InventoryFolder {
  constructor(
    private readonly path: string,
    private readonly place: string,
  ) {}

  public run(): InventoryFile {
    const run = this.object('inventory.json', {});
    if (run.formatVersion !== FORMAT_VERSION) {
      const remedy = Number(run.formatVersion) > FORMAT_VERSION ? 'Update this package' : 'Pass a folder that collect wrote';
      throw this.problem('inventory.json', `formatVersion ${isOrIsMissing(run.formatVersion)}, but must be ${FORMAT_VERSION}. ${remedy}.`);
    }
    return this.checked<InventoryFile>('inventory.json', run, faultOfRun(run));
  }

  public registry(account: string, region: string): RegistryFile {
    return this.object(`${account}/${region}/registry.json`, REGISTRY) as unknown as RegistryFile;
  }

  /** Undefined if the file does not exist. */
  public running(account: string, region: string): RunningFile | undefined {
    const file = `${account}/${region}/running.json`;
    const found = this.optionalText(file);
    return found && (this.parsed(file, found.text, RUNNING) as unknown as RunningFile);
  }

  public repository(account: string, region: string, name: string): RepositoryFile {
    const path = `${account}/${region}/${repositoryFiles(name).settings}`;
    const file = this.object(path, REPOSITORY) as unknown as RepositoryFile;
    // a file that was copied or renamed would be judged as another repository
    const { repositoryName, registryId = account } = file.repository;
    if (repositoryName === name && registryId === account) return file;
    throw this.problem(path, `the file is about ${registryId} ${quotedAndTruncated(repositoryName)}. Run collect again.`);
  }

  /** The output of describe-images for a repository. */
  public images(account: string, region: string, { repositoryName }: CollectedRepository): ListFile {
    return this.list(`${account}/${region}/${repositoryFiles(repositoryName).images}`, 'imageDetails');
  }

  /** The output of batch-get-image for a repository; undefined if manifests were not collected. */
  public manifests(account: string, region: string, { repositoryName }: CollectedRepository): ListFile | undefined {
    const file = `${account}/${region}/${repositoryFiles(repositoryName).manifests}`;
    return existsSync(join(this.path, file)) ? this.list(file, 'images') : undefined;
  }

  /** The list of images in use elsewhere. */
  public inUseText(): TextFile | undefined {
    return this.optionalText('in-use.txt');
  }

  private object(file: string, shape: Shape): Record<string, unknown> {
    return this.parsed(file, this.text(file).text, shape);
  }

  private parsed(file: string, text: string, shape: Shape): Record<string, unknown> {
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch (error) {
      throw this.problem(file, `the text is not valid JSON (${messageOf(error)}). Run collect again.`);
    }
    if (!isObject(value)) throw this.problem(file, 'the text is not a JSON object. Run collect again.');
    return this.checked<Record<string, unknown>>(file, value, faultOf(value, shape));
  }

  private checked<T>(file: string, value: Record<string, unknown>, fault: string | undefined): T {
    if (fault === undefined) return value as T;
    throw this.problem(file, `${fault}. Run collect again.`);
  }

  private list(file: string, member: string): ListFile {
    return new ListFile(join(this.path, file), member, () => this.text(file).text);
  }

  private text(file: string): TextFile {
    const found = this.optionalText(file);
    if (found === undefined) throw this.problem(file, 'the file does not exist. Pass a folder that collect wrote.');
    return found;
  }

  private optionalText(file: string): TextFile | undefined {
    try {
      return { place: join(this.path, file), text: decodedText(readFileSync(join(this.path, file))) };
    } catch (error) {
      if (isObject(error) && error.code === 'ENOENT') return undefined;
      throw this.problem(file, `the file cannot be read (${messageOf(error)}). Pass a folder that collect wrote.`);
    }
  }

  private problem(file: string, problem: string): SecureRepositoryError {
    return new SecureRepositoryError('inventory', `${this.place}, ${file}`, problem);
  }
}

/** The text of a file, and its name in messages. */
export interface TextFile {
  readonly place: string;
  readonly text: string;
}
