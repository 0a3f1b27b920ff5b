import { isObject } from './fault';
import { isManifestListType } from './image-detail';
import { ManifestLists } from './images';
import { InventoryRepository } from './inventory';
import { jsonDocuments } from './json-text';
import { isOrIsMissing, quotedAndTruncated } from '../../private/format-value';
import { messageOf, SecureRepositoryError } from '../../private/secure-repository-error';

const EXPECTED = 'expected what aws ecr batch-get-image --output json prints';

/**
 * The manifest lists in the output of `aws ecr batch-get-image`: one or several documents with `images`. Manifests of other images are
 * passed over.
 * @param place what the text is, for error messages
 * @param repository the repository whose manifests they must be, as far as it is known
 */
export function manifestListsFromText(place: string, text: string, repository: InventoryRepository): ManifestLists {
  // from JavaScript
  if (typeof text !== 'string') throw new SecureRepositoryError('image-manifests', place, `given ${quotedAndTruncated(text)}, ${EXPECTED}`);
  const withoutMark = text.replace(/^\uFEFF/, '');
  if (withoutMark.trim() === '') throw new SecureRepositoryError('image-manifests', place, `the text is empty, ${EXPECTED}`);
  const documents = jsonDocuments(place, withoutMark, EXPECTED);
  const entries = documents.flatMap((document, index) => {
    const prefix = documents.length === 1 ? '' : `document ${index + 1}, `;
    const images: unknown = isObject(document) ? document.images : undefined;
    if (!Array.isArray(images)) throw new SecureRepositoryError('image-manifests', place, `${prefix}there is no list images, ${EXPECTED}`);
    return images.map((value: unknown, number) => new ManifestEntry(`${place}: ${prefix}images[${number}]`, value));
  });
  return new Map(entries.flatMap((entry) => entry.read(repository)));
}

/** Reads one image of `aws ecr batch-get-image`, and knows its place for error messages. */
class ManifestEntry {
  constructor(
    private readonly place: string,
    private readonly value: unknown,
  ) {}

  /** The digest of a manifest list and those of its children; nothing for any other image. */
  public read(repository: InventoryRepository): [string, readonly string[]][] {
    const { value } = this;
    if (!isObject(value)) throw this.problem(`given ${quotedAndTruncated(value)}, expected an object with imageManifest`);
    this.checkRepository('repositoryName', value.repositoryName, repository.name);
    this.checkRepository('registryId', value.registryId, repository.registryId);
    const digest: unknown = isObject(value.imageId) ? value.imageId.imageDigest : undefined;
    if (typeof digest !== 'string' || digest === '') {
      throw this.problem(`imageId.imageDigest ${isOrIsMissing(digest)}, expected a digest, which batch-get-image prints for every image`);
    }
    const manifest = this.manifest(value.imageManifest);
    const isList = isManifestListType(value.imageManifestMediaType) || isManifestListType(manifest.mediaType);
    if (!isList && !Array.isArray(manifest.manifests)) return [];
    return [[digest, this.children(manifest.manifests)]];
  }

  private manifest(text: unknown): Record<string, unknown> {
    if (typeof text !== 'string') throw this.problem(`imageManifest ${isOrIsMissing(text)}, expected the JSON of a manifest as a string`);
    try {
      const manifest: unknown = JSON.parse(text);
      if (isObject(manifest)) return manifest;
    } catch (error) {
      throw this.problem(`imageManifest is not valid JSON (${messageOf(error)})`);
    }
    throw this.problem(`imageManifest is ${quotedAndTruncated(text)}, expected a JSON object`);
  }

  private children(manifests: unknown): string[] {
    if (!Array.isArray(manifests)) throw this.problem(`manifests of imageManifest ${isOrIsMissing(manifests)}, expected a list`);
    return manifests.map((child: unknown) => {
      if (isObject(child) && typeof child.digest === 'string') return child.digest;
      throw this.problem(`imageManifest references ${quotedAndTruncated(child)}, expected an object with a digest`);
    });
  }

  private checkRepository(name: string, given: unknown, expected: string | undefined): void {
    if (typeof given !== 'string' || expected === undefined || given === expected) return;
    throw this.problem(`${name} is ${quotedAndTruncated(given)}, expected ${quotedAndTruncated(expected)} as in the inventory`);
  }

  private problem(problem: string): SecureRepositoryError {
    return new SecureRepositoryError('image-manifests', this.place, problem);
  }
}
