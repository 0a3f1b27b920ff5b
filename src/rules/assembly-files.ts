import { readFileSync } from 'fs';
import { isAbsolute, join, relative, resolve } from 'path';
import { messageOf, SecureRepositoryError } from '../private/secure-repository-error';

/** The files of a cloud assembly and of the assemblies of its Stages. A path in one of them that leads elsewhere is not read. */
export class AssemblyFiles {
  private readonly root: string;

  constructor(root: string) {
    this.root = resolve(root);
  }

  /**
   * @param path relative to the directory
   * @throws if the file is not in the cloud assembly, cannot be read, or is not JSON
   */
  public json(directory: string, path: string): unknown {
    const file = join(directory, path);
    const inside = relative(this.root, resolve(directory, path));
    if (isAbsolute(path) || isAbsolute(inside) || /^\.\.([\\/]|$)/.test(inside)) {
      throw inputError(file, `the file is outside of the cloud assembly, which names it as ${JSON.stringify(path)}. ${SYNTHESIZE}`);
    }
    try {
      return JSON.parse(readFileSync(file, 'utf8'));
    } catch (error) {
      throw inputError(file, `the file of the cloud assembly cannot be read (${messageOf(error)}). ${SYNTHESIZE}`);
    }
  }
}

const SYNTHESIZE = 'Run cdk synth, and pass its output folder, such as cdk.out.';

/** An error about a cloud assembly that cannot be used. */
export function inputError(file: string, problem: string): SecureRepositoryError {
  return new SecureRepositoryError('rule-input', file, problem);
}
