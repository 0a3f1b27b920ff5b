import { Reaches, REACHES } from './expected-reaches';
import { PrincipalInCompany } from '../fixtures/access/company';
import { Cell, Matrix } from '../oracle/iam/matrix';

const OWN = { identity: true, allowed: true } as const;
const BOTH = { identity: true, repository: true, allowed: true } as const;
const REPOSITORY = { repository: true, allowed: true } as const;
const REPOSITORY_ALONE = { repository: true } as const;

const THERE = { 'role a there': REPOSITORY_ALONE, 'role b there': REPOSITORY_ALONE, 'role c there': REPOSITORY_ALONE };

/** The principals that a grant to each principal of the company allows, independent of other grants. */
export const REACHES_IN_COMPANY: Readonly<Record<PrincipalInCompany, Reaches>> = {
  'role a': { 'role a': OWN, 'role a, red': OWN },
  'role a with a condition': { 'role a, red': OWN },
  'role b of another stack': { 'role b': OWN },
  'user u': { 'user u': OWN },
  'policy of role f': { 'role f': OWN },
  'the ARN of role d': { 'role d': REPOSITORY },
  'role a of the other account': { 'role a there': BOTH },
  'role b of the other account': { 'role b there': BOTH },
  'imported role c of the other account': { 'role c there': REPOSITORY_ALONE },
  'role a of a third account': { 'role a of the third': BOTH },
  'the third account': { 'a principal of another unit': REPOSITORY_ALONE, 'role a of the third': REPOSITORY_ALONE },
  'the other account': { ...REACHES['another account'], ...THERE },
  'the organization': {
    ...REACHES['an organization'],
    'role a': REPOSITORY,
    'role a, red': REPOSITORY,
    'role b': REPOSITORY,
    'role d': REPOSITORY,
    'role f': REPOSITORY,
    'user u': REPOSITORY,
    ...THERE,
    'role a of the third': REPOSITORY_ALONE,
  },
  Lambda: REACHES.Lambda,
  'a rule': REACHES['a service with the ARN of its source'],
};

/** Returns the decisions for several grants together. */
export function union(matrices: readonly Matrix[]): Matrix {
  const all: Record<string, Cell> = {};
  for (const [name, cell] of matrices.flatMap((matrix) => Object.entries(matrix))) {
    const known = all[name] ?? { allowed: [], identitySide: [], resourceSide: [], registrySide: [] };
    const both = (side: keyof Cell) => [...new Set([...known[side], ...cell[side]])].sort();
    all[name] = {
      allowed: both('allowed'),
      identitySide: both('identitySide'),
      resourceSide: both('resourceSide'),
      registrySide: both('registrySide'),
    };
  }
  return all;
}
