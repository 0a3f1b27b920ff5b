import { PolicyChoice } from '../model/policy-choice';

interface PolicySwitchProps {
  readonly choices: readonly PolicyChoice[];
  readonly shown: PolicyChoice;
  readonly onChoice: (key: PolicyChoice['key']) => void;
}

/** The choice of the policy whose effect is shown. */
export function PolicySwitch({ choices, shown, onChoice }: PolicySwitchProps) {
  if (choices.length === 1) return <p class="policy-name">{choices[0].name}</p>;
  return (
    <fieldset class="switch">
      <legend class="hidden">Policy</legend>
      {choices.map(({ key, name }) => (
        <label key={key}>
          <input type="radio" name="policy" value={key} checked={key === shown.key} onChange={() => onChoice(key)} />
          <span>{name}</span>
        </label>
      ))}
    </fieldset>
  );
}
