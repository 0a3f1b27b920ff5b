import { existsSync, readdirSync, readFileSync } from 'fs';
import { dirname, join, resolve } from 'path';
import { CommandError } from './command-error';
import { ImportMappings } from '../fleet/adoption/adoption-comparison';
import { isObject } from '../lifecycle/core/json-text';
import { decodedText } from '../private/decoded-text';
import { printable } from '../private/printable';
import { messageOf } from '../private/secure-repository-error';

/** Reads the mappings that `adopt` wrote into the folder of an app. They are beside its assembly; none if it is elsewhere. */
export function importMappings(assembly: string): ImportMappings {
  const folder = join(dirname(resolve(assembly)), 'import');
  const files = existsSync(folder) ? readdirSync(folder).filter((file) => /^Ecr-\d{12}-.+\.json$/.test(file)) : [];
  return new Map(files.map((file) => [file.slice(0, -'.json'.length), namesIn(join(folder, file))]));
}

/** The names of the repositories of a mapping. */
function namesIn(file: string): ReadonlySet<unknown> {
  let mapping: unknown;
  try {
    mapping = JSON.parse(decodedText(readFileSync(file)));
  } catch (error) {
    throw CommandError.input(`${printable(file)}: the mapping cannot be read (${messageOf(error)}). Use the file that adopt wrote.`);
  }
  return new Set(Object.values(isObject(mapping) ? mapping : {}).map((one) => (isObject(one) ? one.RepositoryName : undefined)));
}
