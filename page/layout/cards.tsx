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
  /** Whether images can share layers, so that the sum of their sizes is an upper limit. */
  readonly hasSharedLayers: boolean;
  readonly pricePerGbMonth: number;
}

/** The numbers of the day: what stays, what goes, storage and cost. */
export function Cards({ day, shown, reference, withoutPolicy, hasSizes, hasSharedLayers, pricePerGbMonth }: CardsProps) {
  const { byState } = shown;
  const archived = byState[ImageState.ARCHIVED];
  const mayBeArchived = byState[ImageState.MAY_BE_ARCHIVED];
  const mayGo = byState[ImageState.MAY_GO];
  const stays = staysOf(shown);
  const goes = byState[ImageState.GOES];
  const assumed = byState[ImageState.ASSUMED];
  // assumed pushes are copies of images
  const isUpperLimit = hasSharedLayers || (hasSizes && assumed > 0);
  const cost = (bytes: number) => formatDollars(dollarsPerMonth(bytes, pricePerGbMonth));
  const sizes = ({ most, least }: Summary) => range(formatBytes(least.sizeInBytes), formatBytes(most.sizeInBytes));
  const costs = ({ most, least }: Summary) => range(cost(least.sizeInBytes), cost(most.sizeInBytes));
  const isRange = shown.least.sizeInBytes !== shown.most.sizeInBytes;
  const withReference = (value: string, ofOther: string) => value !== ofOther && `${ofOther} with the ${reference?.name}`;
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
          mayBeArchived > 0 && `${count(mayBeArchived)} of them may be archived`,
          mayGo > 0 && `${count(mayGo)} of them may go`,
        ]}
        change={other && withReference(count(stays), count(staysOf(other)))}
      />
      <Card
        name={day === 0 ? 'Go today' : `Gone ${when}`}
        value={counted(goes, 'image')}
        facts={[mayGo > 0 && `up to ${count(goes + mayGo)} with those that may go`]}
        change={other && withReference(count(goes), count(other.byState[ImageState.GOES]))}
      />
      <Card
        name={`Storage ${when}`}
        prefix={isUpperLimit ? 'at most' : undefined}
        value={hasSizes ? sizes(shown) : 'not known'}
        facts={[
          isUpperLimit && 'layers that images share are counted once per image',
          isRange && 'the smaller value if everything goes that may go',
          day > 0 && `with ${count(assumed)} of the assumed pushes`,
        ]}
        change={hasSizes && other && withReference(sizes(shown), sizes(other))}
      />
      <Card
        name={`Cost ${when}`}
        prefix={isUpperLimit ? 'at most' : undefined}
        value={hasSizes ? costs(shown) : 'not known'}
        facts={[
          hasSizes && `a month, at ${formatDollars(pricePerGbMonth)} per GB`,
          hasSizes && withoutPolicy !== undefined && `${cost(withoutPolicy)} without a policy`,
        ]}
        change={hasSizes && other && withReference(costs(shown), costs(other))}
      />
    </ul>
  );
}

/** The images of the inventory that do not go for certain. */
function staysOf({ byState }: Summary): number {
  const states = [ImageState.STAYS, ImageState.HELD, ImageState.ARCHIVED, ImageState.MAY_BE_ARCHIVED, ImageState.MAY_GO];
  return states.reduce((sum, state) => sum + byState[state], 0);
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
