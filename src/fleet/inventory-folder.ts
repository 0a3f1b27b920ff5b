import { readFileSync } from 'fs';
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
import { decodedText, isObject } from '../lifecycle/core/json-text';
import { isOrIsMissing } from '../private/format-value';
import { messageOf, SecureRepositoryError } from '../private/secure-repository-error';

/** Whether the members of a file on which the readers depend have their types, by their names. */
type Members = { readonly [member: string]: (value: unknown) => boolean };

const isText = (value: unknown) => typeof value === 'string';
const isOptionalText = (value: unknown) => value === undefined || value === null || isText(value);
const isReasons = (value: unknown) => isObject(value) && Object.values(value).every(isText);
const isListOf = (is: (entry: unknown) => boolean) => (value: unknown) => Array.isArray(value) && value.every(is);
const isObjectWith = (members: Members) => (value: unknown) =>
  isObject(value) && Object.entries(members).every(([member, is]) => is(value[member]));

/** The paths of files contain the account and the Region. */
const isAccount = (value: unknown) => typeof value === 'string' && /^\d{12}$/.test(value);
const isRegion = (value: unknown) => typeof value === 'string' && /^[a-z0-9-]+$/.test(value);

const RUN: Members = {
  repositories: (value) => value === undefined || isListOf(isText)(value),
  registries: isListOf(
    isObjectWith({
      account: isAccount,
      region: isRegion,
      repositoryCount: (value) => typeof value === 'number',
      repositories: isListOf(isText),
      incompleteRepositories: isReasons,
    }),
  ),
  failed: isListOf(isObjectWith({ region: isText, error: isText })),
};
const REGISTRY: Members = { settings: isObject, missing: isReasons };
const RUNNING: Members = { images: isListOf(isObjectWith({ image: isText, digest: isOptionalText, usedBy: isText })), missing: isReasons };
const REPOSITORY: Members = {
  repository: isObjectWith({ repositoryName: isText, createdAt: isOptionalText }),
  lifecyclePolicyText: isOptionalText,
  repositoryPolicyText: isOptionalText,
  tags: (value) => value === undefined || isListOf(isObjectWith({ Key: isText, Value: isText }))(value),
  missing: isReasons,
};

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
    return this.checked<InventoryFile>('inventory.json', run, RUN);
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
    return this.object(`${account}/${region}/${repositoryFiles(name).settings}`, REPOSITORY) as unknown as RepositoryFile;
  }

  /** The output of describe-images for a repository. */
  public imagesText(account: string, region: string, { repositoryName }: CollectedRepository): TextFile {
    return this.text(`${account}/${region}/${repositoryFiles(repositoryName).images}`);
  }

  /** The output of batch-get-image for a repository; undefined if manifests were not collected. */
  public manifestsText(account: string, region: string, { repositoryName }: CollectedRepository): TextFile | undefined {
    return this.optionalText(`${account}/${region}/${repositoryFiles(repositoryName).manifests}`);
  }

  /** The list of images in use elsewhere. */
  public inUseText(): TextFile | undefined {
    return this.optionalText('in-use.txt');
  }

  private object(file: string, members: Members): Record<string, unknown> {
    return this.parsed(file, this.text(file).text, members);
  }

  private parsed(file: string, text: string, members: Members): Record<string, unknown> {
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch (error) {
      throw this.problem(file, `the text is not valid JSON (${messageOf(error)}). Run collect again.`);
    }
    if (!isObject(value)) throw this.problem(file, 'the text is not a JSON object. Run collect again.');
    return this.checked<Record<string, unknown>>(file, value, members);
  }

  private checked<T>(file: string, value: Record<string, unknown>, members: Members): T {
    const [wrong] = Object.entries(members).find(([member, is]) => !is(value[member])) ?? [];
    if (wrong === undefined) return value as T;
    throw this.problem(file, `${wrong} ${isOrIsMissing(value[wrong])}, which collect does not write. Run collect again.`);
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
