import { useMemo, useRef } from 'preact/hooks';
import { AXIS_HEIGHT, Backdrop } from './backdrop';
import { Chooser } from './chooser';
import { MarkCanvas } from './mark-canvas';
import { frameOf, positionsOf, spanOf } from './positions';
import { useWidth } from './use-width';
import { Picture } from '../model/picture';

interface TimeLineProps {
  readonly picture: Picture;
  /** The mark of each image. */
  readonly marks: Uint8Array;
  readonly isSelected?: Uint8Array;
  /** The place of the chosen image, or -1. */
  readonly chosen: number;
  readonly onChoose: (place: number) => void;
  readonly onHover: (place: number) => void;
}

/** The images by the time of their push, one lane for each family of tags. */
export function TimeLine({ picture, marks, isSelected, chosen, onChoose, onHover }: TimeLineProps) {
  const { catalogue } = picture.effect;
  const { basis, lanes } = catalogue;
  const wrapper = useRef<HTMLDivElement>(null);
  const width = useWidth(wrapper);
  const frame = useMemo(() => frameOf(width, lanes.names.length), [width, lanes]);
  const span = useMemo(() => spanOf(catalogue), [catalogue]);
  const positions = useMemo(() => positionsOf(catalogue, span, frame), [catalogue, span, frame]);
  const height = Math.max(1, lanes.names.length) * frame.laneHeight;

  return (
    <div class="time-line" ref={wrapper}>
      {width > 0 && (
        <>
          <Backdrop frame={frame} span={span} lanes={lanes.names} now={basis.now} day={picture.day} />
          <MarkCanvas
            width={width}
            height={height + AXIS_HEIGHT}
            positions={positions}
            marks={marks}
            isInUse={catalogue.isInUse}
            isSelected={isSelected}
          />
          <Chooser picture={picture} positions={positions} isSelected={isSelected} chosen={chosen} onChoose={onChoose} onHover={onHover} />
          {chosen >= 0 && picture.states[chosen] !== 0 && (
            <svg class="chosen" width={width} height={height + AXIS_HEIGHT} aria-hidden="true">
              <circle class="outer" cx={positions.x[chosen]} cy={positions.y[chosen]} r="9" />
              <circle class="inner" cx={positions.x[chosen]} cy={positions.y[chosen]} r="9" />
            </svg>
          )}
        </>
      )}
    </div>
  );
}
