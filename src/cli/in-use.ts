import { CommandError } from './command-error';
import { ImageOutcome } from '../lifecycle/image-outcome';

/** An image that is running somewhere. */
export class InUse {
  constructor(
    /** The line that names it, for messages. */
    public readonly place: string,
    /** The repository with its registry, or less of it; none when only a digest is known. */
    private readonly repository: string | undefined,
    private readonly tag: string | undefined,
    private readonly digest: string | undefined,
  ) {}

  /** Whether it can be an image of the repository with this name; it can when no name is known. */
  public isOf(repositoryName: string | undefined): boolean {
    if (this.repository === undefined || repositoryName === undefined) return true;
    return this.repository === repositoryName || this.repository.endsWith(`/${repositoryName}`);
  }

  /** Whether it is this image. A digest is the image, whatever its tag says now. */
  public is({ digest, tags }: ImageOutcome): boolean {
    return this.digest === undefined ? tags.some((tag) => tag === this.tag) : digest === this.digest;
  }
}

const DIGEST = /^sha256:[0-9a-f]{64}$/;

/** The images of a list with a digest or an image URI a line; empty lines and those that begin with # are left out. */
export function imagesInUse(path: string, text: string): InUse[] {
  return text.split('\n').flatMap((line, index) => {
    const entry = line.replace(/^\uFEFF/, '').trim();
    return entry === '' || entry.startsWith('#') ? [] : [imageInUse(`${path}, line ${index + 1}`, entry)];
  });
}

function imageInUse(place: string, entry: string): InUse {
  if (DIGEST.test(entry)) return new InUse(place, undefined, undefined, entry);
  // Kubernetes writes docker-pullable:// before the URI
  const [name, digest] = entry.replace(/^[a-z-]+:\/\//, '').split('@');
  const colon = name.lastIndexOf(':');
  // a colon before the last slash is the port of the registry
  const hasTag = colon > name.lastIndexOf('/');
  const repository = hasTag ? name.slice(0, colon) : name;
  const tag = hasTag ? name.slice(colon + 1) : undefined;
  if (repository === '' || (digest === undefined ? !tag : !DIGEST.test(digest))) {
    throw CommandError.unusable(`${place}: given ${JSON.stringify(entry)}, expected sha256:… or an image URI with a tag or a digest`);
  }
  return new InUse(place, repository, tag, digest);
}
