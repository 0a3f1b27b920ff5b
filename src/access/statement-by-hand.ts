import { Stack, Token } from 'aws-cdk-lib';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as iam from 'aws-cdk-lib/aws-iam';
import { RegionInfo } from 'aws-cdk-lib/region-info';
import { KnownRepository } from './known-repository';
import { intrinsicText, withoutIntrinsics } from '../private/intrinsic-text';

/** The ARN of a resource of the app that CloudFormation will name: another account cannot know it. */
const NAMELESS = /\$\{\w+\.Arn\}/;

/**
 * A statement as a person adds it to the policy of an imported repository: names instead of references, as far as they are known.
 * @returns undefined when it would have to name a resource whose name is not known before the deployment
 */
export function statementByHand(statement: iam.PolicyStatement, repository: ecr.IRepository): string | undefined {
  const { region } = repository.env;
  const partition = Token.isUnresolved(region) ? undefined : RegionInfo.get(region).partition;
  const text = (intrinsic: unknown) => intrinsicText(intrinsic).replaceAll('${AWS::Partition}', partition ?? '${AWS::Partition}');
  const json = JSON.stringify(withoutIntrinsics(resolvedWhereItIsKept(statement.toStatementJson(), repository), text));
  return NAMELESS.test(json) ? undefined : json;
}

/** With physical names, as the account of the repository has to write them; where there are none, with what else is known. */
function resolvedWhereItIsKept(statement: unknown, repository: ecr.IRepository): unknown {
  const { account } = KnownRepository.of(repository);
  const { region } = Stack.of(repository);
  try {
    if (!Token.isUnresolved(account)) return new Stack(undefined, undefined, { env: { account, region } }).resolve(statement);
  } catch {
    // a resource without a physical name
  }
  return Stack.of(repository).resolve(statement);
}
