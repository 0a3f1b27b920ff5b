import * as iam from 'aws-cdk-lib/aws-iam';
import { SecureRepository } from 'cdk-secure-repository';
import { Construct } from 'constructs';
import { CompanyRepository, CompanyRepositoryProps } from './company-repository';

/** Properties for `TeamImages`. */
export interface TeamImagesProps extends CompanyRepositoryProps {
  /** The role of the developers of the team, who push and pull. */
  readonly developers: iam.IRole;
}

/** A repository and the access of its team. Composition: the construct contains a `SecureRepository`, and shows only what teams need. */
export class TeamImages extends Construct {
  /** The repository. */
  public readonly repository: SecureRepository;

  constructor(scope: Construct, id: string, props: TeamImagesProps) {
    super(scope, id);
    // only the ID Default leaves the logical ID as it is for a repository without a construct around it
    this.repository = new CompanyRepository(this, 'Default', props);
    this.repository.grantPullPush(props.developers);
  }
}
