import { Annotations, CfnResource, Stack, Token, TokenComparison } from 'aws-cdk-lib';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as iam from 'aws-cdk-lib/aws-iam';
import { IConstruct } from 'constructs';
import { AccessRecord } from './access-record';
import { KnownRepository } from './known-repository';
import { LAMBDA } from './service-source';

/**
 * The accounts in which Lambda functions use the repository's image. `DockerImageCode.fromEcr` cannot say in whose account its
 * function is, so that its grant allows the repository's own account only; who meets that shall hear of the grant that is missing.
 */
export class LambdaConsumers {
  private readonly accounts = new Set<string>();

  constructor(private readonly repository: ecr.IRepository) {}

  /** Notes a construct of another stack that uses the repository. */
  public note(consumer: IConstruct): void {
    if (!CfnResource.isCfnResource(consumer) || consumer.cfnResourceType !== 'AWS::Lambda::Function') return;
    const { account } = Stack.of(consumer);
    const comparison = Token.compareStrings(account, KnownRepository.of(this.repository).account);
    if (comparison !== TokenComparison.DIFFERENT) return;
    if (this.accounts.size === 0) this.repository.node.addValidation({ validate: () => this.inform() });
    this.accounts.add(account);
  }

  private inform(): string[] {
    const allowed = AccessRecord.of(this.repository)
      .describe([])
      .filter(({ grantee, effect }) => grantee.startsWith(LAMBDA) && effect === iam.Effect.ALLOW)
      .map(({ conditions = {} }) => JSON.stringify(conditions));
    for (const account of this.accounts) {
      if (allowed.some((conditions) => conditions.includes(account))) continue;
      Annotations.of(this.repository).addInfoV2(
        `cdk-secure-repository:lambda-account:${account}`,
        `a Lambda function in account ${account} uses this repository and cannot pull from it yet: ` +
          `repository.access.grantPullToLambda({ account: '${account}' }) allows it`,
      );
    }
    return [];
  }
}
