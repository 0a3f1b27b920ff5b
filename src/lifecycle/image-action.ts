/** What a lifecycle policy does with an image. */
export enum ImageAction {
  /** The image stays as it is. */
  KEEP = 'KEEP',
  /** The image is deleted. */
  EXPIRE = 'EXPIRE',
  /** The image goes to the archive storage class, where it cannot be pulled until it is restored. */
  ARCHIVE = 'ARCHIVE',
  /**
   * The image is deleted or stays: the inventory does not show whether a manifest list references it, or AWS does not document what ECR
   * does. The reason of the outcome says which of the two.
   */
  MAY_EXPIRE = 'MAY_EXPIRE',
  /** The image goes to the archive storage class or stays, as with `MAY_EXPIRE`. */
  MAY_ARCHIVE = 'MAY_ARCHIVE',
}
