import { ManifestLists, RepositoryImage } from './core/images';
import { InventoryRepository, inventoryFromText } from './core/inventory';
import { manifestListsFromText } from './core/manifests';
import { fileText } from './file-text';

/**
 * The images of one repository, as `aws ecr describe-images` prints them.
 *
 * Archived images are in that output only when it is asked for them: `--filter imageStatus=ANY`.
 */
export class ImageInventory {
  /**
   * Reads the output of `aws ecr describe-images`.
   *
   * It throws an error with the place when the text is no such output.
   * @param text one or several outputs, one after the other, of version 1 or 2 of the AWS CLI
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
   * @param place what the text is, for error messages
   * @internal
   */
  public static _named(place: string, text: string): ImageInventory {
    const { images, repository } = inventoryFromText(place, text);
    return new ImageInventory(images, repository, new Map());
  }

  private constructor(
    /** @internal */
    public readonly _images: readonly RepositoryImage[],
    /** @internal */
    public readonly _repository: InventoryRepository,
    /** @internal */
    public readonly _manifestLists: ManifestLists,
  ) {}

  /** How many images there are. */
  public get imageCount(): number {
    return this._images.length;
  }

  /**
   * Returns an inventory that also knows which images the manifest lists reference. ECR expires no image before the lists that reference it,
   * and `describe-images` does not show which they are.
   *
   * It may be called several times. Images of lists without a manifest remain unknown. Throws an error with the place when the text is
   * not such an output, or is the output for another repository.
   * @param text one or several outputs of `aws ecr batch-get-image`, one after the other
   */
  public withManifests(text: string): ImageInventory {
    return this._withManifests('ImageInventory.withManifests(text)', text);
  }

  /**
   * @param place what the text is, for error messages
   * @internal
   */
  public _withManifests(place: string, text: string): ImageInventory {
    const lists = new Map([...this._manifestLists, ...manifestListsFromText(place, text, this._repository)]);
    // a query may have left the media type out of the inventory
    const images = this._images.map((image) => (lists.has(image.digest) ? { ...image, isManifestList: true, sizeInBytes: 0 } : image));
    return new ImageInventory(images, this._repository, lists);
  }
}
