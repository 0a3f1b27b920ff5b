import { LineKind } from './storage-data';

/** The colors of a chart that is a file of its own. */
interface Palette {
  readonly surface: string;
  readonly text: string;
  readonly muted: string;
  readonly grid: string;
  readonly past: string;
  readonly lines: { readonly [kind in LineKind]: string };
}

/** Each color of text has a contrast of at least 4.5 to the surface. */
export const LIGHT: Palette = {
  surface: '#ffffff',
  text: '#1b1f24',
  muted: '#57606a',
  grid: '#d8dee4',
  past: '#57606a',
  lines: { none: '#57606a', present: '#177245', proposed: '#2257d4', changed: '#4338ca' },
};
export const DARK: Palette = {
  surface: '#0d1117',
  text: '#e6edf3',
  muted: '#9da7b3',
  grid: '#30363d',
  past: '#9da7b3',
  lines: { none: '#9da7b3', present: '#4cc38a', proposed: '#7fa6ff', changed: '#a5a0ff' },
};

/** The style of a chart that is a file of its own, in light and dark. */
export function chartStyle(): string {
  return `${rules(LIGHT)}@media (prefers-color-scheme:dark){${rules(DARK)}}`;
}

function rules(palette: Palette): string {
  const lines = Object.entries(palette.lines).map(
    ([kind, color]) => `.line.${kind}{stroke:${color}}.label.${kind},.band.${kind}{fill:${color}}`,
  );
  return (
    `.label{font-weight:600}.surface{fill:${palette.surface}}.text{fill:${palette.text}}.muted{fill:${palette.muted}}.grid{stroke:${palette.grid}}` +
    `.past{fill:${palette.past}}.past-edge,.today{stroke:${palette.past}}.cursor{stroke:${palette.text}}${lines.join('')}`
  );
}
