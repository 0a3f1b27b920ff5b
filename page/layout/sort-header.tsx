interface SortHeaderProps<Column> {
  readonly column: Column;
  readonly words: string;
  readonly sort: { readonly column: Column; readonly isDescending: boolean };
  readonly onSort: (column: Column, isDescending: boolean) => void;
  /** Whether the largest value comes first when the column is chosen. */
  readonly startsDescending?: boolean;
  readonly class?: string;
}

/** A heading that sorts a table by its column, and then in the other direction. */
export function SortHeader<Column extends string>(props: SortHeaderProps<Column>) {
  const { column, words, sort, onSort, startsDescending = false } = props;
  const isSorted = sort.column === column;
  const isDescending = isSorted ? !sort.isDescending : startsDescending;
  return (
    <th
      role="columnheader"
      scope="col"
      class={`${props.class ?? ''} sorted-by-${column}`.trim()}
      aria-sort={isSorted ? (sort.isDescending ? 'descending' : 'ascending') : undefined}
    >
      <button type="button" class="sort" onClick={() => onSort(column, isDescending)}>
        {words}
        <span class="arrow" aria-hidden="true">
          {isSorted ? (sort.isDescending ? '▼' : '▲') : '↕'}
        </span>
      </button>
    </th>
  );
}
