/** What a lifecycle policy does with an image. */
export enum ImageAction {
  /** The image stays as it is. */
  KEEP = 'KEEP',
  /** The image is deleted. */
  EXPIRE = 'EXPIRE',
  /** The image goes to the archive storage class, where it cannot be pulled until it is restored. */
  ARCHIVE = 'ARCHIVE',
}
