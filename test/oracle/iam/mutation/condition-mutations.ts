import { ConditionElement, listed, StatementElement } from '../policy-document';
import { Mutant } from './material';

/** Every condition dropped, and loosened in each way that its operator and its values leave. */
export function* conditionMutations(element: StatementElement): Generator<Mutant<StatementElement>> {
  for (const [operator, keys] of Object.entries(element.Condition ?? {})) {
    for (const [key, given] of Object.entries(keys)) {
      const values = listed(given).map(String);
      const rest = without(element.Condition!, operator, key);
      const place = `${operator} ${key}`;
      const mutant = (what: string, newOperator?: string, newValues: readonly string[] = values): Mutant<StatementElement> => [
        `${what}: ${place}`,
        { ...element, Condition: newOperator === undefined ? rest : withCondition(rest, newOperator, key, newValues) },
      ];
      yield mutant('condition dropped');
      if (!operator.endsWith('IfExists')) yield mutant('condition only if the key exists', `${operator}IfExists`);
      yield mutant('condition inverted', inverted(operator));
      if (operator.startsWith('ForAnyValue:')) yield mutant('for all values', operator.replace('ForAnyValue', 'ForAllValues'));
      yield mutant('the key is there', 'Null', ['false']);
      for (const value of values) {
        const others = values.filter((other) => other !== value);
        for (const wide of widened(value)) yield mutant(`${wide} for ${value}`, wildcarded(operator), [...others, wide]);
        if (others.length > 0) yield mutant(`${value} removed`, operator, others);
      }
    }
  }
}

function without(condition: ConditionElement, operator: string, key: string): ConditionElement {
  const { [key]: _, ...keys } = condition[operator];
  const { [operator]: __, ...operators } = condition;
  return Object.keys(keys).length === 0 ? operators : { ...operators, [operator]: keys };
}

function withCondition(rest: ConditionElement, operator: string, key: string, values: readonly string[]): ConditionElement {
  return { ...rest, [operator]: { ...rest[operator], [key]: values } };
}

function inverted(operator: string): string {
  if (operator.includes('Not')) return operator.replace('Not', '');
  return operator.replace(/(String|Arn)/, '$1Not').replace(/^(.*)Bool/, '$1StringNotEquals');
}

/** The operator that reads wildcards where this one does not. */
function wildcarded(operator: string): string {
  return operator.replace('StringEquals', 'StringLike').replace('StringNotEquals', 'StringNotLike');
}

/** Values that let more through: a longer end, another last name, another Region, another account. */
function widened(value: string): string[] {
  if (value === 'true' || value === 'false') return [];
  if (/^\d{12}$/.test(value)) return ['*'];
  const wider = value.startsWith('arn:')
    ? [`${value}*`, value.replace(/([/:])[^/:]*$/, '$1*'), value.replace(/:[a-z]+-[a-z-]+-\d:/, ':*:'), value.replace(/:\d{12}:/, ':*:')]
    : [`${value}*`, '*'];
  return wider.filter((wide) => wide !== value && !wide.endsWith('**'));
}
