import { ImageState } from '../model/image-state';
import { Picture } from '../model/picture';
import { PolicyEffect } from '../model/policy-effect';

/** The shapes of marks. Each state has its own, so that it can be seen without colours. */
export type Shape =
  'disc' | 'shield' | 'square' | 'open-square' | 'triangle' | 'ring' | 'dot' | 'cross' | 'plus' | 'star' | 'bar' | 'corner' | 'slash';

/** The appearance of a mark: its shape, and the name of the CSS variable with its colour. */
export interface Mark {
  readonly shape: Shape;
  readonly colour: string;
}

const OF_STATES: { readonly [state in ImageState]?: Mark } = {
  [ImageState.STAYS]: { shape: 'disc', colour: '--stays' },
  [ImageState.HELD]: { shape: 'shield', colour: '--held' },
  [ImageState.ARCHIVED]: { shape: 'square', colour: '--archived' },
  [ImageState.MAY_BE_ARCHIVED]: { shape: 'open-square', colour: '--archived' },
  [ImageState.MAY_GO]: { shape: 'triangle', colour: '--may-go' },
  [ImageState.ASSUMED]: { shape: 'ring', colour: '--stays' },
  [ImageState.ASSUMED_GOES]: { shape: 'dot', colour: '--muted' },
};

/** The marks of rules that expire images. With more rules than marks, several rules share one, and the sentence of the image names the rule. */
const OF_RULES: readonly Mark[] = [
  { shape: 'cross', colour: '--rule-1' },
  { shape: 'plus', colour: '--rule-2' },
  { shape: 'star', colour: '--rule-3' },
  { shape: 'slash', colour: '--rule-4' },
  { shape: 'bar', colour: '--rule-5' },
  { shape: 'corner', colour: '--rule-6' },
];

/** All marks. A mark is stored as its place in this list. */
export const MARKS: readonly Mark[] = [...Object.values(OF_STATES), ...OF_RULES];
const NONE = 255;
const BY_STATE = Array.from({ length: ImageState.ASSUMED_GOES + 1 }, (_, state) => {
  const mark = OF_STATES[state as ImageState];
  return mark === undefined ? NONE : MARKS.indexOf(mark);
});
const FIRST_OF_RULES = MARKS.length - OF_RULES.length;

/** The rules that expire an image on some day, in the order of their priorities: the first of them gets the first mark, whatever the day. */
export function expiringRules({ forecast }: PolicyEffect): number[] {
  const rules = new Set<number>();
  for (const { expiredBy } of [forecast.certain, forecast.possible]) for (const rule of expiredBy) if (rule >= 0) rules.add(rule);
  return [...rules].sort((one, other) => one - other);
}

/** The mark of a rule, as its place in `MARKS`. */
export function markOfRule(rules: readonly number[], rule: number): number {
  return FIRST_OF_RULES + (rules.indexOf(rule) % OF_RULES.length);
}

/** The mark of a state other than `GOES`, as its place in `MARKS`. */
export function markOfState(state: ImageState): number {
  return BY_STATE[state];
}

/** The mark of each image, as its place in `MARKS`; 255 for an image that is not there. */
export function marksOf(picture: Picture, rules: readonly number[]): Uint8Array {
  const { states, takenBy } = picture;
  const byRule = new Map(rules.map((rule) => [rule, markOfRule(rules, rule)]));
  return states.map((state, place) => (state === ImageState.GOES ? byRule.get(takenBy[place])! : BY_STATE[state]));
}
