import { Validations } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';

/**
 * Acknowledges a rule of a validation plugin on a construct. `Validations.acknowledge` does the same, but refuses an ID that contains
 * `::` twice, as an ARN with `AWS::Partition` and `AWS::Region` does.
 */
export function acknowledgeRule(construct: IConstruct, id: string, reason: string): void {
  construct.node.addMetadata(Validations.ACKNOWLEDGED_RULES_METADATA_KEY, { [id]: reason });
}
