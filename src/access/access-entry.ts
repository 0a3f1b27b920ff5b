/** One line of the answer to "who may do what with this repository". */
export interface AccessEntry {
  /**
   * Who: the path of a construct, an ARN, a service, "account 111122223333", "organization o-…" or "everyone".
   */
  readonly grantee: string;
  /** What, in words: "pull", "push", "pull and push", "read", …; an action that belongs to no level is named. */
  readonly level: string;
  /** What, as IAM actions in alphabetical order; `ecr:GetAuthorizationToken` (login) is not among them. */
  readonly actions: string[];
  /**
   * Where the permission stands: "identity policy", "repository policy", "identity policy and repository policy"; with
   * "outside of this app" where the app's own word is that it is kept elsewhere.
   */
  readonly standsIn: string;
  /** "Allow" or "Deny". */
  readonly effect: string;
  /**
   * The conditions of the permission, as in an IAM policy.
   * @default - no condition
   */
  readonly conditions?: { [operator: string]: unknown };
}
