import { listed, PrincipalElement, StatementElement } from '../policy-document';
import { Material, Mutant } from './material';

/** Every principal taken out, widened to its account and to everyone; others added. */
export function* principalMutations(element: StatementElement, material: Material): Generator<Mutant<StatementElement>> {
  const { Principal: principal, ...rest } = element;
  if (principal === undefined) return;
  // there is nobody to add to everyone
  const everyone =
    principal === '*' ||
    Object.values(principal)
      .flatMap((values) => listed(values))
      .includes('*');
  const mutant = (what: string, changed: PrincipalElement): Mutant<StatementElement> => [what, { ...rest, Principal: changed }];

  if (!everyone) {
    yield mutant('everyone', '*');
    for (const [kind, given] of Object.entries(principal)) {
      const values = listed(given);
      for (const value of values) {
        const others = values.filter((other) => other !== value);
        const account = /^arn:([\w-]+):iam::(\d{12}):(?!root$)/.exec(value);
        if (account) {
          const root = `arn:${account[1]}:iam::${account[2]}:root`;
          yield mutant(`the account for ${value}`, { ...principal, [kind]: [...others, root] });
        }
        if (others.length > 0) yield mutant(`${value} removed`, { ...principal, [kind]: others });
      }
    }
    const added = (kind: string, value: string) => ({ ...principal, [kind]: [...listed(principal[kind]), value] });
    yield mutant('another account added', added('AWS', material.otherAccount));
    yield mutant('another service added', added('Service', material.otherService));
    yield mutant('everyone added', added('AWS', '*'));
  }
  yield ['everyone else instead', { ...rest, NotPrincipal: principal }];
}
