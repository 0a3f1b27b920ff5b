import { CommandError } from './command-error';

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

/** The images of a list with a digest or an image URI a line; empty lines and those that begin with # are left out. */
export function imagesInUse(path: string, text: string): ImageInUse[] {
  const images = text.split('\n').flatMap((line, index) => {
    const entry = line.replace(/^\uFEFF/, '').trim();
    return entry === '' || entry.startsWith('#') ? [] : [imageInUse(`${path}, line ${index + 1}`, entry)];
  });
  // a gate that looks at nothing, because the command before it failed, lets everything pass
  if (images.length === 0) throw CommandError.unusable(`${path}: it names no image, expected a digest or an image URI a line`);
  return images;
}

function imageInUse(place: string, entry: string): ImageInUse {
  if (DIGEST.test(entry)) return { place, digestOrTag: entry };
  // Kubernetes writes docker-pullable:// before the URI
  const [path, digest] = entry.replace(/^[a-z-]+:\/\//, '').split('@');
  const colon = path.lastIndexOf(':');
  // a colon before the last slash is the port of the registry
  const hasTag = colon > path.lastIndexOf('/');
  const repository = uriRepository(hasTag ? path.slice(0, colon) : path);
  const digestOrTag = digest ?? (hasTag ? path.slice(colon + 1) : '');
  if (repository.name === '' || digestOrTag === '' || (digest !== undefined && !DIGEST.test(digest))) {
    throw CommandError.unusable(`${place}: given ${JSON.stringify(entry)}, expected sha256:… or an image URI with a tag or a digest`);
  }
  return { place, repository, digestOrTag };
}

/** As Docker reads it: what stands before the first slash is a host when a dot or a colon is in it, or when it is localhost. */
function uriRepository(path: string): UriRepository {
  const [first, ...rest] = path.split('/');
  const isHost = rest.length > 0 && (/[.:]/.test(first) || first === 'localhost');
  return isHost ? { host: first, name: rest.join('/') } : { name: path };
}
