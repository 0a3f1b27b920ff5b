import { PhysicalName } from 'aws-cdk-lib';
import * as events from 'aws-cdk-lib/aws-events';
import { Construct } from 'constructs';
import { generatedPhysicalName } from '../private/physical-name';

/** A rule whose name another account can know: the policy of a queue or a topic there names the rule. */
export class NamedIfNeededRule extends events.Rule {
  constructor(scope: Construct, id: string, props: events.RuleProps) {
    super(scope, id, { ...props, ruleName: props.ruleName ?? PhysicalName.GENERATE_IF_NEEDED });
  }

  protected generatePhysicalName(): string {
    return this.stack.nestedStackParent ? generatedPhysicalName(this) : super.generatePhysicalName();
  }
}
