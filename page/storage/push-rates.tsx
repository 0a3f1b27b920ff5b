import { useState } from 'preact/hooks';
import { PushFamily } from '../../src/lifecycle/core/forecast/push-families';
import { formatBytes } from '../../src/lifecycle/core/storage-size';
import { OWN_RATES, Rates } from '../model/repository-model';
import { counted } from '../model/words';

const FIRST_FAMILIES = 6;
/** More would not be drawn in time. */
const MOST_PUSHES = 1000;

interface PushRatesProps {
  readonly families: readonly PushFamily[];
  readonly rates: Rates;
  readonly onRates: (rates: Rates) => void;
}

/** The pushes a day that the forecast assumes for each family of tags. Each number can be changed. */
export function PushRates({ families, rates, onRates }: PushRatesProps) {
  const [isWhole, setWhole] = useState(false);
  const [refused, setRefused] = useState('');
  const shown = isWhole ? families : families.slice(0, FIRST_FAMILIES);
  const change = (name: string, text: string) => {
    const rate = Number(text);
    const isRate = text.trim() !== '' && rate >= 0 && rate <= MOST_PUSHES;
    setRefused(isRate ? '' : `${name}: the rate is not changed. Use a number from 0 to ${MOST_PUSHES}.`);
    if (isRate) onRates(new Map([...rates, [name, rate]]));
  };
  const reset = () => {
    setRefused('');
    onRates(OWN_RATES);
  };

  return (
    <div class="push-rates">
      <h3 id="push-rates-title">Assumed pushes a day</h3>
      <ul aria-labelledby="push-rates-title">
        {shown.map((family) => (
          <li key={family.name}>
            <label>
              <span class="family">{family.name}</span>
              <input
                type="number"
                min={0}
                max={MOST_PUSHES}
                step="any"
                value={shortRate(rates.get(family.name) ?? family.pushesPerDay)}
                onChange={({ currentTarget }) => change(family.name, currentTarget.value)}
              />
            </label>
            <span class="fact muted">{describe(family)}</span>
          </li>
        ))}
      </ul>
      <p class="fact" role="status">
        {refused}
      </p>
      <div class="rate-buttons">
        {families.length > shown.length && (
          <button type="button" class="small" onClick={() => setWhole(true)}>
            Show all {families.length} tag families
          </button>
        )}
        <button type="button" class="small" disabled={rates.size === 0} onClick={reset}>
          Use the rates of the inventory
        </button>
      </div>
    </div>
  );
}

function describe({ imageCount, meanSizeInBytes, remark }: PushFamily): string {
  // manifest lists have no size, and that of other images may not be known
  const size = meanSizeInBytes === 0 ? '' : `, ${formatBytes(meanSizeInBytes)} each`;
  return `${counted(imageCount, 'image')}${size}${remark === undefined ? '' : `; ${remark}`}`;
}

/** Two decimals tell the rates of families apart, and zeros behind them do not. */
function shortRate(rate: number): string {
  return String(Number(rate.toFixed(2)));
}
