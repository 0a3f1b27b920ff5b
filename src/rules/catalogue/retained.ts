import { Judgement, REPOSITORIES, RuleDefinition } from '../rule-definition';

export const RETAINED: RuleDefinition = {
  id: 'retained',
  title: 'The repository is kept when it is removed from the stack or replaced',
  severity: 'error',
  risk: 'Without a deletion policy, CloudFormation deletes the repository with its stack.',
  remedy: 'Set removalPolicy: RemovalPolicy.RETAIN, or DeletionPolicy and UpdateReplacePolicy in the template.',
  controls: [],
  appliesTo: REPOSITORIES,
  guard: () => ["DeletionPolicy IN ['Retain', 'RetainExceptOnCreate']", "UpdateReplacePolicy == 'Retain'"],
  judge({ deletionPolicy, updateReplacePolicy }): readonly Judgement[] {
    const deleted = ['Retain', 'RetainExceptOnCreate'].includes(String(deletionPolicy)) ? [] : [problem('DeletionPolicy', deletionPolicy)];
    const replaced = updateReplacePolicy === 'Retain' ? [] : [problem('UpdateReplacePolicy', updateReplacePolicy)];
    return [...deleted, ...replaced];
  },
};

function problem(property: string, value: unknown): Judgement {
  return { property, problem: `is ${typeof value === 'string' ? value : 'not set'}, so the repository can be deleted` };
}
