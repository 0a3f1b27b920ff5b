import { useMemo } from 'preact/hooks';
import { nearest, Positions } from './positions';
import { stepped } from './steps';
import { imageSentence } from '../model/image-words';
import { Picture } from '../model/picture';

interface ChooserProps {
  readonly picture: Picture;
  readonly positions: Positions;
  readonly isSelected?: Uint8Array;
  readonly chosen: number;
  readonly onChoose: (place: number) => void;
  readonly onHover: (place: number) => void;
}

/** A list box above the marks, whose one option is the chosen image: for a pointer, for the keyboard and for a screen reader. */
export function Chooser({ picture, positions, isSelected, chosen, onChoose, onHover }: ChooserProps) {
  const { states } = picture;
  const isVisible = (place: number) => states[place] !== 0 && isSelected?.[place] !== 0;
  const places = useMemo(() => visiblePlaces(states, isSelected), [states, isSelected]);
  const placeAt = ({ offsetX, offsetY }: MouseEvent) => nearest(positions, offsetX, offsetY, isVisible);
  const index = places.indexOf(chosen);

  return (
    <div
      class="chooser"
      role="listbox"
      tabIndex={0}
      aria-labelledby="time-line-title"
      aria-describedby="time-line-keys"
      aria-activedescendant={index < 0 ? undefined : 'chosen-image'}
      onKeyDown={(event) => {
        const next = event.ctrlKey || event.altKey || event.metaKey ? undefined : stepped(event.key, places, chosen);
        if (next === undefined) return;
        event.preventDefault();
        onChoose(next);
      }}
      onMouseMove={(event) => onHover(placeAt(event))}
      onMouseLeave={() => onHover(-1)}
      onClick={(event) => {
        const place = placeAt(event);
        if (place >= 0) onChoose(place);
      }}
    >
      {index >= 0 && (
        <div class="hidden" role="option" id="chosen-image" aria-selected="true" aria-setsize={places.length} aria-posinset={index + 1}>
          {imageSentence(picture, chosen)}
        </div>
      )}
    </div>
  );
}

/** The images that can be chosen, the oldest push first. */
function visiblePlaces(states: Uint8Array, isSelected?: Uint8Array): Int32Array {
  const places = new Int32Array(states.length);
  let length = 0;
  for (let place = states.length - 1; place >= 0; place--) {
    if (states[place] !== 0 && isSelected?.[place] !== 0) places[length++] = place;
  }
  return places.subarray(0, length);
}
