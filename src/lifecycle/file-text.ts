import { readFileSync } from 'fs';
import { messageOf, SecureRepositoryError } from '../private/secure-repository-error';
import { decodedText } from './core/json-text';

/**
 * The text of a file.
 * @param place the factory and the argument that name the file, for error messages
 */
export function fileText(place: string, path: string): string {
  try {
    return decodedText(readFileSync(path));
  } catch (error) {
    throw new SecureRepositoryError('lifecycle-option', place, messageOf(error));
  }
}
