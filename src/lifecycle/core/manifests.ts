import { isManifestListType } from './image-detail';
import { Blob, ImageLayers } from './image-layers';
import { ManifestLists } from './images';
import { InventoryRepository } from './inventory';
import { CommandOutput, isObject, jsonDocuments, passOutput } from './json-text';
import { isOrIsMissing, quotedAndTruncated } from '../../private/format-value';
import { messageOf, SecureRepositoryError } from '../../private/secure-repository-error';

const OUTPUT: CommandOutput = { finding: 'image-manifests', command: 'aws ecr batch-get-image --output json' };
const UNCHANGED = 'Pass the output of batch-get-image unchanged.';

/** The manifests of images. */
export interface Manifests {
  readonly lists: ManifestLists;
  /** The digests of images that are not manifest lists. */
  readonly others: ReadonlySet<string>;
  /** The layers of those whose manifests have them with their sizes. */
  readonly layers: ImageLayers;
}

/** The content of a manifest. */
interface Content {
  readonly digest: string;
  /** The digests of the images that a manifest list references; none for another image. */
  readonly references?: readonly string[];
  /** The configuration and the layers, in this order, if the manifest has them all with their sizes. */
  readonly blobs?: readonly Blob[];
}

/**
 * Reads the output of `aws ecr batch-get-image`: one or several documents with `images`.
 * @param place the source of the text, for error messages
 * @param repository the repository to which the manifests must belong, as far as it is known
 * @param known layers that are known already
 */
export function manifestsFromText(place: string, text: string, repository: InventoryRepository, known?: ImageLayers): Manifests {
  return manifestsOf(entriesOf(place, text), repository, known);
}

/**
 * Reads the entries of `images` in that output.
 * @param place the source of the entries, for error messages
 */
export function manifestsFromEntries(
  place: string,
  entries: Iterable<unknown>,
  repository: InventoryRepository,
  known?: ImageLayers,
): Manifests {
  return manifestsOf(numbered(place, entries), repository, known);
}

function manifestsOf(entries: Iterable<ManifestEntry>, repository: InventoryRepository, known?: ImageLayers): Manifests {
  const lists = new Map<string, readonly string[]>();
  const others = new Set<string>();
  const layers = new ImageLayers(known);
  for (const entry of entries) {
    const { digest, references, blobs } = entry.read(repository);
    if (references !== undefined) lists.set(digest, references);
    else others.add(digest);
    if (blobs !== undefined) layers.add(digest, blobs);
  }
  return { lists, others, layers };
}

function* entriesOf(place: string, text: string): Generator<ManifestEntry> {
  const documents = jsonDocuments(place, text, OUTPUT);
  for (const [index, document] of documents.entries()) {
    const where = documents.length === 1 ? place : `${place}, document ${index + 1}`;
    const images: unknown = isObject(document) ? document.images : undefined;
    if (!Array.isArray(images)) {
      throw new SecureRepositoryError('image-manifests', where, `the text has no images list. ${passOutput(OUTPUT)}`);
    }
    yield* numbered(where, images);
  }
}

function* numbered(place: string, entries: Iterable<unknown>): Generator<ManifestEntry> {
  let number = 0;
  for (const entry of entries) yield new ManifestEntry(`${place}, images[${number++}]`, entry);
}

/**
 * The configuration and the layers of a manifest, if it has them all with their sizes. A manifest of Docker's first schema has no sizes. Layers with
 * `urls` are those of Windows that other servers may distribute, so that the repository does not have to store them.
 */
function blobsOf({ config, layers }: Record<string, unknown>): Blob[] | undefined {
  if (!Array.isArray(layers)) return undefined;
  const blobs: unknown[] = [config, ...(layers as unknown[])];
  return blobs.every(isStoredBlob) ? blobs : undefined;
}

function isStoredBlob(value: unknown): value is Blob {
  if (!isObject(value)) return false;
  const { digest, size, urls } = value;
  return typeof digest === 'string' && typeof size === 'number' && Number.isSafeInteger(size) && size >= 0 && urls === undefined;
}

/** An entry of `images` in the output of `aws ecr batch-get-image`. */
class ManifestEntry {
  constructor(
    private readonly place: string,
    private readonly value: unknown,
  ) {}

  public read(repository: InventoryRepository): Content {
    const { value } = this;
    if (!isObject(value)) throw this.problem(`the entry is ${quotedAndTruncated(value)}, but must be an object with imageManifest`);
    this.checkRepository('repositoryName', value.repositoryName, repository.name);
    this.checkRepository('registryId', value.registryId, repository.registryId);
    const digest: unknown = isObject(value.imageId) ? value.imageId.imageDigest : undefined;
    if (typeof digest !== 'string' || digest === '') {
      throw this.problem(`imageId.imageDigest ${isOrIsMissing(digest)}, but must be a digest`);
    }
    const manifest = this.manifest(value.imageManifest);
    const isList = isManifestListType(value.imageManifestMediaType) || isManifestListType(manifest.mediaType);
    if (!isList && !Array.isArray(manifest.manifests)) {
      return { digest, blobs: blobsOf(manifest) };
    }
    return { digest, references: this.references(manifest.manifests) };
  }

  private manifest(text: unknown): Record<string, unknown> {
    if (typeof text !== 'string') {
      throw this.problem(`imageManifest ${isOrIsMissing(text)}, but must be a string with the JSON of a manifest`);
    }
    try {
      const manifest: unknown = JSON.parse(text);
      if (isObject(manifest)) return manifest;
    } catch (error) {
      throw this.problem(`imageManifest is not valid JSON (${messageOf(error)})`);
    }
    throw this.problem(`imageManifest is ${quotedAndTruncated(text)}, but must be a JSON object`);
  }

  private references(manifests: unknown): string[] {
    if (!Array.isArray(manifests)) throw this.problem(`manifests of imageManifest ${isOrIsMissing(manifests)}, but must be a list`);
    return manifests.map((child: unknown) => {
      if (isObject(child) && typeof child.digest === 'string') return child.digest;
      throw this.problem(`imageManifest references ${quotedAndTruncated(child)}, but must reference objects with a digest`);
    });
  }

  private checkRepository(name: string, value: unknown, expected: string | undefined): void {
    if (typeof value !== 'string' || expected === undefined || value === expected) return;
    const problem = `${name} is ${quotedAndTruncated(value)}, but that of the inventory is ${quotedAndTruncated(expected)}`;
    throw this.problem(problem, 'Pass the manifests of the same repository.');
  }

  private problem(problem: string, remedy = UNCHANGED): SecureRepositoryError {
    return new SecureRepositoryError('image-manifests', this.place, `${problem}. ${remedy}`);
  }
}
