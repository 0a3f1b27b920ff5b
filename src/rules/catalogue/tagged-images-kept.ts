import { PolicyDocument } from '../../lifecycle/core/document';
import { policyFaults } from '../../lifecycle/core/policy-faults';
import { policyWarnings } from '../../lifecycle/core/warnings';
import { LIFECYCLE_POLICY_PROPERTIES, lifecyclePolicyOf } from '../lifecycle-text';
import { Judgement, REPOSITORIES_AND_TEMPLATES, RuleDefinition } from '../rule-definition';

export const TAGGED_IMAGES_KEPT: RuleDefinition = {
  id: 'tagged-images-kept',
  title: 'The lifecycle policy does not expire every tagged image by its age',
  severity: 'warning',
  risk: 'A rule that expires every tagged image after some days also deletes images that are in use if no newer image is pushed.',
  remedy:
    'Keep a number of images (LifecyclePolicy.keepLatest, or imageCountMoreThan in LifecyclePolicyText), or protect the tags that are in use with an earlier rule.',
  controls: [],
  appliesTo: REPOSITORIES_AND_TEMPLATES,
  reads: LIFECYCLE_POLICY_PROPERTIES,
  judge(repository): readonly Judgement[] {
    const { property, text } = lifecyclePolicyOf(repository);
    if (typeof text !== 'string') return [];
    const expiring = rulesThatExpireEverything(text);
    return expiring.map((problem) => ({ property, problem }));
  },
};

const FOUND = new Map<string, readonly string[]>();

function rulesThatExpireEverything(text: string): readonly string[] {
  let found = FOUND.get(text);
  if (found === undefined) FOUND.set(text, (found = checked(text)));
  return found;
}

/** Of an invalid policy nothing is reported here: the rule on the lifecycle policy reports it. */
function checked(text: string): string[] {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    return [];
  }
  if (policyFaults(document, text).length > 0) return [];
  const warnings = policyWarnings(document as PolicyDocument).filter(({ id }) => /-every-tagged-image$/.test(id));
  return warnings.length === 0 ? [] : [`has a rule that removes every tagged image by its age`];
}
