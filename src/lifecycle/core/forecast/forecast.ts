import { DocumentRule } from '../document';
import { RepositoryImage } from '../images';

/** What no policy changes: the images of the inventory and the assumed pushes of the coming days. */
export interface ForecastBasis {
  /** The time of day 0. */
  readonly now: number;
  /** The last day. */
  readonly days: number;
  /** All images, the newest first: those of the inventory, and the assumed ones. */
  readonly images: readonly RepositoryImage[];
  /** For each image, the day on which it is there: 0 for those of the inventory. */
  readonly entryDays: Int16Array;
}

/** The images at the end of a day, after the policy was applied. */
export interface ForecastTotals {
  /** Archived ones included. */
  readonly imageCount: number;
  /** Archived ones included. Layers that images share count once per image. */
  readonly sizeInBytes: number;
  readonly archivedImageCount: number;
  readonly archivedBytes: number;
}

/** A day of the forecast. */
export interface ForecastDay {
  /** If ECR does only what is certain. */
  readonly most: ForecastTotals;
  /** If ECR also does what is possible. */
  readonly least: ForecastTotals;
}

/** What happens to each image, in the order of the images of the basis. -1 stands for never, and for no rule. */
export interface Fates {
  readonly expires: Int16Array;
  readonly archived: Int16Array;
  /** The place, in the order of priorities, of the rule that expires the image. */
  readonly expiredBy: Int16Array;
  readonly archivedBy: Int16Array;
}

/** The effect of a policy on the images of the coming days. */
export interface Forecast {
  /** From day 0 to the last one. */
  readonly days: readonly ForecastDay[];
  /** If ECR does only what is certain. */
  readonly certain: Fates;
  /** If ECR also does what is possible. The same object where everything is certain. */
  readonly possible: Fates;
}

/** Computes the forecast of a policy. */
export type ForecastOf = (rules: readonly DocumentRule[], basis: ForecastBasis) => Forecast;
