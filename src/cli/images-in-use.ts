import { CommandError } from './command-error';
import { InputText } from './input';
import { DIGEST } from '../lifecycle/core/image-reference';
import { InventoryRepository } from '../lifecycle/core/inventory';

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
  /** Its digest, or its tag when there is no digest: a digest identifies the image, wherever its tag is now. */
  readonly digestOrTag: string;
}

const URI =
  /^((?<host>[\w-]*[.:][\w.:-]*|localhost)\/)?(?<name>[a-z0-9._-]+(\/[a-z0-9._-]+)*)(:(?<tag>\w[\w.-]{0,127}))?(@(?<digest>sha256:[0-9a-f]{64}))?$/;

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
  // Kubernetes writes docker-pullable:// before the URI
  const image = digestOf(entry) ?? uriOf(entry.replace(/^[a-z-]+:\/\//, ''));
  if (image !== undefined) return { place, ...image };
  throw CommandError.input(
    `${place}: ${JSON.stringify(entry)} is neither a digest nor an image URI with a tag or a digest. ` +
      'Write one per line; a digest is sha256: and 64 hexadecimal digits.',
  );
}

function digestOf(text: string): Omit<ImageInUse, 'place'> | undefined {
  return DIGEST.test(text) ? { digestOrTag: text } : undefined;
}

/** As Docker reads it: the part before the first slash is a host when it has a dot or a colon, or is localhost. */
function uriOf(text: string): Omit<ImageInUse, 'place'> | undefined {
  const { host, name, tag, digest } = URI.exec(text)?.groups ?? {};
  const digestOrTag = digest ?? tag;
  // a digest that was cut off reads like a tag
  if (name === undefined || digestOrTag === undefined || name === 'sha256') return undefined;
  return { repository: { host, name }, digestOrTag };
}

/** Hosts of ECR, including those for FIPS and for dual-stack. */
const ECR_HOST = /^(\d{12})\.dkr[.-]ecr(?:-fips)?\./;

/**
 * Whether an image can be one of the repository. A host of ECR names its account, and the name behind it is the repository's own. Any other
 * host may be a mirror or a proxy that puts something before the name.
 */
export function canBeOf({ repository }: ImageInUse, { name, registryId }: InventoryRepository): boolean {
  if (repository === undefined || name === undefined) return true;
  const { host } = repository;
  if (host === undefined) return repository.name === name;
  const account = ECR_HOST.exec(host)?.[1];
  if (account === undefined) return repository.name === name || repository.name.endsWith(`/${name}`);
  return repository.name === name && (registryId === undefined || registryId === account);
}

/** Whether an image is one of the repository, as far as its URI and the inventory show: a mirror or a digest alone may belong to another. */
export function isOf(image: ImageInUse, repository: InventoryRepository): boolean {
  if (image.repository === undefined || repository.name === undefined) return false;
  const { host } = image.repository;
  return (host === undefined || ECR_HOST.test(host)) && canBeOf(image, repository);
}
