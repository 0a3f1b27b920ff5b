import { useState } from 'preact/hooks';
import { NEW_RULES } from './new-rules';
import { DocumentRule } from '../../src/lifecycle/core/document';

interface AddRuleProps {
  readonly onAdd: (rule: DocumentRule) => void;
}

/** The choice of a rule to add. */
export function AddRule({ onAdd }: AddRuleProps) {
  const [index, setIndex] = useState(0);
  return (
    <form
      class="add-rule"
      onSubmit={(event) => {
        event.preventDefault();
        onAdd(NEW_RULES[index].rule);
      }}
    >
      <select aria-label="Rule to add" value={index} onChange={({ currentTarget }) => setIndex(Number(currentTarget.value))}>
        {NEW_RULES.map(({ name }, value) => (
          <option key={name} value={value}>
            {name}
          </option>
        ))}
      </select>
      <button>Add a rule</button>
    </form>
  );
}
