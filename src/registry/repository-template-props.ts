import type * as ecr from 'aws-cdk-lib/aws-ecr';
import type * as iam from 'aws-cdk-lib/aws-iam';
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
   * The key for KMS or KMS_DSSE, in the Region of the registry, by its full ARN and not by an alias. The policy of a key of another account must also
   * allow `kms:CreateGrant`, `kms:DescribeKey` and `kms:RetireGrant` to the role.
   * @default - AES256, or the key that AWS manages if `encryption` is KMS or KMS_DSSE
   */
  readonly encryptionKey?: kms.IKeyRef;

  /**
   * The tags of the repositories, at most 50, without keys that begin with `aws:`. Tags that `Tags.of` adds to the construct are tags of the
   * repositories, too.
   * @default - the tags of `Tags.of`
   */
  readonly tags?: { readonly [key: string]: string };

  /**
   * A description of the template, at most 256 characters.
   * @default - no description
   */
  readonly description?: string;

  /**
   * The role that Amazon ECR assumes to create the repositories, which `ecr.amazonaws.com` must be able to assume. It is in the account of the registry and
   * has no path. The permissions are added to it.
   * @default - a role that is created if the template has tags or uses KMS, and otherwise the service-linked role of Amazon ECR
   * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/repository-creation-templates-create-iam.html
   */
  readonly creationRole?: iam.IRole;
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
