import { repositoryKey } from './repository-key';
import { PageRepository, PageRow } from '../../src/lifecycle/core/page-data';

/** The columns of the table of repositories. */
export type FleetColumn = 'name' | keyof PageRow;

/** The order of the table. */
export interface FleetSort {
  readonly column: FleetColumn;
  readonly isDescending: boolean;
}

/** The columns that at least one repository has a number for, in the order of the table. */
export function columnsOf(repositories: readonly PageRepository[]): (keyof PageRow)[] {
  return COLUMNS.filter((column) => repositories.some(({ row }) => row?.[column] !== undefined));
}

const COLUMNS: readonly (keyof PageRow)[] = [
  'imageCount',
  'sizeInBytes',
  'dollarsPerMonth',
  'currentlyExpiredCount',
  'currentlyPossiblyExpiredCount',
  'additionallyExpiredCount',
  'possiblyExpiredCount',
  'savedDollarsPerMonth',
  'possiblySavedDollarsPerMonth',
  'inUseExpiredCount',
];

/** The repositories whose name, account or Region contains a text, in the order of a column. Those whose number is not known come last. */
export function fleetRows(repositories: readonly PageRepository[], text: string, { column, isDescending }: FleetSort): PageRepository[] {
  const wanted = text.trim().toLowerCase();
  const found = repositories
    .map((repository) => ({ repository, key: repositoryKey(repository), name: repository.name ?? '' }))
    .filter(({ key }) => key.toLowerCase().includes(wanted));
  const direction = isDescending ? -1 : 1;
  const byName = new Intl.Collator('en', { numeric: true }).compare;
  const names = (one: (typeof found)[number], other: (typeof found)[number]) => byName(one.name, other.name) || byName(one.key, other.key);
  if (column === 'name') {
    found.sort((one, other) => direction * names(one, other));
  } else {
    found.sort((one, other) => {
      const [ofOne, ofOther] = [one.repository.row?.[column], other.repository.row?.[column]];
      if (ofOne === undefined || ofOther === undefined) {
        return Number(ofOne === undefined) - Number(ofOther === undefined) || names(one, other);
      }
      return direction * (ofOne - ofOther) || names(one, other);
    });
  }
  return found.map(({ repository }) => repository);
}
