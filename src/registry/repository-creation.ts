/**
 * The events for which Amazon ECR creates a repository from a template.
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/repository-creation-templates.html
 */
export enum RepositoryCreation {
  /** The first pull of an image through a pull-through cache. */
  PULL_THROUGH_CACHE = 'PULL_THROUGH_CACHE',
  /** The replication of an image from another Region or account. */
  REPLICATION = 'REPLICATION',
  /** The first push to a repository that does not exist. */
  CREATE_ON_PUSH = 'CREATE_ON_PUSH',
}
