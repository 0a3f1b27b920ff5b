import { LifecyclePolicy, SecureRepository } from 'cdk-secure-repository';
import { Construct } from 'constructs';

/** Properties for `CompanyRepository`. */
export interface CompanyRepositoryProps {
  /** The team that owns the images: the first part of the name of the repository. */
  readonly team: string;

  /** The application: the second part of the name of the repository. */
  readonly application: string;

  /**
   * The lifecycle policy.
   * @default - the policy of the company
   */
  readonly lifecyclePolicy?: LifecyclePolicy;
}

/** A repository with a name as the company requires it. A subclass: it is a `SecureRepository`, with all its methods. */
export class CompanyRepository extends SecureRepository {
  constructor(scope: Construct, id: string, props: CompanyRepositoryProps) {
    super(scope, id, {
      repositoryName: `${props.team}/${props.application}`,
      // undefined counts as not set, so the default of the company applies
      lifecyclePolicy: props.lifecyclePolicy,
    });
  }
}
