import { App, aws_ecr as ecr, aws_events as events, aws_events_targets as targets, aws_sns as sns, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { JsonObject } from './matches';
import { FindingSeverity, RepositoryEvents, ScanFindingsRule } from '../../../src/index';

/** The rules for each event of a repository. An event that is missing here does not compile. */
const EVENT_RULES: Readonly<Record<keyof RepositoryEvents, (repositoryEvents: RepositoryEvents) => void>> = {
  onImagePushed: (repositoryEvents) => {
    repositoryEvents.onImagePushed('push');
    repositoryEvents.onImagePushed('push latest', { tags: ['latest'] });
    repositoryEvents.onImagePushed('push latest or v*', { tags: ['latest', 'v*'] });
  },
};

/** The patterns of what a shop listens to, as synthesized: by the names that test/data/events-decisions.json calls them. */
export function rulesOfAShop(): Map<string, JsonObject[]> {
  const stack = new Stack(new App(), 'Shop', { env: { account: '111122223333', region: 'eu-west-1' } });
  const repository = ecr.Repository.fromRepositoryAttributes(stack, 'Api', {
    repositoryName: 'shop/api',
    repositoryArn: 'arn:aws:ecr:eu-west-1:111122223333:repository/shop/api',
  });
  const topic = new targets.SnsTopic(new sns.Topic(stack, 'Topic'));
  const listener = (name: string, minimumSeverity: FindingSeverity, perFinding = false) =>
    new ScanFindingsRule(stack, name, { repository, minimumSeverity, perFinding, targets: [topic] });

  listener('scan CRITICAL', FindingSeverity.CRITICAL);
  listener('scan HIGH', FindingSeverity.HIGH);
  listener('scan LOW', FindingSeverity.LOW);
  listener('finding CRITICAL', FindingSeverity.CRITICAL, true);
  listener('finding HIGH', FindingSeverity.HIGH, true);
  const repositoryEvents = RepositoryEvents.of(repository);
  for (const addRules of Object.values(EVENT_RULES)) addRules(repositoryEvents);

  const resources = Template.fromStack(stack).findResources('AWS::Events::Rule');
  const patterns = new Map<string, JsonObject[]>();
  for (const rule of stack.node.findAll().filter((construct) => construct instanceof events.Rule)) {
    // a rule for pushes is in the repository, and those of a ScanFindingsRule are in that
    const name = (rule.node.scope === repository ? rule : rule.node.scope!).node.id;
    const logicalId = stack.getLogicalId(rule.node.defaultChild as events.CfnRule);
    patterns.set(name, [...(patterns.get(name) ?? []), resources[logicalId].Properties.EventPattern]);
  }
  return patterns;
}
