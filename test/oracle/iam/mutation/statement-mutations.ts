import { listed, PolicyDocument, StatementElement } from '../policy-document';
import { actionMutations } from './action-mutations';
import { conditionMutations } from './condition-mutations';
import { Material, Mutant } from './material';
import { principalMutations } from './principal-mutations';
import { resourceMutations } from './resource-mutations';

/** Every mutation of every statement of a document. */
export function* documentMutations(document: PolicyDocument, material: Material): Generator<Mutant<PolicyDocument>> {
  const statements = listed(document.Statement);
  for (const [index, statement] of statements.entries()) {
    const instead = (...mutants: StatementElement[]) => ({
      ...document,
      Statement: statements.flatMap((other) => (other === statement ? mutants : [other])),
    });
    yield [`[${index}]: statement removed`, instead()];
    for (const [what, mutant] of statementMutations(statement, material)) yield [`[${index}]: ${what}`, instead(mutant)];
  }
}

function* statementMutations(statement: StatementElement, material: Material): Generator<Mutant<StatementElement>> {
  const effect = statement.Effect === 'Allow' ? 'Deny' : 'Allow';
  yield [`${statement.Effect} turned to ${effect}`, { ...statement, Effect: effect }];
  yield* actionMutations(statement, material);
  yield* resourceMutations(statement, material);
  yield* principalMutations(statement, material);
  yield* conditionMutations(statement);
}
