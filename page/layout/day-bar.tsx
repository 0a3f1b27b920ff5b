import { dateOfDay, dayName } from '../model/words';

interface DayBarProps {
  readonly now: number;
  readonly day: number;
  readonly days: number;
  readonly onDay: (day: number) => void;
}

/** The slider for the date, which moves the whole picture. */
export function DayBar({ now, day, days, onDay }: DayBarProps) {
  const shortcuts = [0, 7, 30, days].filter((one, index, all) => one <= days && all.indexOf(one) === index);
  return (
    <div class="day-bar">
      <label class="day-name" for="day">
        <span class="muted">Show</span> <strong>{dayName(day)}</strong> <time>{dateOfDay(now, day)}</time>
      </label>
      <input
        id="day"
        type="range"
        min={0}
        max={days}
        step={1}
        value={day}
        aria-label="Date"
        aria-valuetext={`${dayName(day)}, ${dateOfDay(now, day)}`}
        onInput={({ currentTarget }) => onDay(Number(currentTarget.value))}
      />
      <div class="shortcuts" role="group" aria-label="Days">
        {shortcuts.map((one) => (
          <button key={one} type="button" class="small" aria-pressed={one === day} onClick={() => onDay(one)}>
            {one === 0 ? 'today' : `${one} days`}
          </button>
        ))}
      </div>
    </div>
  );
}
