import { PolicyDocument } from './core/document';
import { forecastAssumptions } from './core/forecast/assumptions';
import { forecastOf } from './core/forecast/forecast';
import { ForecastBasis } from './core/forecast/forecast-basis';
import { pushFamilies } from './core/forecast/push-families';
import { MILLISECONDS_PER_DAY } from './core/images';
import { dollarsPerMonth, formatBytes, formatDollars } from './core/storage-size';
import { checkRates, ForecastOptions, forecastOptions } from './forecast-options';
import { ImageInventory } from './image-inventory';

/**
 * The images of a repository at the end of a day. The members without `least` are the upper limits, for the case that ECR does only what is
 * certain. Those with `least` are the lower limits, for the case that ECR also does everything that is possible.
 */
export interface ForecastDay {
  /** The time at which the policy is applied. */
  readonly date: Date;
  /** The number of images, archived images included. */
  readonly imageCount: number;
  /** The number of archived images. */
  readonly archivedImageCount: number;
  /** The total size of the images in bytes, archived images included. Layers that images share count once per image. */
  readonly sizeInBytes: number;
  /** The cost of the images in dollars for a month. It is the maximum, because images share layers. */
  readonly dollarsPerMonth: number;
  /** The number of images if everything possible happens. */
  readonly leastImageCount: number;
  /** The total size in bytes if everything possible happens. */
  readonly leastSizeInBytes: number;
  /** The cost in dollars for a month if everything possible happens. */
  readonly leastDollarsPerMonth: number;
}

/** The images whose tags differ only in numbers and hashes. The forecast assumes that each family continues to be pushed. */
export interface ForecastFamily {
  /** A tag with `*` in place of numbers and hashes, such as `main-*`; `untagged` for images without tags, `artifacts` for artifacts without their subject. */
  readonly name: string;
  /** The number of images in the inventory. */
  readonly imageCount: number;
  /** The number of pushes that are assumed for each day. */
  readonly pushesPerDay: number;
  /** The size of a push in bytes: the mean of the images that are left, each with its artifacts and the images of its manifest list. */
  readonly meanSizeInBytes: number;
  /**
   * Why the rate of the images is 0.
   * @default - the images have a rate
   */
  readonly remark?: string;
}

/**
 * The effect of a lifecycle policy on the images of a repository in the coming days, with the pushes that its tag families are assumed to have.
 *
 * Each day is that of a preview: ECR's actions of one day are carried out before the next.
 */
export class LifecycleForecast {
  /**
   * @param document none for a repository without a policy
   * @internal
   */
  public static _of(document: PolicyDocument | undefined, inventory: ImageInventory, options: ForecastOptions): LifecycleForecast {
    const { _images: images, _manifestLists: lists } = inventory;
    const checked = forecastOptions(options);
    const { now, days, rates, pricePerGbMonth } = checked;
    const families = pushFamilies(images, lists, now);
    checkRates(checked, families);
    const rules = document?.rules ?? [];
    const basis = new ForecastBasis(images, lists, now, days, rates);
    return new LifecycleForecast(
      forecastOf(rules, basis).days.map(({ most, least }, day) => ({
        date: new Date(now + day * MILLISECONDS_PER_DAY),
        imageCount: most.imageCount,
        archivedImageCount: most.archivedImageCount,
        sizeInBytes: most.sizeInBytes,
        dollarsPerMonth: dollarsPerMonth(most.sizeInBytes, pricePerGbMonth),
        leastImageCount: least.imageCount,
        leastSizeInBytes: least.sizeInBytes,
        leastDollarsPerMonth: dollarsPerMonth(least.sizeInBytes, pricePerGbMonth),
      })),
      families.map(({ name, imageCount, pushesPerDay, meanSizeInBytes, remark }) => ({
        name,
        imageCount,
        pushesPerDay: rates.get(name) ?? pushesPerDay,
        meanSizeInBytes,
        ...(remark === undefined || rates.has(name) ? {} : { remark }),
      })),
      forecastAssumptions({ images, lists, rules }),
    );
  }

  private constructor(
    private readonly allDays: readonly ForecastDay[],
    private readonly allFamilies: readonly ForecastFamily[],
    private readonly sentences: readonly string[],
  ) {}

  /** The days, from `now`, where the policy has been applied once, to the last one. */
  public get days(): ForecastDay[] {
    return [...this.allDays];
  }

  /** The tag families of the inventory with the pushes that the forecast assumes, the one with the most images first. */
  public get families(): ForecastFamily[] {
    return [...this.allFamilies];
  }

  /** What the forecast assumes, and what it cannot know, in sentences. */
  public get assumptions(): string[] {
    return [...this.sentences];
  }

  /** Returns the first and the last day in one line. */
  public summary(): string {
    const last = this.allDays.length - 1;
    return `today ${describeDay(this.allDays[0])}; in ${last === 1 ? 'a day' : `${last} days`} ${describeDay(this.allDays[last])}`;
  }
}

function describeDay(day: ForecastDay): string {
  const images = day.imageCount === day.leastImageCount ? `${day.imageCount}` : `${day.leastImageCount} to ${day.imageCount}`;
  return `${images} image${images === '1' ? '' : 's'}, ${formatBytes(day.sizeInBytes)}, at most ${formatDollars(day.dollarsPerMonth)} a month`;
}
