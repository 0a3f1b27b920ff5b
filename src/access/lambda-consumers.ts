import { CfnResource, Stack } from 'aws-cdk-lib';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as iam from 'aws-cdk-lib/aws-iam';
import { IConstruct } from 'constructs';
import { AccessReport } from './access-report';
import { RepositoryPolicy } from './repository-policy';
import { LAMBDA } from './service-principals';
import { Finding, warningFinding } from '../private/finding';
import { checkAtSynthesis } from '../private/report-findings';
import { areKnownToDiffer } from '../private/unknown-value';
import { RepositoryIdentity } from '../repository/repository-identity';

/**
 * The accounts and Regions in which Lambda functions use the image of a repository. `DockerImageCode.fromEcr` does not pass the account of
 * its function, so its grant allows only the account of the repository. Missing permissions are reported at synthesis.
 */
export class LambdaConsumers {
  // an empty array is much smaller than an empty set, and most repositories have no such functions
  private readonly accounts: string[] = [];
  private readonly regions: string[] = [];

  constructor(private readonly repository: ecr.IRepository) {}

  /** Records a construct of another stack that uses the repository. */
  public note(consumer: IConstruct): void {
    if (!CfnResource.isCfnResource(consumer) || consumer.cfnResourceType !== 'AWS::Lambda::Function') return;
    const { account, region } = Stack.of(consumer);
    if (areKnownToDiffer(region, RepositoryIdentity.of(this.repository).region)) this.add(this.regions, region);
    else if (areKnownToDiffer(account, RepositoryIdentity.of(this.repository).account)) this.add(this.accounts, account);
  }

  private add(places: string[], place: string): void {
    if (this.accounts.length + this.regions.length === 0) {
      checkAtSynthesis(this.repository, () => [...this.regionWarnings(), ...this.accountWarnings()]);
    }
    if (!places.includes(place)) places.push(place);
  }

  private regionWarnings(): Finding[] {
    const { region } = RepositoryIdentity.of(this.repository);
    return this.regions.map((other) =>
      warningFinding(
        'lambda-region',
        `a Lambda function in ${other} uses this repository, but Lambda pulls images only from its own Region, and the repository is in ` +
          `${region}. Replicate the repository to ${other} and use the URI of the replica there.`,
        other,
      ),
    );
  }

  private accountWarnings(): Finding[] {
    const allowed = AccessReport.of(this.repository)
      .describe(RepositoryPolicy.of(this.repository).statementsOfUser)
      .filter(({ grantee, effect }) => grantee.startsWith(LAMBDA) && effect === iam.Effect.ALLOW)
      .map(({ conditions = {} }) => JSON.stringify(conditions));
    return this.accounts
      .filter((account) => !allowed.some((conditions) => conditions.includes(account)))
      .map((account) =>
        warningFinding(
          'lambda-account',
          `a Lambda function in account ${account} uses this repository, but cannot pull from it. Add repository.access.grantPullToLambda({ ` +
            `account: '${account}' }).`,
          account,
        ),
      );
  }
}
