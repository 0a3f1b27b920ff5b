import { Stack, Validations } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { intrinsicText } from './intrinsics';

/**
 * Acknowledges a rule of a validation plugin on a construct, as `Validations.acknowledge` does. Earlier versions of `aws-cdk-lib`, such as 2.260.0,
 * refuse an ID that contains `::` twice there, as an ARN with `AWS::Partition` and `AWS::Region` does.
 */
export function acknowledgeRule(construct: IConstruct, id: string, reason: string): void {
  construct.node.addMetadata(Validations.ACKNOWLEDGED_RULES_METADATA_KEY, { [id]: reason });
}

/** Acknowledges the rule of the AwsSolutions pack of cdk-nag about wildcards for one resource of the policies of a construct. */
export function acknowledgeWildcard(construct: IConstruct, resource: string, reason: string): void {
  const text = intrinsicText(Stack.of(construct).resolve(resource)).replace(/\$\{([^}]*)\}/g, '<$1>');
  acknowledgeRule(construct, `AwsSolutions-IAM5[Resource::${text}]`, reason);
}
