import { ImageState } from './image-state';
import { Picture } from './picture';
import { ForecastDay } from '../../src/lifecycle/core/forecast/forecast';

/** The numbers of a picture. */
export interface Summary {
  /** The number of images in each `ImageState`. */
  readonly byState: readonly number[];
  /** The images that are still there, archived ones and assumed ones included: if ECR does only what is certain, and if it does all that is possible. */
  readonly most: ForecastDay['most'];
  readonly least: ForecastDay['least'];
}

/** Counts the images of a picture. */
export function summaryOf({ effect, day, states }: Picture): Summary {
  const byState = new Array<number>(ImageState.ASSUMED_GOES + 1).fill(0);
  for (const state of states) byState[state]++;
  return { byState, ...effect.forecast.days[day] };
}
