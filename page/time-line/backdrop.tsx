import { scaleUtc } from 'd3-scale';
import { Frame, Span, xOf } from './positions';
import { MILLISECONDS_PER_DAY } from '../../src/lifecycle/core/images';
import { dateOfDay, dayName } from '../model/words';

interface BackdropProps {
  readonly frame: Frame;
  readonly span: Span;
  readonly lanes: readonly string[];
  readonly now: number;
  readonly day: number;
}

export const AXIS_HEIGHT = 44;

/** What lies behind the marks: the lanes with their names, the axis of time, today, and the day that is shown. */
export function Backdrop({ frame, span, lanes, now, day }: BackdropProps) {
  const { width, left, right, laneHeight, nameHeight } = frame;
  const bottom = Math.max(1, lanes.length) * laneHeight;
  const scale = scaleUtc([span.from, span.to], [left, right]);
  const ticks = scale.ticks(Math.max(2, Math.floor((right - left) / 110)));
  const format = scale.tickFormat();
  const today = xOf(now, span, frame);
  const shown = xOf(now + day * MILLISECONDS_PER_DAY, span, frame);
  return (
    <svg class="backdrop" width={width} height={bottom + AXIS_HEIGHT} aria-hidden="true">
      {lanes.map((name, lane) => (
        <g key={name}>
          {lane % 2 === 0 && <rect class="lane" x={0} y={lane * laneHeight} width={width} height={laneHeight} />}
          <text class="lane-name" x={8} y={nameHeight > 0 ? lane * laneHeight + 13 : (lane + 0.5) * laneHeight + 4}>
            {shortened(name, nameHeight > 0 ? 40 : 17)}
          </text>
        </g>
      ))}
      <rect class="future" x={today} y={0} width={Math.max(0, right - today)} height={bottom} />
      {ticks.map((tick) => (
        <g key={tick.getTime()}>
          <line class="grid" x1={scale(tick)} x2={scale(tick)} y1={0} y2={bottom} />
          <text class="tick" x={scale(tick)} y={bottom + 16} text-anchor="middle">
            {format(tick)}
          </text>
        </g>
      ))}
      <line class="today" x1={today} x2={today} y1={0} y2={bottom + 22} />
      {shown - today > 140 && (
        <text class="tick" x={today} y={bottom + 36} text-anchor="middle">
          today
        </text>
      )}
      <line class="shown" x1={shown} x2={shown} y1={0} y2={bottom + 22} />
      <text class="shown-name" x={Math.min(shown, right)} y={bottom + 36} text-anchor={shown > width - 80 ? 'end' : 'middle'}>
        {day === 0 ? 'today' : `${dayName(day)}, ${dateOfDay(now, day)}`}
      </text>
    </svg>
  );
}

function shortened(name: string, most: number): string {
  return name.length <= most ? name : `${name.slice(0, most - 1)}…`;
}
