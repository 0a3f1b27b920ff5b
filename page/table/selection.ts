import { Catalogue } from '../model/catalogue';
import { ImageState } from '../model/image-state';
import { Picture } from '../model/picture';

/** Which images the table shows. */
export interface Filter {
  /** A part of a tag or digest, in any case. */
  readonly text: string;
  readonly state?: ImageState;
  /** The place of the rule that decides about the image. */
  readonly rule?: number;
  /** Only images that something runs. */
  readonly inUse: boolean;
}

export const NO_FILTER: Filter = { text: '', inUse: false };

/** Whether a filter selects everything that is there. */
export function isEmpty({ text, state, rule, inUse }: Filter): boolean {
  return text.trim() === '' && state === undefined && rule === undefined && !inUse;
}

/** The images whose tags or digest contain a text, as one byte for each; undefined for all. No policy changes them, so the last text is kept. */
export class TextMatches {
  private last?: { readonly text: string; readonly matches: Uint8Array };

  constructor(private readonly catalogue: Catalogue) {}

  public of(text: string): Uint8Array | undefined {
    const wanted = text.trim().toLowerCase();
    if (wanted === '') return undefined;
    if (this.last?.text !== wanted) {
      this.last = { text: wanted, matches: Uint8Array.from(this.catalogue.texts, (one) => Number(one.includes(wanted))) };
    }
    return this.last.matches;
  }
}

/** The images that a filter selects, as one byte for each; undefined if it selects all. */
export function selectionOf(picture: Picture, filter: Filter, texts: TextMatches): Uint8Array | undefined {
  if (isEmpty(filter)) return undefined;
  const { effect, states } = picture;
  const { isInUse } = effect.catalogue;
  const matches = texts.of(filter.text);
  const { state, rule, inUse } = filter;
  const ruleOf = rule === undefined ? undefined : ruleOfImages(picture);
  return states.map((one, place) =>
    Number(
      (matches === undefined || matches[place] === 1) &&
        (state === undefined || one === state) &&
        (ruleOf === undefined || ruleOf(place) === rule) &&
        (!inUse || isInUse[place] === 1),
    ),
  );
}

/** The place of the rule that decides about an image: the one that expires it by the day of the picture, or the first that selects it. */
function ruleOfImages({ effect, takenBy }: Picture): (place: number) => number {
  const places = new Map(effect.rules.map((rule, place) => [rule, place]));
  const { verdicts } = effect.today;
  return (image) => {
    if (takenBy[image] >= 0) return takenBy[image];
    const rule = verdicts[image]?.identification?.rule;
    return rule === undefined ? -1 : (places.get(rule) ?? -1);
  };
}
