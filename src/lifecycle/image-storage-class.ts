/** Where ECR stores an image. */
export enum ImageStorageClass {
  /** The image can be pulled. */
  STANDARD = 'STANDARD',
  /** The image cannot be pulled until it is restored. */
  ARCHIVE = 'ARCHIVE',
}
