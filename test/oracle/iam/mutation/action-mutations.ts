import { listed, StatementElement } from '../policy-document';
import { Statement } from '../statement';
import { Material, Mutant } from './material';

/** Every action added, every action taken out, and wider names. */
export function* actionMutations(element: StatementElement, { actions }: Material): Generator<Mutant<StatementElement>> {
  if (element.Action === undefined) return;
  const own = listed(element.Action);
  const statement = new Statement('', element);
  for (const action of actions.filter((candidate) => !statement.actsWith(candidate))) {
    yield [`${action} added`, { ...element, Action: [...own, action] }];
  }
  for (const action of own.length > 1 ? own : []) {
    yield [`${action} removed`, { ...element, Action: own.filter((other) => other !== action) }];
  }
  for (const wide of ['ecr:*', '*']) yield [`${wide} for the actions`, { ...element, Action: wide }];
  const { Action: _, ...inverted } = element;
  yield ['every other action instead', { ...inverted, NotAction: own }];
}
