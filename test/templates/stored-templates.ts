import { join } from 'node:path';

/** Where the promised templates of a feature stand. */
export function storedTemplates(feature: string): string {
  return join(__dirname, `${feature}.json`);
}

/** Templates as they are stored. */
export function asStored(templates: object): string {
  return `${JSON.stringify(templates, undefined, 2)}\n`;
}
