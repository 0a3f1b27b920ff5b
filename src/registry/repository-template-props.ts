import type * as ecr from 'aws-cdk-lib/aws-ecr';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type { RepositoryCreation } from './repository-creation';
import type { RepositoryPrefix } from './repository-prefix';
import type { LifecyclePolicy } from '../lifecycle/lifecycle-policy';

/** Properties of the repositories that Amazon ECR creates, which repository templates and pull-through caches have in common. */
export interface CreatedRepositoryProps {
  /**
   * The lifecycle policy of the repositories.
   * @default - untagged images expire 14 days after they were pushed; no tagged image ever expires
   */
  readonly lifecyclePolicy?: LifecyclePolicy;

  /**
   * The encryption of the images. It cannot be changed for a repository that exists.
   * @default - AES256, or KMS if `encryptionKey` is set
   */
  readonly encryption?: ecr.RepositoryEncryption;

  /**
   * The key for KMS or KMS_DSSE, in the Region of the registry. A role with permissions on the key is created for Amazon ECR.
   * @default - AES256, or the key that AWS manages if `encryption` is KMS or KMS_DSSE
   */
  readonly encryptionKey?: kms.IKeyRef;

  /**
   * The tags of the repositories, at most 50. A role with the permission to tag is created for Amazon ECR. Tags that `Tags.of` adds to the
   * construct are tags of the repositories, too.
   * @default - the tags of `Tags.of`
   */
  readonly tags?: { readonly [key: string]: string };

  /**
   * A description of the template, at most 256 characters.
   * @default - no description
   */
  readonly description?: string;
}

/** Properties for `SecureRegistry.addRepositoryTemplate`. */
export interface RepositoryTemplateProps extends CreatedRepositoryProps {
  /** The namespace of the repositories. The template with the longest matching namespace applies. It cannot be changed. */
  readonly prefix: RepositoryPrefix;

  /** The events for which the template applies, at least one. */
  readonly createdBy: RepositoryCreation[];

  /**
   * The image tags that can be moved to another image, at most 5, with `*` as a wildcard, such as `latest` or `dev-*`.
   * @default - every tag is immutable
   */
  readonly mutableTags?: string[];
}
