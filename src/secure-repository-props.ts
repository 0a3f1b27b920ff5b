import type { RemovalPolicy } from 'aws-cdk-lib';
import type * as ecr from 'aws-cdk-lib/aws-ecr';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type { LifecyclePolicy } from './lifecycle/lifecycle-policy';

/** Properties of `SecureRepository` that an organization can set for all its repositories, with `SecureRepositoryDefaults`. */
export interface SecureRepositoryDefaultProps {
  /**
   * The tags that can be moved to another image, at most 5, with `*` as a wildcard, such as `latest` or `dev-*`. More than two wildcards
   * in one tag, and `*` alone, cause warnings. Security Hub control ECR.2 and Control Tower control CT.ECR.PR.3 require an empty list.
   * @default - every tag is immutable: ECR rejects a push of an existing tag
   */
  readonly mutableTags?: string[];

  /**
   * The lifecycle policy, which determines which images expire or are archived.
   * @default - untagged images expire 14 days after they were pushed; no tagged image ever expires
   */
  readonly lifecyclePolicy?: LifecyclePolicy;

  /**
   * Whether to retain or delete the repository when the stack is deleted, or when the construct is removed from it.
   * @default RemovalPolicy.RETAIN
   */
  readonly removalPolicy?: RemovalPolicy;

  /**
   * Whether to delete the images when the repository is deleted. If this is false, a repository that has images cannot be deleted. The
   * value `true` requires `RemovalPolicy.DESTROY`.
   * @default false
   */
  readonly emptyOnDelete?: boolean;

  /**
   * The ID of an organization whose principals can pull, such as `o-a1b2c3d4e5`. Equivalent to
   * `access.grantPullToOrganization(id)`.
   * @default - only principals with a grant can pull
   */
  readonly pullByOrganization?: string;
}

/** Properties for `SecureRepository`. No value makes the repository insecure, except `mutableTags: ['*']`, which causes a warning. */
export interface SecureRepositoryProps extends SecureRepositoryDefaultProps {
  /**
   * The name, 2 to 256 characters: lowercase letters and digits in parts separated by `.`, `_`, `__` or hyphens, with `/` between
   * namespaces. A name that is known at synthesis keeps policies small and requires no outputs between stacks. The name can be changed on
   * the L1 before the first grant. A change after a grant is an error at synthesis.
   * @default - CloudFormation generates a name
   * @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_CreateRepository.html
   */
  readonly repositoryName?: string;

  /**
   * The encryption of the images. A change replaces the repository.
   * @default - AES256, or KMS if `encryptionKey` is set
   */
  readonly encryption?: ecr.RepositoryEncryption;

  /**
   * The key for KMS or KMS_DSSE, in the repository's own Region. Principals that push or pull do not need permissions on the key.
   * @default - AES256, or the key that AWS manages if `encryption` is KMS or KMS_DSSE
   */
  readonly encryptionKey?: kms.IKeyRef;

  /**
   * Whether to omit the encryption from the template. Use this only for a repository that was created by a template without encryption:
   * ECR encrypts such a repository with AES256, and adding the encryption to the template would replace the repository. This property
   * cannot be combined with `encryption` or `encryptionKey`.
   * @default false - the encryption is in the template
   */
  readonly implicitEncryption?: boolean;
}
