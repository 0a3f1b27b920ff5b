/** A permission on a repository, as `RepositoryAccess.describe` returns it. */
export interface AccessEntry {
  /**
   * The principal: the path of a construct, an ARN, a service with the account or the resource that it acts for,
   * "account 111122223333", "permission set NAME", "organization o-…" or "everyone".
   */
  readonly grantee: string;
  /** The actions in words: "pull", "push", "pull and push", "read", …; an action that belongs to no level is named. */
  readonly level: string;
  /** The IAM actions in alphabetical order; `ecr:GetAuthorizationToken` (login) is not among them. */
  readonly actions: string[];
  /**
   * The policies that contain the permission: "identity policy", "repository policy", or both joined by "and"; "managed externally"
   * where it is managed elsewhere. "unattached policy" and "policy of an unused role" are in no template yet. Empty for a
   * repository that has not been looked up yet.
   */
  readonly policyType: string;
  /** "Allow" or "Deny". */
  readonly effect: string;
  /**
   * The conditions of the permission, as in an IAM policy.
   * @default - no condition
   */
  readonly conditions?: { [operator: string]: unknown };
}
