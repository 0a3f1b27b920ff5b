import { Stack, Token } from 'aws-cdk-lib';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as iam from 'aws-cdk-lib/aws-iam';
import { RegionInfo } from 'aws-cdk-lib/region-info';
import { intrinsicText, withoutIntrinsics } from '../private/intrinsic-text';

/** A statement as a person adds it to the policy of an imported repository: names instead of references, as far as they are known. */
export function statementByHand(statement: iam.PolicyStatement, repository: ecr.IRepository): string {
  const { region } = repository.env;
  const partition = Token.isUnresolved(region) ? undefined : RegionInfo.get(region).partition;
  const text = (intrinsic: unknown) => intrinsicText(intrinsic).replaceAll('${AWS::Partition}', partition ?? '${AWS::Partition}');
  return JSON.stringify(withoutIntrinsics(Stack.of(repository).resolve(statement.toStatementJson()), text));
}
