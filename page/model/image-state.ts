/** What a policy has done to an image on the day that the page shows. The order is that of the legend. */
export enum ImageState {
  /** Not pushed yet. */
  ABSENT,
  STAYS,
  /** A manifest list that stays references the image. */
  HELD,
  ARCHIVED,
  MAY_BE_ARCHIVED,
  MAY_GO,
  GOES,
  /** An assumed push. */
  ASSUMED,
  /** An assumed push that the policy expires again. */
  ASSUMED_GOES,
}

/** The words for the states of images that can be seen. */
export const STATE_WORDS: { readonly [state in Exclude<ImageState, ImageState.ABSENT>]: string } = {
  [ImageState.STAYS]: 'stays',
  [ImageState.HELD]: 'held by a manifest list',
  [ImageState.ARCHIVED]: 'archived',
  [ImageState.MAY_BE_ARCHIVED]: 'may be archived',
  [ImageState.MAY_GO]: 'may go',
  [ImageState.GOES]: 'goes',
  [ImageState.ASSUMED]: 'will be pushed (assumed)',
  [ImageState.ASSUMED_GOES]: 'assumed, and goes',
};

/** The word for a state. */
export function stateWord(state: ImageState): string {
  return state === ImageState.ABSENT ? 'not pushed yet' : STATE_WORDS[state];
}
