import { MARKS, Shape } from '../time-line/marks';

const PATHS: { readonly [shape in Shape]: string } = {
  disc: 'M0-4A4 4 0 1 0 .01-4Z',
  shield: 'M0-1.4A3 3 0 1 0 .01-1.4ZM-4-5H4V-3H-4Z',
  square: 'M-3.6-3.6H3.6V3.6H-3.6Z',
  'open-square': 'M-3.6-3.6H3.6V3.6H-3.6ZM-2-2V2H2V-2Z',
  triangle: 'M0-4.2L4.4 3.6H-4.4Z',
  ring: 'M0-3.6A3.6 3.6 0 1 0 .01-3.6Z',
  dot: 'M0-2A2 2 0 1 0 .01-2Z',
  cross: 'M-3.4-3.4L3.4 3.4M3.4-3.4L-3.4 3.4',
  plus: 'M-4.2 0H4.2M0-4.2V4.2',
  star: 'M-4 0H4M-2-3.6L2 3.6M2-3.6L-2 3.6',
  bar: 'M-4.4 0H4.4',
  corner: 'M-4-2.4L0 3L4-2.4',
  slash: 'M3-4L-3 4',
};
const LINES: readonly Shape[] = ['triangle', 'ring', 'cross', 'plus', 'star', 'bar', 'corner', 'slash'];

/** A mark of the time line beside its name. */
export function MarkIcon({ mark }: { readonly mark: number }) {
  const { shape, colour } = MARKS[mark];
  const kind = LINES.includes(shape) ? 'lines' : 'filled';
  return (
    <svg class={`mark ${kind} ${colour.slice(2)}`} viewBox="-6 -6 12 12" width="14" height="14" aria-hidden="true">
      <path d={PATHS[shape]} fill-rule="evenodd" />
    </svg>
  );
}

/** The halo around the marks of images in use. */
export function InUseIcon() {
  return (
    <svg class="mark lines in-use" viewBox="-6 -6 12 12" width="14" height="14" aria-hidden="true">
      <path d="M0-4.8A4.8 4.8 0 1 0 .01-4.8Z" />
    </svg>
  );
}
