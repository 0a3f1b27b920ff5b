/** The file that lists the repositories and their owners: repositories.json. */
export interface Fleet {
  /** The ID of the organization whose principals can pull every image. */
  readonly organization: string;
  /** The permission set of IAM Identity Center whose users can pull every image. */
  readonly permissionSet: string;
  readonly accounts: Account[];
  readonly teams: Team[];
}

/** An account with repositories. */
export interface Account {
  /** The 12-digit ID. */
  readonly id: string;
  /** The Region to push to, and then the Regions that the images are replicated to. */
  readonly regions: string[];
}

/** A team with its repositories, each of which exists in every Region of the account. */
export interface Team {
  readonly name: string;
  /** The address in the tag `owner`. */
  readonly owner: string;
  /** More tags of the repositories. */
  readonly tags?: { readonly [key: string]: string };
  /** The account with the repositories. */
  readonly account: string;
  /** The account from which the pipelines of the team assume its role. */
  readonly pipelines: string;
  /** Whether the roles of all teams can pull these images, such as base images. */
  readonly shared?: boolean;
  /** The number of stacks in each Region, by default 1. It cannot change after the first deployment: repositories would move. */
  readonly stacks?: number;
  /** The names, such as `checkout/api`. */
  readonly repositories: string[];
}
