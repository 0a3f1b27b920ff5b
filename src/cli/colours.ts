import * as util from 'util';

type Style = Parameters<typeof util.styleText>[0];

/** By the word that a line begins with. */
const STYLES: [RegExp, Style][] = [
  [/^ACTION /, 'bold'],
  [/^expire /, 'red'],
  [/^(archive|may (expire|archive)) /, 'yellow'],
];

/** The lines of a preview, coloured by the heading or the action that they begin with. */
export function colours(preview: string): string {
  // styleText came with node 20.12
  if (typeof util.styleText !== 'function') return preview;
  return preview
    .split('\n')
    .map((line) => {
      const [, style] = STYLES.find(([beginning]) => beginning.test(line)) ?? [];
      return style === undefined ? line : util.styleText(style, line, { validateStream: false });
    })
    .join('\n');
}
