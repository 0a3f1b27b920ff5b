import { useLayoutEffect, useRef } from 'preact/hooks';
import { useCanvasColours } from './colours';
import { drawMarks } from './draw';
import { Positions } from './positions';

interface MarkCanvasProps {
  readonly width: number;
  readonly height: number;
  readonly positions: Positions;
  readonly marks: Uint8Array;
  readonly isInUse: Uint8Array;
  readonly isSelected?: Uint8Array;
}

/** The marks as pixels. The list box above it and the table say the same in words. */
export function MarkCanvas({ width, height, ...drawing }: MarkCanvasProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const colours = useCanvasColours();
  // a printer needs more
  const scale = Math.max(1, Math.min(3, window.devicePixelRatio || 1));
  const { positions, marks, isInUse, isSelected } = drawing;
  useLayoutEffect(() => {
    const context = canvas.current!.getContext('2d')!;
    const pixels = context.createImageData(Math.round(width * scale), Math.round(height * scale));
    drawMarks(pixels, { ...drawing, colours: colours.marks, halo: colours.halo, scale });
    context.putImageData(pixels, 0, 0);
  }, [width, height, scale, positions, marks, isInUse, isSelected, colours]);
  return <canvas ref={canvas} class="marks" width={Math.round(width * scale)} height={Math.round(height * scale)} aria-hidden="true" />;
}
