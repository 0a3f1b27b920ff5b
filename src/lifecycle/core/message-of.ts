import { printable } from './printable';
import { SecureRepositoryError } from '../../private/secure-repository-error';

/**
 * The message of a caught error, without the name of its class. Only an error of the library has several lines: other messages quote what was
 * read, line breaks included, and nothing that was read may begin a line.
 */
export function messageOf(error: unknown): string {
  const message = String(error).replace(/^\w*Error(?: \[\w+\])?: /, '');
  return error instanceof SecureRepositoryError ? message : printable(message);
}
