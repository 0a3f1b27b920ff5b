import { policyFaults } from '../../lifecycle/core/policy-faults';
import { guardClauses } from '../guard-clauses';
import { LIFECYCLE_POLICY_PROPERTIES, lifecyclePolicyOf } from '../lifecycle-text';
import { Judgement, REPOSITORIES_AND_TEMPLATES, RuleDefinition, unknownUntilDeployment } from '../rule-definition';
import { isKnown } from '../template-values';

export const LIFECYCLE_POLICY: RuleDefinition = {
  id: 'lifecycle-policy',
  title: 'The repository has a lifecycle policy that Amazon ECR accepts',
  severity: 'error',
  risk: 'Without a lifecycle policy, images are stored and billed until they are deleted. Amazon ECR rejects an invalid policy when the stack is deployed.',
  remedy:
    'Set a valid policy: lifecyclePolicy of a SecureRepository, lifecycleRules of an ecr.Repository, or LifecyclePolicyText in the template.',
  controls: [
    'AWS Security Hub ECR.3',
    'AWS Control Tower CT.ECR.PR.1',
    'NIST SP 800-53 Rev. 5 CA-9(1), CM-2 and CM-2(2)',
    'PCI DSS 3.2.1 3.1',
  ],
  appliesTo: REPOSITORIES_AND_TEMPLATES,
  reads: LIFECYCLE_POLICY_PROPERTIES,
  guard: (type) => {
    const text = type === 'AWS::ECR::Repository' ? 'LifecyclePolicy.LifecyclePolicyText' : 'LifecyclePolicy';
    return guardClauses(text, '== /"rules"/');
  },
  judge(repository): readonly Judgement[] {
    const { property, text } = lifecyclePolicyOf(repository);
    if (!isKnown(text)) return unknownUntilDeployment(property);
    if (text === undefined || text === '') return [{ property, problem: 'is not set, so images never expire' }];
    return problemsOf(String(text)).map((problem) => ({ property, problem }));
  },
};

const PROBLEMS = new Map<string, readonly string[]>();

/** Many repositories have the same text, which is checked once. */
function problemsOf(text: string): readonly string[] {
  let problems = PROBLEMS.get(text);
  if (problems === undefined) PROBLEMS.set(text, (problems = checked(text)));
  return problems;
}

function checked(text: string): string[] {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    return ['is not valid JSON'];
  }
  return policyFaults(document, text).map(({ message }) => `is not accepted by Amazon ECR: ${message.replace(/\.$/, '')}`);
}
