import { markOfRule, markOfState } from './marks';
import { InUseIcon, MarkIcon } from '../layout/mark-icon';
import { ImageState, STATE_WORDS } from '../model/image-state';
import { Picture } from '../model/picture';
import { count } from '../model/words';
import { Filter } from '../table/selection';

interface LegendProps {
  readonly picture: Picture;
  /** The rules that expire images on some day. */
  readonly rules: readonly number[];
  /** Whether it is known which images something runs. */
  readonly isUseKnown: boolean;
  readonly filter: Filter;
  readonly onFilter: (filter: Filter) => void;
}

/** What the marks mean, and how many there are. Each entry filters the images. */
export function Legend({ picture, rules, isUseKnown, filter, onFilter }: LegendProps) {
  const { states, takenBy, effect } = picture;
  const byState = new Map<ImageState, number>();
  const byRule = new Map<number, number>();
  let inUse = 0;
  for (let place = 0; place < states.length; place++) {
    const state = states[place] as ImageState;
    byState.set(state, (byState.get(state) ?? 0) + 1);
    if (state === ImageState.GOES) byRule.set(takenBy[place], (byRule.get(takenBy[place]) ?? 0) + 1);
    if (state !== ImageState.ABSENT) inUse += effect.catalogue.isInUse[place];
  }
  const toggle = (entry: Partial<Filter>, isOn: boolean) =>
    onFilter({ ...filter, state: undefined, rule: undefined, ...(isOn ? {} : entry) });
  const visible = (Object.keys(STATE_WORDS).map(Number) as (keyof typeof STATE_WORDS)[]).filter((state) => state !== ImageState.GOES);

  return (
    <ul class="legend" aria-label="Marks">
      {visible.flatMap((state) => {
        const number = byState.get(state) ?? 0;
        const isOn = filter.state === state;
        if (number === 0 && !isOn) return [];
        return [
          <Entry key={state} isOn={isOn} number={number} words={STATE_WORDS[state]} onClick={() => toggle({ state }, isOn)}>
            <MarkIcon mark={markOfState(state)} />
          </Entry>,
        ];
      })}
      {[...byRule]
        .sort(([one], [other]) => one - other)
        .map(([rule, number]) => {
          const isOn = filter.state === ImageState.GOES && (filter.rule ?? rule) === rule;
          return (
            <Entry
              key={`rule ${rule}`}
              isOn={isOn}
              number={number}
              words={`goes by rule ${effect.rules[rule].rulePriority}`}
              onClick={() => toggle({ state: ImageState.GOES, rule }, isOn)}
            >
              <MarkIcon mark={markOfRule(rules, rule)} />
            </Entry>
          );
        })}
      {inUse > 0 && (
        <Entry isOn={filter.inUse} number={inUse} words="in use" onClick={() => onFilter({ ...filter, inUse: !filter.inUse })}>
          <InUseIcon />
        </Entry>
      )}
      {!isUseKnown && <li class="muted">in use: not known</li>}
    </ul>
  );
}

interface EntryProps {
  readonly isOn: boolean;
  readonly number: number;
  readonly words: string;
  readonly onClick: () => void;
  readonly children: preact.ComponentChildren;
}

function Entry({ isOn, number, words, onClick, children }: EntryProps) {
  return (
    <li>
      <button type="button" class="entry" aria-pressed={isOn} onClick={onClick}>
        {children} {words} <span class="muted">{count(number)}</span>
      </button>
    </li>
  );
}
