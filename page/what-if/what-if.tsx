import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { AddRule } from './add-rule';
import { CopyPolicy } from './copy-policy';
import { documentOf, Draft, draftOf, withFields, withMoved, withoutRule, withRule } from './draft';
import { draftFaults } from './draft-faults';
import { ruleNotes } from './rule-notes';
import { RuleRow } from './rule-row';
import { DocumentRule, PolicyDocument } from '../../src/lifecycle/core/document';

interface WhatIfProps {
  /** The policy that the page shows; null for none. */
  readonly document: PolicyDocument | null;
  /** The policies of the file, to which the reader can return. */
  readonly originals: readonly { readonly name: string; readonly document: PolicyDocument | null }[];
  /** Called with each policy that ECR accepts. */
  readonly onChange: (document: PolicyDocument | null) => void;
  /** What the shown policy does, in a sentence. */
  readonly effect: string;
}

/** A longer list scrolls, so that what the rules do stays near them. */
const MOST_WITHOUT_SCROLLING = 10;

/** The rules of the policy as a form. Rules that ECR would refuse leave the page as it is. */
export function WhatIf({ document, originals, onChange, effect }: WhatIfProps) {
  const [state, setState] = useState({ draft: draftOf(document), document });
  const [announcement, setAnnouncement] = useState('');
  const section = useRef<HTMLElement>(null);
  // the control that has the focus after the list has changed, because a row that moves loses it
  const focus = useRef('');

  // another policy is shown
  const unchanged = useMemo(() => draftOf(document), [document]);
  const draft = state.document === document ? state.draft : unchanged;
  const faults = useMemo(() => draftFaults(draft), [draft]);
  const notes = useMemo(() => ruleNotes(document), [document]);
  useEffect(() => {
    if (focus.current === '') return;
    section.current?.querySelector<HTMLElement>(focus.current)?.focus();
    focus.current = '';
  });

  const show = (changed: Draft) => {
    const accepted = draftFaults(changed).length === 0 ? documentOf(changed) : document;
    const isNew = JSON.stringify(accepted) !== JSON.stringify(document);
    setState({ draft: changed, document: isNew ? accepted : document });
    if (isNew) onChange(accepted);
  };
  const move = (key: number, by: -1 | 1) => {
    const moved = withMoved(draft, key, by);
    const place = moved.findIndex((one) => one.key === key);
    const isAtEnd = place === 0 || place === moved.length - 1;
    focus.current = `[data-rule="${key}"] [data-move="${isAtEnd ? -by : by}"]`;
    setAnnouncement(`The rule is now number ${place + 1} of ${moved.length}.`);
    show(moved);
  };
  const remove = (key: number) => {
    const place = draft.findIndex((one) => one.key === key);
    const next = draft[place + 1] ?? draft[place - 1];
    focus.current = next === undefined ? '.add-rule select' : `[data-rule="${next.key}"] .remove`;
    setAnnouncement(draft.length === 1 ? 'The rule was removed. No rule is left.' : 'The rule was removed.');
    show(withoutRule(draft, key));
  };
  const add = (rule: DocumentRule) => {
    const extended = withRule(draft, rule);
    const added = extended.find((one) => draft.every(({ key }) => key !== one.key));
    focus.current = `[data-rule="${added?.key}"] :is(input, button:enabled)`;
    setAnnouncement(`Rule ${added?.rule.rulePriority} was added.`);
    show(extended);
  };
  const backTo = (original: WhatIfProps['originals'][number]) => {
    setState({ draft: draftOf(original.document), document: original.document });
    setAnnouncement(`The form shows the ${original.name}.`);
    onChange(original.document);
  };

  return (
    <section class="card what-if" aria-labelledby="what-if-title" ref={section}>
      <div class="heading">
        <h2 id="what-if-title">What if?</h2>
        {originals.map((original) => (
          <button key={original.name} type="button" class="small" onClick={() => backTo(original)}>
            Back to the {original.name}
          </button>
        ))}
      </div>
      <p class="muted">
        {draft.length === 0
          ? 'No rule: every image stays. Add a rule to see what it does.'
          : 'An image belongs to the first rule that selects it. Later rules do not act on it.'}
      </p>
      <ol class={draft.length > MOST_WITHOUT_SCROLLING ? 'rules long' : 'rules'}>
        {draft.map((rule, index) => (
          <RuleRow
            key={rule.key}
            draft={rule}
            place={index === 0 ? (draft.length === 1 ? 'only' : 'first') : index === draft.length - 1 ? 'last' : 'between'}
            faults={faults.filter(({ key }) => key === rule.key)}
            notes={faults.length === 0 ? (notes.get(rule.rule.rulePriority) ?? []) : []}
            onFields={(fields) => show(withFields(draft, rule.key, fields))}
            onMove={(by) => move(rule.key, by)}
            onRemove={() => remove(rule.key)}
          />
        ))}
      </ol>
      <AddRule onAdd={add} />
      {faults
        .filter(({ key }) => key === undefined)
        .map(({ message }) => (
          <p key={message} class="fault">
            {message}
          </p>
        ))}
      <p class="effect" role="status">
        {faults.length > 0 && <strong>The rules have an error, so the page still shows the last rules without one. </strong>}
        {effect}
      </p>
      <p class="hidden" role="status">
        {announcement}
      </p>
      <CopyPolicy document={document} isOutdated={faults.length > 0} />
    </section>
  );
}
