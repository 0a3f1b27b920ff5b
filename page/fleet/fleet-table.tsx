import { CostWords } from './cost-words';
import { columnsOf, FleetColumn, fleetRows, FleetSort } from './fleet-rows';
import { hashOf, repositoryKey } from './repository-key';
import { PageRepository, PageRow } from '../../src/lifecycle/core/page-data';
import { formatBytes, formatDollars } from '../../src/lifecycle/core/storage-size';
import { SortHeader } from '../layout/sort-header';
import { count } from '../model/words';

/** What the table of repositories shows. It is kept while a repository is open. */
export interface FleetState {
  readonly text: string;
  readonly sort: FleetSort;
  readonly most: number;
}

export const FIRST_FLEET: FleetState = { text: '', sort: { column: 'name', isDescending: false }, most: 100 };

interface Heading {
  readonly words: string;
  readonly format: (value: number) => string;
  /** Whether the number is a maximum unless the costs of the repository are exact. */
  readonly isCost?: boolean;
}

const HEADINGS: { readonly [column in keyof PageRow]-?: Heading } = {
  imageCount: { words: 'Images', format: count },
  sizeInBytes: { words: 'Storage at most', format: formatBytes },
  dollarsPerMonth: { words: 'Cost a month', format: formatDollars, isCost: true },
  currentlyExpiredCount: { words: 'Go by the present policy', format: count },
  currentlyPossiblyExpiredCount: { words: 'May go by the present policy', format: count },
  additionallyExpiredCount: { words: 'Go in addition by the proposal', format: count },
  possiblyExpiredCount: { words: 'May go in addition', format: count },
  savedDollarsPerMonth: { words: 'Saves a month', format: formatDollars, isCost: true },
  possiblySavedDollarsPerMonth: { words: 'May save in addition', format: formatDollars },
  inUseExpiredCount: { words: 'Uses affected', format: count },
};

interface FleetTableProps {
  readonly repositories: readonly PageRepository[];
  readonly state: FleetState;
  readonly onState: (state: FleetState) => void;
}

/** All repositories, each with its numbers. A row opens the repository. */
export function FleetTable({ repositories, state, onState }: FleetTableProps) {
  const { text, sort, most } = state;
  const columns = columnsOf(repositories);
  const rows = fleetRows(repositories, text, sort);
  const costs = new CostWords(repositories);
  const headingOf = (column: keyof PageRow) => (HEADINGS[column].isCost ? costs.heading(HEADINGS[column].words) : HEADINGS[column].words);
  const amountOf = (repository: PageRepository, column: keyof PageRow, value: number) => {
    const amount = HEADINGS[column].format(value);
    return HEADINGS[column].isCost ? costs.amount(repository, amount) : amount;
  };
  const onSort = (column: FleetColumn, isDescending: boolean) => onState({ ...state, sort: { column, isDescending } });
  return (
    <section class="card" aria-labelledby="fleet-title">
      <h2 id="fleet-title">Repositories</h2>
      <div class="filters" role="search" aria-label="Repositories">
        <label>
          <span>Search</span>
          <input
            type="search"
            placeholder="name, account or Region"
            value={text}
            onInput={({ currentTarget }) => onState({ ...state, text: currentTarget.value })}
          />
        </label>
      </div>
      <p class="count" role="status">
        {count(rows.length)} {rows.length === 1 ? 'repository' : 'repositories'}
      </p>
      <table class="fleet" role="table">
        <thead role="rowgroup">
          <tr role="row">
            <SortHeader column="name" words="Repository" sort={sort} onSort={onSort} />
            {columns.map((column) => (
              <SortHeader
                key={column}
                class="number"
                column={column}
                words={headingOf(column)}
                sort={sort}
                onSort={onSort}
                startsDescending
              />
            ))}
          </tr>
        </thead>
        <tbody role="rowgroup">
          {rows.slice(0, most).map((repository) => (
            <tr role="row" key={repositoryKey(repository)}>
              <th role="rowheader" scope="row">
                <a href={hashOf(repository)}>{repository.name ?? 'repository without a name'}</a>
                <span class="muted">{[repository.registryId, repository.region].filter(Boolean).join(' · ')}</span>
              </th>
              {columns.map((column) => (
                <td role="cell" class="number" key={column} data-name={headingOf(column)}>
                  {repository.row?.[column] === undefined ? (
                    <span class="muted">unknown</span>
                  ) : (
                    amountOf(repository, column, repository.row[column])
                  )}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length === 0 && <p class="muted">No repository.</p>}
      {rows.length > most && (
        <button type="button" class="more" onClick={() => onState({ ...state, most: most + 100 })}>
          Show {Math.min(100, rows.length - most)} more
        </button>
      )}
    </section>
  );
}
