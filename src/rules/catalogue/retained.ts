import { Judgement, REPOSITORIES, RuleDefinition } from '../rule-definition';
import { isKnown } from '../template-values';

export const RETAINED: RuleDefinition = {
  id: 'retained',
  title: 'The repository is kept when it is removed from the stack or replaced',
  severity: 'error',
  risk: 'Without a deletion policy, CloudFormation deletes the repository with its stack.',
  remedy: 'Set removalPolicy: RemovalPolicy.RETAIN, or DeletionPolicy and UpdateReplacePolicy in the template.',
  controls: [],
  appliesTo: REPOSITORIES,
  reads: [],
  guard: () => ["DeletionPolicy IN ['Retain', 'RetainExceptOnCreate']", "UpdateReplacePolicy == 'Retain'"],
  judge({ deletionPolicy, updateReplacePolicy }): readonly Judgement[] {
    const isKept = ['Retain', 'RetainExceptOnCreate'].includes(String(deletionPolicy));
    const deleted = isKept ? [] : [problem('DeletionPolicy', deletionPolicy)];
    const replaced = updateReplacePolicy === 'Retain' ? [] : [problem('UpdateReplacePolicy', updateReplacePolicy)];
    return [...deleted, ...replaced];
  },
};

function problem(property: string, value: unknown): Judgement {
  if (!isKnown(value)) return { property };
  return { property, problem: `is ${typeof value === 'string' ? value : 'not set'}, so the repository can be deleted` };
}
