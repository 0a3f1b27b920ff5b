/** Options for `RepositoryAccess.of`. */
export interface RepositoryAccessOptions {
  /**
   * Whether the policy of the repository is managed outside this app, so that grants write only the identity side. Use it for an imported
   * repository after its policy has been given the statement that the error of a grant names.
   * @default false - a grant that needs the policy of an imported repository is an error
   */
  readonly externalRepositoryPolicy?: boolean;
}

/** Options for `RepositoryAccess.grantPullToLambda`. */
export interface PullByLambdaOptions {
  /**
   * The account of the functions, 12 digits. The principals of an account other than the repository's may pull as well, because
   * the principal that creates the function there needs it.
   * @default - the repository's own account
   */
  readonly account?: string;
  /**
   * The ARNs of the functions, `*` as a wildcard.
   * @default - every function of the account in the repository's Region
   */
  readonly functionArns?: string[];
}

/** Options for `RepositoryAccess.grantPullToCodeBuild`. */
export interface PullByCodeBuildOptions {
  /** The ARNs of the projects, at least one; `*` as a wildcard. */
  readonly projectArns: string[];
}
