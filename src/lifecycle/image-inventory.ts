import { readFileSync } from 'fs';
import { SecureRepositoryError } from '../private/secure-repository-error';
import { decodedText } from './core/decoded-text';
import { InventoryRepository, inventoryFromText } from './core/inventory-text';
import { messageOf } from './core/message-of';
import { RepositoryImage } from './core/repository-image';

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
    return ImageInventory._named(path, contents(path));
  }

  /**
   * @param place what the text is, for error messages
   * @internal
   */
  public static _named(place: string, text: string): ImageInventory {
    const { images, repository } = inventoryFromText(place, text);
    return new ImageInventory(images, repository);
  }

  private constructor(
    /** @internal */
    public readonly _images: readonly RepositoryImage[],
    /** @internal */
    public readonly _repository: InventoryRepository,
  ) {}

  /** How many images there are. */
  public get imageCount(): number {
    return this._images.length;
  }
}

function contents(path: string): string {
  try {
    return decodedText(readFileSync(path));
  } catch (error) {
    throw new SecureRepositoryError('ImageInventory.fromFile(path)', messageOf(error));
  }
}
