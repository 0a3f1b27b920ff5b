import { CommandError } from './command-error';
import { InputText } from './input';

/** A repository as an image URI names it. */
export interface UriRepository {
  /** The host, with its port; none when the URI begins with the name. */
  readonly host?: string;
  readonly name: string;
}

/** An image that is running somewhere. */
export interface ImageInUse {
  /** The line that names it, for messages. */
  readonly place: string;
  /** None when only a digest is known. */
  readonly repository?: UriRepository;
  /** Its digest, or the tag where no digest is known: a digest is the image, whatever its tag says now. */
  readonly digestOrTag: string;
}

const DIGEST = /^sha256:[0-9a-f]{64}$/;
const URI =
  /^((?<host>[\w-]*[.:][\w.:-]*|localhost)\/)?(?<name>[a-z0-9._-]+(\/[a-z0-9._-]+)*)(:(?<tag>\w[\w.-]{0,127}))?(@(?<digest>sha256:[0-9a-f]{64}))?$/;

/** The images of a list with a digest or an image URI a line; empty lines and those that begin with # are left out. */
export function imagesInUse({ place, text }: InputText): ImageInUse[] {
  const images = text.split('\n').flatMap((line, index) => {
    const entry = line.replace(/^\uFEFF/, '').trim();
    return entry === '' || entry.startsWith('#') ? [] : [imageInUse(`${place}, line ${index + 1}`, entry)];
  });
  // a gate that looks at nothing, because the command before it failed, lets everything pass
  if (images.length === 0) throw CommandError.unusable(`${place}: it names no image, expected one digest or image URI per line`);
  return images;
}

function imageInUse(place: string, entry: string): ImageInUse {
  // Kubernetes writes docker-pullable:// before the URI
  const image = digestOf(entry) ?? uriOf(entry.replace(/^[a-z-]+:\/\//, ''));
  if (image !== undefined) return { place, ...image };
  throw CommandError.unusable(
    `${place}: given ${JSON.stringify(entry)}, expected one digest, sha256: and 64 of 0-9 a-f, or one image URI with a tag or such a digest`,
  );
}

function digestOf(text: string): Omit<ImageInUse, 'place'> | undefined {
  return DIGEST.test(text) ? { digestOrTag: text } : undefined;
}

/** As Docker reads it: what stands before the first slash is a host when a dot or a colon is in it, or when it is localhost. */
function uriOf(text: string): Omit<ImageInUse, 'place'> | undefined {
  const { host, name, tag, digest } = URI.exec(text)?.groups ?? {};
  const digestOrTag = digest ?? tag;
  // a digest that was cut off reads like a tag
  if (name === undefined || digestOrTag === undefined || name === 'sha256') return undefined;
  return { repository: { host, name }, digestOrTag };
}
