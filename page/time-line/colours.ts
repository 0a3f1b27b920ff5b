import { useEffect, useState } from 'preact/hooks';
import { MARKS } from './marks';
import { Colour } from './stamps';

/** The colours of the style sheet that the canvas needs, because no style applies to its pixels. */
export interface CanvasColours {
  readonly marks: readonly Colour[];
  readonly halo: Colour;
}

const QUERIES = ['(prefers-color-scheme: dark)', '(forced-colors: active)', '(prefers-contrast: more)', 'print'];

/** Returns the colours of the style sheet, anew when the system changes its colours or the page is printed. */
export function useCanvasColours(): CanvasColours {
  const [colours, setColours] = useState(readColours);
  useEffect(() => {
    const lists = QUERIES.map((query) => matchMedia(query));
    const renew = () => setColours(readColours());
    lists.forEach((list) => list.addEventListener('change', renew));
    return () => lists.forEach((list) => list.removeEventListener('change', renew));
  }, []);
  return colours;
}

function readColours(): CanvasColours {
  const styles = getComputedStyle(document.documentElement);
  const context = document.createElement('canvas').getContext('2d')!;
  const colourOf = (variable: string): Colour => {
    // the canvas writes each colour, names of system colours included, as #rrggbb
    context.fillStyle = styles.getPropertyValue(variable).trim();
    const digits = String(context.fillStyle);
    const part = (at: number) => parseInt(digits.slice(at, at + 2), 16);
    return [part(1), part(3), part(5)];
  };
  return { marks: MARKS.map(({ colour }) => colourOf(colour)), halo: colourOf('--in-use') };
}
