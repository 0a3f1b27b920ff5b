import { ImageState } from './image-state';
import { PolicyEffect } from './policy-effect';
import { Verdict } from '../../src/lifecycle/core/verdicts';

/** The images on one day under one policy. */
export interface Picture {
  readonly effect: PolicyEffect;
  readonly day: number;
  /** By the place of the image in the catalogue. */
  readonly states: Uint8Array;
  /** The place of the rule that expires the image, or -1. */
  readonly takenBy: Int16Array;
  /** Whether reasons are shown. They need the verdicts of all images. */
  readonly hasReasons: boolean;
}

/**
 * Computes the picture of a day from the forecast, so that it costs little while the date moves. Which images are held is known of today: on later
 * days, those are held whose list is certain to be there still. What happens on later days is certain if it happens in both limits of the forecast: a
 * rule that keeps a number of images expires fewer others where one of them may go.
 * @param hasReasons whether the verdicts of today may be evaluated: for the images that are held, and for the reasons
 */
export function pictureOf(effect: PolicyEffect, day: number, hasReasons = false): Picture {
  const { catalogue } = effect;
  const { basis } = catalogue;
  const { certain, possible } = effect.forecast;
  const { images, entryDays } = basis;
  const verdicts = hasReasons ? effect.verdictsWithHolds : undefined;
  const states = new Uint8Array(images.length);
  const takenBy = new Int16Array(images.length).fill(-1);
  const isDone = (days: Int16Array, place: number) => days[place] >= 0 && days[place] <= day;
  // a list that is expired by that day holds nothing
  const isHeld = (verdict: Verdict | undefined) =>
    verdict?.hold?.isCertain === true &&
    verdict.hold.by !== undefined &&
    !isDone(possible.expires, catalogue.placeOf.get(verdict.hold.by.image.digest)!);

  for (let place = 0; place < images.length; place++) {
    if (entryDays[place] > day) continue;
    const isAssumed = entryDays[place] > 0;
    const goes = isDone(certain.expires, place) && isDone(possible.expires, place);
    const mayGo = isDone(certain.expires, place) || isDone(possible.expires, place);
    if (mayGo) takenBy[place] = (isDone(certain.expires, place) ? certain : possible).expiredBy[place];
    const isArchived = isDone(certain.archived, place) && isDone(possible.archived, place);
    const mayBeArchived = isDone(certain.archived, place) || isDone(possible.archived, place);
    if (goes) states[place] = isAssumed ? ImageState.ASSUMED_GOES : ImageState.GOES;
    else if (isAssumed) states[place] = ImageState.ASSUMED;
    else if (mayGo) states[place] = ImageState.MAY_GO;
    else if (images[place].status === 'ARCHIVED' || isArchived) states[place] = ImageState.ARCHIVED;
    else if (mayBeArchived) states[place] = ImageState.MAY_BE_ARCHIVED;
    else states[place] = isHeld(verdicts?.[place]) ? ImageState.HELD : ImageState.STAYS;
  }
  return { effect, day, states, takenBy, hasReasons };
}
