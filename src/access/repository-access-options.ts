/** What else is known about the access to a repository. */
export interface RepositoryAccessOptions {
  /**
   * The statements that belong into the policy of this repository are kept elsewhere: grants write the identity side alone.
   * For an imported repository, after the statement that the error of a grant named has been added by hand.
   * @default false - a grant that needs the policy of an imported repository is an error
   */
  readonly repositoryPolicyElsewhere?: boolean;
}

/** Which Lambda functions may pull. */
export interface PullByLambdaOptions {
  /**
   * The account of the functions, twelve digits. For another account than the repository's, its principals may pull as well:
   * whoever creates the function there needs it.
   * @default - the repository's own account
   */
  readonly account?: string;
  /**
   * The ARNs of the functions, `*` as a wildcard.
   * @default - every function of the account in the repository's Region
   */
  readonly functionArns?: string[];
}

/** Which CodeBuild projects may pull. */
export interface PullByCodeBuildOptions {
  /** The ARNs of the projects, at least one; `*` as a wildcard. */
  readonly projectArns: string[];
}
