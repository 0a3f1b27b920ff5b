import * as util from 'util';
import { Output, Terminal } from './terminal';
import { ImageAction } from '../lifecycle/image-action';

type Style = Parameters<typeof util.styleText>[0];

const STYLES = new Map<string, Style>([
  ['ACTION', 'bold'],
  [ImageAction.EXPIRE.toLowerCase(), 'red'],
  [ImageAction.ARCHIVE.toLowerCase(), 'yellow'],
]);

/** The lines of a table, coloured by the action they begin with, where a person looks and has not asked for no colours. */
export function coloured(table: string, { env }: Terminal, { isTTY }: Output): string {
  // styleText came with node 20.12
  if (!isTTY || env.NO_COLOR || typeof util.styleText !== 'function') return table;
  return table
    .split('\n')
    .map((line) => {
      const style = STYLES.get(line.split(' ', 1)[0]);
      return style === undefined ? line : util.styleText(style, line, { validateStream: false });
    })
    .join('\n');
}
