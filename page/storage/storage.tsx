import { useMemo, useRef } from 'preact/hooks';
import { PushRates } from './push-rates';
import { storageLines } from './storage-lines';
import { storageChart } from '../../src/lifecycle/core/chart/storage-chart';
import { storedBytes } from '../../src/lifecycle/core/chart/stored-bytes';
import { forecastAssumptions } from '../../src/lifecycle/core/forecast/assumptions';
import { hasSizes } from '../model/notices';
import { PolicyChoice } from '../model/policy-choice';
import { DAYS, Rates, RepositoryModel } from '../model/repository-model';
import { useWidth } from '../time-line/use-width';

interface StorageProps {
  readonly name?: string;
  readonly model: RepositoryModel;
  readonly choices: readonly PolicyChoice[];
  /** Whether the first picture is painted. The chart needs more forecasts, and follows it. */
  readonly isPainted: boolean;
  readonly rates: Rates;
  readonly onRates: (rates: Rates) => void;
  readonly day: number;
  readonly pricePerGbMonth: number;
}

/** The storage and its cost in the past and in the coming days, under each policy, with what the forecast assumes. */
export function Storage({ name, model, choices, isPainted, rates, onRates, day, pricePerGbMonth }: StorageProps) {
  const { images, now } = model;
  const place = useRef<HTMLDivElement>(null);
  const width = useWidth(place);
  const past = useMemo(() => storedBytes(images.images, now, DAYS), [images, now]);
  const isKnown = images.images.length > 0 && hasSizes(images);
  const rules = choices.flatMap(({ document }) => document?.rules ?? []);
  const chart = () => {
    const lines = storageLines(model, choices, rates);
    return storageChart({ repository: name, now, past, lines, pricePerGbMonth }, { idPrefix: 'storage', width, day });
  };

  return (
    <section class="card storage" aria-labelledby="storage-heading">
      <h2 id="storage-heading">Storage and cost, past and next {DAYS} days</h2>
      {isKnown ? (
        <>
          {/* the text of the chart is escaped where it is written */}
          <div ref={place} class="storage-place" dangerouslySetInnerHTML={{ __html: isPainted && width > 0 ? chart() : '' }} />
          <p class="fact muted">The area is the past of the images that are left. Images that were deleted are not known.</p>
        </>
      ) : (
        <p>{images.images.length === 0 ? 'There are no images whose storage could be shown.' : 'The sizes of the images are not known.'}</p>
      )}
      {images.images.length > 0 && (
        <>
          <PushRates families={model.catalogue(rates).basis.families} rates={rates} onRates={onRates} />
          <h3>What the forecast assumes</h3>
          <ul class="fact">
            {forecastAssumptions({ ...images, rules }).map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}
