import { InventoryRepository } from './inventory';

/**
 * A tag, according to the OCI distribution specification and Amazon ECR.
 * @see https://github.com/opencontainers/distribution-spec/blob/main/spec.md#pulling-manifests
 */
export const TAG = /^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$/;

/**
 * A digest of Amazon ECR. `aws-cdk-lib` recognizes a digest by `sha256:` at its beginning.
 * @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_ImageDetail.html
 */
export const DIGEST = /^sha256:[0-9a-f]{64}$/;

/** A repository as an image URI names it. */
export interface UriRepository {
  /** The host, with its port; none when the URI begins with the name. */
  readonly host?: string;
  readonly name: string;
}

/** An image as text names it. */
export interface ImageReference {
  /** None when only a digest is known. */
  readonly repository?: UriRepository;
  /** Its digest, or its tag when there is no digest: a digest identifies the image, wherever its tag is now. */
  readonly digestOrTag: string;
}

const URI =
  /^((?<host>[\w-]*[.:][\w.:-]*|localhost)\/)?(?<name>[a-z0-9._-]+(\/[a-z0-9._-]+)*)(:(?<tag>\w[\w.-]{0,127}))?(@(?<digest>sha256:[0-9a-f]{64}))?$/;

/** Reads a digest or an image URI with a tag or a digest. Returns undefined for any other text. */
export function imageReference(text: string): ImageReference | undefined {
  // Kubernetes writes docker-pullable:// before the URI
  return DIGEST.test(text) ? { digestOrTag: text } : uriOf(text.replace(/^[a-z-]+:\/\//, ''));
}

/** As Docker reads it: the part before the first slash is a host when it has a dot or a colon, or is localhost. */
function uriOf(text: string): ImageReference | undefined {
  const { host, name, tag, digest } = URI.exec(text)?.groups ?? {};
  const digestOrTag = digest ?? tag;
  // a digest that was cut off reads like a tag
  if (name === undefined || digestOrTag === undefined || name === 'sha256') return undefined;
  return { repository: { host, name }, digestOrTag };
}

/** Hosts of ECR, including those for FIPS and for dual-stack. */
const ECR_HOST = /^(\d{12})\.dkr[.-]ecr(?:-fips)?\.([a-z0-9-]+)\./;

/**
 * Whether an image can be one of the repository. A host of ECR names its account, and the name behind it is the repository's own. Any other
 * host may be a mirror or a proxy that puts something before the name.
 */
export function canBeOf({ repository }: ImageReference, { name, registryId }: InventoryRepository, region?: string): boolean {
  if (repository === undefined || name === undefined) return true;
  const { host } = repository;
  if (host === undefined) return repository.name === name;
  const [, account, ofRegion] = ECR_HOST.exec(host) ?? [];
  if (account === undefined) return repository.name === name || repository.name.endsWith(`/${name}`);
  return repository.name === name && (registryId === undefined || registryId === account) && (region === undefined || region === ofRegion);
}

/** Whether an image is one of the repository, as far as its URI and the inventory show: a mirror or a digest alone may belong to another. */
export function isOf(image: ImageReference, repository: InventoryRepository, region?: string): boolean {
  if (image.repository === undefined || repository.name === undefined) return false;
  const { host } = image.repository;
  return (host === undefined || ECR_HOST.test(host)) && canBeOf(image, repository, region);
}
