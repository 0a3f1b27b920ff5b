import { dollarsPerMonth, formatBytes, formatDollars } from '../../src/lifecycle/core/storage-size';
import { ImageState } from '../model/image-state';
import { Summary } from '../model/summary';
import { count, counted, dayName, range } from '../model/words';

interface CardsProps {
  readonly day: number;
  readonly shown: Summary;
  /** The policy with which the shown one is compared, and its numbers on the same day. */
  readonly reference?: { readonly name: string; readonly summary: Summary };
  /** The size of what is there without a policy, in bytes. Undefined while it is not computed yet. */
  readonly withoutPolicy?: number;
  readonly hasSizes: boolean;
  readonly pricePerGbMonth: number;
}

/** The numbers of the day: what stays, what goes, storage and cost. */
export function Cards({ day, shown, reference, withoutPolicy, hasSizes, pricePerGbMonth }: CardsProps) {
  const { byState, most, least } = shown;
  const of = (...states: ImageState[]) => states.reduce((sum, state) => sum + byState[state], 0);
  const archived = of(ImageState.ARCHIVED, ImageState.MAY_BE_ARCHIVED);
  const mayGo = of(ImageState.MAY_GO);
  const stays = of(ImageState.STAYS, ImageState.HELD) + archived + mayGo;
  const goes = of(ImageState.GOES);
  const assumed = of(ImageState.ASSUMED);
  const cost = (bytes: number) => formatDollars(dollarsPerMonth(bytes, pricePerGbMonth));
  const than = (difference: number, format: (value: number) => string = count) =>
    reference === undefined || difference === 0
      ? undefined
      : `${difference < 0 ? '−' : '+'}${format(Math.abs(difference))} compared with the ${reference.name}`;
  const other = reference?.summary;
  const when = dayName(day);

  return (
    <ul class="cards" aria-label={`Numbers ${when}`}>
      <Card
        name={`Stay ${when}`}
        value={counted(stays, 'image')}
        facts={[
          `of ${count(stays + goes)} in the inventory`,
          archived > 0 && `${count(archived)} of them archived`,
          mayGo > 0 && `${count(mayGo)} of them may go`,
        ]}
        change={other && than(goesOf(other) - goes)}
      />
      <Card
        name={day === 0 ? 'Go today' : `Gone ${when}`}
        value={counted(goes, 'image')}
        facts={[mayGo > 0 && `up to ${count(goes + mayGo)} with those that may go`]}
        change={other && than(goes - goesOf(other))}
      />
      <Card
        name={`Storage ${when}`}
        prefix={hasSizes ? 'at most' : undefined}
        value={hasSizes ? range(formatBytes(least.sizeInBytes), formatBytes(most.sizeInBytes)) : 'not known'}
        facts={[
          hasSizes && 'layers that images share are counted once per image',
          day > 0 && `with ${count(assumed)} of the assumed pushes`,
        ]}
        change={hasSizes && other && than(most.sizeInBytes - other.most.sizeInBytes, formatBytes)}
      />
      <Card
        name={`Cost ${when}`}
        prefix={hasSizes ? 'at most' : undefined}
        value={hasSizes ? range(cost(least.sizeInBytes), cost(most.sizeInBytes)) : 'not known'}
        facts={[
          hasSizes && `a month, at ${formatDollars(pricePerGbMonth)} per GB`,
          hasSizes && withoutPolicy !== undefined && `${cost(withoutPolicy)} without a policy`,
        ]}
        change={hasSizes && other && than(most.sizeInBytes - other.most.sizeInBytes, cost)}
      />
    </ul>
  );
}

function goesOf({ byState }: Summary): number {
  return byState[ImageState.GOES];
}

interface CardProps {
  readonly name: string;
  /** Words before the value. */
  readonly prefix?: string;
  readonly value: string;
  readonly facts: readonly (string | false | undefined)[];
  /** The difference from the reference, with its sign. */
  readonly change?: string | false;
}

function Card({ name, prefix, value, facts, change }: CardProps) {
  return (
    <li class="card number">
      <span class="muted">{name}</span>
      <strong>
        {prefix && <small>{prefix} </small>}
        {value}
      </strong>
      {change && <span class="fact change">{change}</span>}
      {facts.map((fact) => fact && <span class="fact muted">{fact}</span>)}
    </li>
  );
}
