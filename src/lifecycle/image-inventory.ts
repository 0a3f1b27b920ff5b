import { readFileSync } from 'fs';
import { ImageLayers } from './core/image-layers';
import { ManifestLists, RepositoryImage } from './core/images';
import { Inventory, InventoryRepository, inventoryFromEntries, inventoryFromText } from './core/inventory';
import { decodedText } from '../private/decoded-text';
import { Manifests, manifestsFromEntries, manifestsFromText } from './core/manifests';
import { describeValue } from '../private/format-value';
import { messageOf, SecureRepositoryError } from '../private/secure-repository-error';

/**
 * The images of one repository, from the output of `aws ecr describe-images`.
 *
 * The output includes archived images only with `--filter imageStatus=ANY`.
 */
export class ImageInventory {
  /**
   * Reads the output of `aws ecr describe-images`.
   *
   * Throws an error with the position if the text is not such an output.
   * @param text one or more outputs of AWS CLI version 1 or 2, one after the other
   */
  public static fromJson(text: string): ImageInventory {
    return ImageInventory._named('ImageInventory.fromJson(text)', text);
  }

  /**
   * Reads a file with the output of `aws ecr describe-images`.
   * @param path relative to the working directory
   */
  public static fromFile(path: string): ImageInventory {
    return ImageInventory._named(path, fileText('ImageInventory.fromFile(path)', path));
  }

  /**
   * @param place the text, for error messages
   * @internal
   */
  public static _named(place: string, text: string): ImageInventory {
    return ImageInventory.of(inventoryFromText(place, text));
  }

  /**
   * @param place the entries of the list of images, for error messages
   * @internal
   */
  public static _ofEntries(place: string, entries: Iterable<unknown>): ImageInventory {
    return ImageInventory.of(inventoryFromEntries(place, entries));
  }

  /**
   * Throws an error unless the value is an inventory.
   * @param method the method that the value was passed to, for the message
   * @internal
   */
  public static _check(method: string, value: unknown): void {
    if (typeof value === 'object' && value !== null && '_images' in value) return;
    throw new SecureRepositoryError(
      'lifecycle-option',
      `${method}(inventory)`,
      `${describeValue(value)} is not an ImageInventory. Use ImageInventory.fromJson(text).`,
    );
  }

  private static of({ images, repository }: Inventory): ImageInventory {
    return new ImageInventory(images, repository, new Map(), new ImageLayers());
  }

  private constructor(
    /** @internal */
    public readonly _images: readonly RepositoryImage[],
    /** @internal */
    public readonly _repository: InventoryRepository,
    /** @internal */
    public readonly _manifestLists: ManifestLists,
    /** @internal */
    public readonly _layers: ImageLayers,
  ) {}

  /** The number of images. */
  public get imageCount(): number {
    return this._images.length;
  }

  /**
   * Returns an inventory that also contains the references from manifest lists to images. ECR does not expire an image before the lists
   * that reference it, and the output of `describe-images` does not contain the references. Manifests of other images are accepted.
   *
   * This method can be called several times. The references of manifest lists that no text contains remain unknown. Throws an
   * error with the position if the text is not an output of `batch-get-image`, or is for another repository.
   * @param text one or more outputs of `aws ecr batch-get-image`, one after the other
   */
  public withManifests(text: string): ImageInventory {
    return this._withManifests('ImageInventory.withManifests(text)', text);
  }

  /**
   * @param place the text, for error messages
   * @internal
   */
  public _withManifests(place: string, text: string): ImageInventory {
    return this.with(manifestsFromText(place, text, this._repository, this._layers));
  }

  /**
   * @param place the entries of the list of manifests, for error messages
   * @internal
   */
  public _withManifestEntries(place: string, entries: Iterable<unknown>): ImageInventory {
    return this.with(manifestsFromEntries(place, entries, this._repository, this._layers));
  }

  private with(manifests: Manifests): ImageInventory {
    const lists = new Map([...this._manifestLists, ...manifests.lists]);
    // a query may have omitted the media type from the inventory
    const images = this._images.map((image) => {
      if (lists.has(image.digest)) return { ...image, isManifestList: true, sizeInBytes: 0 };
      return image.isManifestList !== false && manifests.others.has(image.digest) ? { ...image, isManifestList: false } : image;
    });
    return new ImageInventory(images, this._repository, lists, manifests.layers);
  }
}

/**
 * Returns the text of a file.
 * @param place the factory and the argument that name the file, for error messages
 */
export function fileText(place: string, path: string): string {
  try {
    return decodedText(readFileSync(path));
  } catch (error) {
    const remedy = 'Pass the path of a file, relative to the working directory.';
    throw new SecureRepositoryError('lifecycle-option', place, `the file cannot be read (${messageOf(error)}). ${remedy}`);
  }
}
