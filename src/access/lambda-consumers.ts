import { Annotations, CfnResource, Stack } from 'aws-cdk-lib';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as iam from 'aws-cdk-lib/aws-iam';
import { IConstruct } from 'constructs';
import { AccessRecord } from './access-record';
import { RepositoryPolicy } from './repository-policy';
import { LAMBDA } from './service-source';
import { areKnownToDiffer } from '../private/unknown-value';
import { RepositoryIdentity } from '../repository/repository-identity';

/**
 * The accounts and Regions in which Lambda functions use the repository's image. `DockerImageCode.fromEcr` does not know where its function
 * is, so that its grant allows the repository's own account only: what is missing is reported at synthesis.
 */
export class LambdaConsumers {
  // few, and most often none: an empty list costs a repository much less than an empty set
  private readonly accounts: string[] = [];
  private readonly regions: string[] = [];

  constructor(private readonly repository: ecr.IRepository) {}

  /** Notes a construct of another stack that uses the repository. */
  public note(consumer: IConstruct): void {
    if (!CfnResource.isCfnResource(consumer) || consumer.cfnResourceType !== 'AWS::Lambda::Function') return;
    const { account, region } = Stack.of(consumer);
    if (areKnownToDiffer(region, RepositoryIdentity.of(this.repository).region)) this.add(this.regions, region);
    else if (areKnownToDiffer(account, RepositoryIdentity.of(this.repository).account)) this.add(this.accounts, account);
  }

  private add(places: string[], place: string): void {
    if (this.accounts.length + this.regions.length === 0) this.repository.node.addValidation({ validate: () => this.warn() });
    if (!places.includes(place)) places.push(place);
  }

  private warn(): string[] {
    const { region } = RepositoryIdentity.of(this.repository);
    for (const elsewhere of this.regions) {
      Annotations.of(this.repository).addWarningV2(
        `cdk-secure-repository:lambda-region:${elsewhere}`,
        `a Lambda function in ${elsewhere} uses this repository, which is in ${region}, and Lambda pulls images of its own Region only: ` +
          `replicate the repository to ${elsewhere} and use the replica's URI there`,
      );
    }
    const allowed = AccessRecord.of(this.repository)
      .describe(RepositoryPolicy.of(this.repository).statementsOfUser)
      .filter(({ grantee, effect }) => grantee.startsWith(LAMBDA) && effect === iam.Effect.ALLOW)
      .map(({ conditions = {} }) => JSON.stringify(conditions));
    for (const account of this.accounts) {
      if (allowed.some((conditions) => conditions.includes(account))) continue;
      Annotations.of(this.repository).addWarningV2(
        `cdk-secure-repository:lambda-account:${account}`,
        `a Lambda function in account ${account} uses this repository and cannot pull from it yet: ` +
          `add repository.access.grantPullToLambda({ account: '${account}' })`,
      );
    }
    return [];
  }
}
