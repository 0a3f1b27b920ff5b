import type { RemovalPolicy } from 'aws-cdk-lib';
import type * as ecr from 'aws-cdk-lib/aws-ecr';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type { LifecyclePolicy } from './lifecycle/lifecycle-policy';

/** Properties for `SecureRepository`. None makes a repository insecure, except `mutableTags: ['*']`, which warns. */
export interface SecureRepositoryProps {
  /**
   * The name, 2 to 256 characters: lowercase letters and digits in parts joined by `.`, `_`, `__` or hyphens, `/` between namespaces.
   * A known name keeps policies small and needs no outputs between stacks. Grants and references follow a name that is changed on the
   * L1 before them; a change after a grant is an error at synthesis.
   * @default - CloudFormation generates a name
   * @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_CreateRepository.html
   */
  readonly repositoryName?: string;

  /**
   * The tags that may be moved to another image, at most 5, with `*` as a wildcard: `latest`, `dev-*`. More than two wildcards in
   * one, and `*` alone, are warnings. Security Hub's control ECR.2 and Control Tower's CT.ECR.PR.3 want none.
   * @default - every tag is immutable: pushing an existing tag is refused
   */
  readonly mutableTags?: string[];

  /**
   * How images are encrypted. It cannot be changed later: a change replaces the repository.
   * @default - AES256, or KMS when `encryptionKey` is given
   */
  readonly encryption?: ecr.RepositoryEncryption;

  /**
   * The key for KMS or KMS_DSSE, of the repository's own Region. Principals that push and pull need no permission for it.
   * @default - AES256; with KMS or KMS_DSSE the key that AWS manages
   */
  readonly encryptionKey?: kms.IKeyRef;

  /**
   * Leaves the encryption out of the template. Only for a repository that an earlier template created without it: ECR encrypts
   * it with AES256 all the same, and naming that now would replace the repository. Not together with the two above.
   * @default false - the encryption is named
   */
  readonly implicitEncryption?: boolean;

  /**
   * Which images expire or are archived.
   * @default - untagged images expire 14 days after they were pushed; no tagged image ever expires
   */
  readonly lifecyclePolicy?: LifecyclePolicy;

  /**
   * Whether the repository is kept or deleted when the stack is deleted, or when the construct is removed from it.
   * @default RemovalPolicy.RETAIN
   */
  readonly removalPolicy?: RemovalPolicy;

  /**
   * Whether deleting the repository deletes its images; without it a repository that has images cannot be deleted. Only with
   * `RemovalPolicy.DESTROY`.
   * @default false
   */
  readonly emptyOnDelete?: boolean;
}
