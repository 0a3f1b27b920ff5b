import { DraftRule } from './draft';
import { DraftFault } from './draft-faults';
import { fieldName, RuleField, rulePartsOf } from './rule-words';
import { printable } from '../../src/private/printable';

interface RuleRowProps {
  readonly draft: DraftRule;
  readonly place: 'only' | 'first' | 'between' | 'last';
  readonly faults: readonly DraftFault[];
  /** What is seldom intended. */
  readonly notes: readonly string[];
  readonly onFields: (fields: Partial<Pick<DraftRule, RuleField>>) => void;
  readonly onMove: (by: -1 | 1) => void;
  readonly onRemove: () => void;
}

/** A rule as a sentence with fields. */
export function RuleRow({ draft, place, faults, notes, onFields, onMove, onRemove }: RuleRowProps) {
  const { key, rule } = draft;
  const name = `rule ${rule.rulePriority}`;
  const id = (what: string) => `rule-${key}-${what}`;
  const faultsOf = (field: RuleField) => faults.filter((fault) => fault.field === field || fault.field === undefined);
  const fieldOf = (field: RuleField) => (
    <input
      key={field}
      {...(field === 'count' ? { type: 'number', min: 1, step: 1 } : { type: 'text', size: widthOf(draft.tags), spellcheck: false })}
      autocomplete="off"
      autocapitalize="off"
      aria-label={`${fieldName(field, rule)}, ${name}`}
      aria-invalid={faults.some((fault) => fault.field === field)}
      aria-describedby={faultsOf(field).length > 0 ? id('faults') : undefined}
      value={draft[field]}
      onInput={({ currentTarget }) => onFields({ [field]: currentTarget.value })}
    />
  );
  return (
    <li>
      <div class="rule" data-rule={key} role="group" aria-label={`Rule ${rule.rulePriority}`}>
        <span class="priority" aria-hidden="true">
          {rule.rulePriority}
        </span>
        <div class="sentence">
          {rulePartsOf(rule).flatMap((part) =>
            'field' in part ? [' ', fieldOf(part.field)] : [part.words.startsWith(',') ? '' : ' ', part.words],
          )}
          {rule.description !== undefined && <span class="muted description">{printable(rule.description)}</span>}
        </div>
        <div class="controls">
          <button
            type="button"
            class="small"
            data-move={-1}
            disabled={place === 'only' || place === 'first'}
            aria-label={`Move ${name} up`}
            onClick={() => onMove(-1)}
          >
            ↑
          </button>
          <button
            type="button"
            class="small"
            data-move={1}
            disabled={place === 'only' || place === 'last'}
            aria-label={`Move ${name} down`}
            onClick={() => onMove(1)}
          >
            ↓
          </button>
          <button type="button" class="small remove" aria-label={`Remove ${name}`} onClick={onRemove}>
            ✕
          </button>
        </div>
        {faults.length > 0 && (
          <div class="fault" id={id('faults')} role="alert">
            {faults.map(({ message }) => (
              <p key={message}>{message}</p>
            ))}
          </div>
        )}
        {notes.map((note) => (
          <p key={note} class="note">
            {note}
          </p>
        ))}
      </div>
    </li>
  );
}

/** In characters. */
function widthOf(text: string): number {
  return Math.min(30, Math.max(5, text.length));
}
