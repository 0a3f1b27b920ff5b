import { PushFamily } from './core/forecast/push-families';
import { MILLISECONDS_PER_DAY } from './core/images';
import { momentAndPrice, PreviewOptions } from './preview-options';
import { describeValue, quoted } from '../private/format-value';
import { checkOptions } from '../private/input-type';
import { SecureRepositoryError } from '../private/secure-repository-error';

const METHOD = 'LifecyclePolicy.forecast';
const MOST_DAYS = 3_650;
/** More would not fit into memory. */
const MOST_PUSHES = 1_000_000;

/** Options for `LifecyclePolicy.forecast`. */
export interface ForecastOptions extends PreviewOptions {
  /**
   * The number of days after `now`, a whole number from 1 to 3,650.
   * @default 90
   */
  readonly days?: number;
  /**
   * The assumed number of pushes a day, by the name of a tag family in `LifecycleForecast.families`. At least 0; 0.5 is a push every other day.
   * All families together can have up to 1,000,000 pushes in all days. A name that is not a family of the inventory is an error.
   * @default - the rate of the images that are left of each family
   */
  readonly pushesPerDay?: { [family: string]: number };
}

/** The options with their defaults. */
export interface CheckedForecastOptions {
  readonly now: number;
  readonly pricePerGbMonth: number;
  readonly days: number;
  readonly rates: ReadonlyMap<string, number>;
}

/** Checks the options. The names of families are checked by `checkRates`. */
export function forecastOptions(options: ForecastOptions): CheckedForecastOptions {
  const { now, pricePerGbMonth } = momentAndPrice(METHOD, options);
  checkOptions(`${METHOD}(inventory, options)`, 'options', options, { pushesPerDay: 'object' });
  const { days = 90, pushesPerDay = {} } = options;
  if (!(Number.isInteger(days) && days >= 1 && days <= MOST_DAYS)) {
    throw new SecureRepositoryError(
      'lifecycle-option',
      `${METHOD}({ days })`,
      `${describeValue(days)} is not a whole number from 1 to ${MOST_DAYS}. Use 90, for example.`,
    );
  }
  if (pushesPerDay instanceof Map) {
    throw new SecureRepositoryError(
      'lifecycle-option',
      `${METHOD}({ pushesPerDay })`,
      'the value is a Map, but must be an object with a number for each tag family. Use Object.fromEntries(map).',
    );
  }
  if (Number.isNaN(new Date(now + days * MILLISECONDS_PER_DAY).getTime())) {
    throw new SecureRepositoryError(
      'lifecycle-option',
      `${METHOD}({ now })`,
      `${new Date(now).toISOString()} is too late: a Date cannot represent the day ${days} days after it. Pass an earlier date.`,
    );
  }
  return { now, pricePerGbMonth, days, rates: new Map(Object.entries(pushesPerDay)) };
}

/** Throws an error unless each rate is for a family of the inventory and possible. */
export function checkRates({ rates, days }: CheckedForecastOptions, families: readonly PushFamily[]): void {
  const place = `${METHOD}({ pushesPerDay })`;
  const names = families.map(({ name }) => name);
  for (const [family, rate] of rates) {
    if (!names.includes(family)) {
      const known = names.length === 0 ? 'The inventory has no images' : `The inventory has ${names.slice(0, 10).map(quoted).join(', ')}`;
      throw new SecureRepositoryError(
        'lifecycle-option',
        place,
        `${quoted(family)} is not a tag family of the inventory, of which the assumed images are copies. ${known}. Use a name in LifecycleForecast.families.`,
      );
    }
    if (!(Number.isFinite(rate) && rate >= 0)) {
      throw new SecureRepositoryError(
        'lifecycle-option',
        place,
        `the rate of ${quoted(family)} is ${describeValue(rate)}, but must be a number of at least 0. Use 0.5 for a push every other day, for example.`,
      );
    }
  }
  const pushes = families.reduce((sum, { name, pushesPerDay }) => sum + (rates.get(name) ?? pushesPerDay) * days, 0);
  if (pushes > MOST_PUSHES) {
    throw new SecureRepositoryError(
      'lifecycle-option',
      place,
      `the rates are ${Math.round(pushes)} pushes in ${days} days, but a forecast accepts at most ${MOST_PUSHES}. Use lower rates or fewer days.`,
    );
  }
}
