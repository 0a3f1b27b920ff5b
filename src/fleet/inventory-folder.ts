import { readFileSync } from 'fs';
import { join } from 'path';
import {
  CollectedRepository,
  fileStem,
  FORMAT_VERSION,
  IMAGES_END,
  InventoryFile,
  MANIFESTS_END,
  RegistryFile,
  REPOSITORY_END,
  RepositoryFile,
  RunningFile,
} from './inventory-format';
import { decodedText, isObject } from '../lifecycle/core/json-text';
import { messageOf, SecureRepositoryError } from '../private/secure-repository-error';

/** Reads the files of a folder that `collect` wrote. */
export class InventoryFolder {
  constructor(
    private readonly path: string,
    private readonly place: string,
  ) {}

  public run(): InventoryFile {
    const run = this.object('inventory.json') as unknown as InventoryFile;
    if (run.formatVersion !== FORMAT_VERSION) {
      throw this.problem(
        'inventory.json',
        `formatVersion is ${JSON.stringify(run.formatVersion)}, but this version reads ${FORMAT_VERSION}. Collect the inventory with the same version.`,
      );
    }
    return run;
  }

  public registry(account: string, region: string): RegistryFile {
    return this.object(`${account}/${region}/registry.json`) as unknown as RegistryFile;
  }

  public running(account: string, region: string): RunningFile {
    return this.object(`${account}/${region}/running.json`) as unknown as RunningFile;
  }

  public repository(account: string, region: string, name: string): RepositoryFile {
    return this.object(`${account}/${region}/repositories/${fileStem(name)}${REPOSITORY_END}`) as unknown as RepositoryFile;
  }

  /** The output of describe-images for a repository. */
  public imagesText(account: string, region: string, { repositoryName }: CollectedRepository): TextFile {
    return this.text(`${account}/${region}/repositories/${fileStem(repositoryName)}${IMAGES_END}`);
  }

  /** The output of batch-get-image for a repository; undefined if manifests were not collected. */
  public manifestsText(account: string, region: string, { repositoryName }: CollectedRepository): TextFile | undefined {
    return this.optionalText(`${account}/${region}/repositories/${fileStem(repositoryName)}${MANIFESTS_END}`);
  }

  /** The list of images in use elsewhere. */
  public inUseText(): TextFile | undefined {
    return this.optionalText('in-use.txt');
  }

  private object(file: string): Record<string, unknown> {
    const { place, text } = this.text(file);
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch (error) {
      throw this.problem(file, `the text is not valid JSON (${messageOf(error)}). Run collect again.`);
    }
    if (!isObject(value)) throw new SecureRepositoryError('inventory', place, 'the text is not a JSON object. Run collect again.');
    return value;
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
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
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
