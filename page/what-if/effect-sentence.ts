import { Fates, Forecast, ForecastDay } from '../../src/lifecycle/core/forecast/forecast';
import { dollarsPerMonth, formatDollars } from '../../src/lifecycle/core/storage-size';
import { count, counted, range } from '../model/words';

/** The policy with which the rules of the form are compared. */
export interface Reference {
  /** Such as `present policy`. */
  readonly name: string;
  readonly forecast: Forecast;
}

/**
 * Says in a sentence what the rules do by the last day, and what they do today.
 * @param reference undefined to compare with nothing
 * @param pricePerGbMonth in dollars; undefined if no size is known
 */
export function effectSentence(forecast: Forecast, reference: Reference | undefined, pricePerGbMonth: number | undefined): string {
  const other = reference?.forecast;
  const name = reference?.name ?? '';
  const start = `In ${forecast.days.length - 1} days`;
  if (other !== undefined && isSame(forecast, other)) {
    return `No difference from the ${name}. ${effectSentence(forecast, undefined, pricePerGbMonth)}`;
  }

  const last = forecast.days[forecast.days.length - 1];
  const otherLast = other?.days[other.days.length - 1];
  const cost = pricePerGbMonth === undefined ? [] : [costWords(last, otherLast, pricePerGbMonth)];
  const today = actsWords(forecast, other, 'expires', 'go', 'goes');
  const archiving = [forecast, other].some((one) => one !== undefined && actsToday(one.possible.archived) > 0);
  return (
    `${start}: ${[imageWords(last, otherLast, name), ...cost].join(', ')}; today ${today}` +
    `${archiving ? `, and ${actsWords(forecast, other, 'archived', 'are archived', 'is archived')}` : ''}.`
  );
}

function imageWords({ most, least }: ForecastDay, other: ForecastDay | undefined, name: string): string {
  const isExact = most.imageCount === least.imageCount && other?.most.imageCount === other?.least.imageCount;
  if (other === undefined || !isExact) {
    const ofOther = other === undefined ? '' : ` in place of ${bounds(other.least.imageCount, other.most.imageCount)} with the ${name}`;
    return `${bounds(least.imageCount, most.imageCount)} ${most.imageCount === 1 ? 'image' : 'images'}${ofOther}`;
  }
  const more = most.imageCount - other.most.imageCount;
  if (more === 0) return `as many images as with the ${name} (${count(most.imageCount)})`;
  return `${counted(Math.abs(more), 'image')} ${more > 0 ? 'more' : 'fewer'} than with the ${name}`;
}

/** Layers that images share cost once, so that a sum of sizes is a maximum. */
function costWords({ most }: ForecastDay, other: ForecastDay | undefined, price: number): string {
  const dollars = ({ sizeInBytes }: ForecastDay['most']) => formatDollars(dollarsPerMonth(sizeInBytes, price));
  return `at most ${dollars(most)} a month${other === undefined ? '' : ` in place of ${dollars(other.most)}`}`;
}

function actsWords(
  { certain, possible }: Forecast,
  other: Forecast | undefined,
  fate: 'expires' | 'archived',
  many: string,
  one: string,
): string {
  const most = actsToday(possible[fate]);
  const ofOther = other === undefined ? '' : ` in place of ${bounds(actsToday(other.certain[fate]), actsToday(other.possible[fate]))}`;
  return `${bounds(actsToday(certain[fate]), most)} ${most === 1 ? `image ${one}` : `images ${many}`}${ofOther}`;
}

function actsToday(days: Int16Array): number {
  return days.reduce((sum, day) => (day === 0 ? sum + 1 : sum), 0);
}

function bounds(least: number, most: number): string {
  return range(count(Math.min(least, most)), count(Math.max(least, most)));
}

/** Whether the same happens to every image on the same day. */
function isSame(one: Forecast, other: Forecast): boolean {
  const days = ({ expires, archived }: Fates) => [expires, archived];
  const of = ({ certain, possible }: Forecast) => [...days(certain), ...days(possible)];
  const others = of(other);
  return of(one).every((list, index) => list.length === others[index].length && list.every((day, place) => day === others[index][place]));
}
