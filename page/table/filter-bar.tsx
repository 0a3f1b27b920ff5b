import { Filter, isEmpty, NO_FILTER } from './selection';
import { describeRule } from '../../src/lifecycle/core/describe';
import { STATE_WORDS } from '../model/image-state';
import { PolicyEffect } from '../model/policy-effect';

interface FilterBarProps {
  readonly effect: PolicyEffect;
  readonly filter: Filter;
  readonly onFilter: (filter: Filter) => void;
}

/** The choice of images for the table and the time line. */
export function FilterBar({ effect, filter, onFilter }: FilterBarProps) {
  const numberOf = (value: string) => (value === '' ? undefined : Number(value));
  return (
    <div class="filters" role="search" aria-label="Images">
      <label>
        <span>Search</span>
        <input
          type="search"
          placeholder="tag or digest"
          value={filter.text}
          onInput={({ currentTarget }) => onFilter({ ...filter, text: currentTarget.value })}
        />
      </label>
      <label>
        <span>Verdict</span>
        <select value={filter.state ?? ''} onChange={({ currentTarget }) => onFilter({ ...filter, state: numberOf(currentTarget.value) })}>
          <option value="">all</option>
          {Object.entries(STATE_WORDS).map(([state, words]) => (
            <option key={state} value={state}>
              {words}
            </option>
          ))}
        </select>
      </label>
      {effect.rules.length > 0 && (
        <label>
          <span>Rule</span>
          <select value={filter.rule ?? ''} onChange={({ currentTarget }) => onFilter({ ...filter, rule: numberOf(currentTarget.value) })}>
            <option value="">all</option>
            {effect.rules.map((rule, place) => (
              <option key={place} value={place}>
                {`${rule.rulePriority}. ${describeRule(rule)}`}
              </option>
            ))}
          </select>
        </label>
      )}
      {!isEmpty(filter) && (
        <button type="button" onClick={() => onFilter(NO_FILTER)}>
          Clear the filter
        </button>
      )}
    </div>
  );
}
