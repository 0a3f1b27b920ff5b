import { CommandError } from './command-error';
import { InputText } from './input';
import { ImageReference, imageReference } from '../lifecycle/core/image-reference';

/** An image that is running somewhere. */
export interface ImageInUse extends ImageReference {
  /** The line that names it, for messages. */
  readonly place: string;
}

/** Reads a list with one digest or image URI per line. Empty lines and lines that begin with # are skipped. */
export function imagesInUse({ place, text }: InputText): ImageInUse[] {
  const images = text.split('\n').flatMap((line, index) => {
    const entry = line.replace(/^\uFEFF/, '').trim();
    return entry === '' || entry.startsWith('#') ? [] : [imageInUse(`${place}, line ${index + 1}`, entry)];
  });
  // a list is empty when the command before it failed; the gate would always pass
  if (images.length === 0) throw CommandError.input(`${place}: the list has no images. Write one digest or image URI per line.`);
  return images;
}

function imageInUse(place: string, entry: string): ImageInUse {
  const image = imageReference(entry);
  if (image !== undefined) return { place, ...image };
  throw CommandError.input(
    `${place}: ${JSON.stringify(entry)} is neither a digest nor an image URI with a tag or a digest. ` +
      'Write one per line; a digest is sha256: and 64 hexadecimal digits.',
  );
}
