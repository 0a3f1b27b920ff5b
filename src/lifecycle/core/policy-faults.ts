import { byPriority, DocumentRule, PolicyDocument, storageClassOf } from './document';
import { Fault, fault, isCount, unknownKeys, wrongValue } from './fault';
import { isObject } from './json-text';
import { ruleFaults } from './rule-faults';
import { quoted } from '../../private/format-value';
import { messageOf, SecureRepositoryError } from '../../private/secure-repository-error';

const MOST_RULES = 50;
const MOST_CHARACTERS = 30_720;
const POLICY_FORM = 'Use {"rules": [{…}]}';
const IMAGES_INSTEAD =
  'the text is the output of aws ecr describe-images, but must be a lifecycle policy. ' +
  'Pass it as the images (the option --images, or ImageInventory.fromJson).';

/**
 * Parses the JSON of a policy without checking the policy.
 * @param place the source of the text, for error messages
 */
export function parsedPolicy(place: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const problem = `the text is not valid JSON (${messageOf(error)}), but must be a lifecycle policy. ${POLICY_FORM}.`;
    throw new SecureRepositoryError('lifecycle-policy', place, problem);
  }
}

/**
 * Throws one error with all faults, unless ECR accepts the policy.
 * @param place the source of the policy, for error messages
 * @param text the JSON of the policy. Defaults to the document without white space
 */
export function assertAccepted(place: string, document: unknown, text?: string): asserts document is PolicyDocument {
  const faults = policyFaults(document, text);
  if (faults.length === 0) return;
  const [{ name, rule, problem }] = faults;
  if (faults.length === 1) throw new SecureRepositoryError(name, rule === undefined ? place : `${place}, ${rule}`, problem);
  const isOneKind = faults.every((other) => other.name === name);
  const lines = faults.map(({ message }) => message).join('\n  ');
  throw new SecureRepositoryError(isOneKind ? name : 'lifecycle-policy', place, `${faults.length} faults\n  ${lines}`);
}

/**
 * Returns all reasons for which ECR refuses a policy: first those of each rule, then those between rules that have no fault themselves.
 * @param text the JSON of the policy
 */
export function policyFaults(document: unknown, text = quoted(document)): Fault[] {
  if (!isObject(document)) return [ofPolicy(wrongValue('the policy', document, 'an object', POLICY_FORM))];
  const { rules } = document;
  if (Array.isArray(document.imageDetails)) return [ofPolicy(IMAGES_INSTEAD)];
  const outer = unknownKeys(undefined, 'the policy', document, ['rules']);
  if (!Array.isArray(rules)) return [...outer, ofPolicy(wrongValue('rules', rules, 'a list', POLICY_FORM))];

  const numbers = rules.map((rule: unknown) => (isObject(rule) && isCount(rule.rulePriority) ? rule.rulePriority : NaN));
  const repeated = new Set(numbers.filter((number, index) => numbers.includes(number, index + 1) && isCount(number)));
  const ofRules = rules.map((rule: unknown, index) => {
    const isNamed = isCount(numbers[index]) && !repeated.has(numbers[index]);
    return ruleFaults(isNamed ? `rule ${numbers[index]}` : `rules[${index}]`, rule);
  });
  const valid = rules.filter((_, index) => ofRules[index].length === 0 && !repeated.has(numbers[index]));
  return [...outer, ...sizeFaults(rules, text), ...ofRules.flat(), ...[...repeated].map(repeatedPriority), ...faultsBetweenRules(valid)];
}

function ofPolicy(problem: string): Fault {
  return fault('lifecycle-policy', undefined, problem);
}

function sizeFaults(rules: unknown[], text: string): Fault[] {
  const characters = [...text].length;
  return [
    ...(rules.length < 1
      ? ['the policy has no rules, but must have at least one. Add a rule, or omit the policy (LifecyclePolicy.none() in an AWS CDK app).']
      : []),
    ...(rules.length > MOST_RULES
      ? [`the policy has ${rules.length} rules, but must have at most ${MOST_RULES}. Combine rules, or use patterns that match more tags.`]
      : []),
    ...(characters > MOST_CHARACTERS
      ? [
          `the text of the policy has ${characters} characters, but must have at most ${MOST_CHARACTERS}. ` +
            'Remove white space, or shorten descriptions and patterns.',
        ]
      : []),
  ].map(ofPolicy);
}

function repeatedPriority(priority: number): Fault {
  return fault('lifecycle-rule-conflict', undefined, `several rules have the rulePriority ${priority}. Use each number once.`);
}

function faultsBetweenRules(rules: DocumentRule[]): Fault[] {
  return (['standard', 'archive'] as const).flatMap((storageClass) => {
    const inClass = byPriority(rules).filter((rule) => storageClassOf(rule) === storageClass);
    const where = `of the storage class "${storageClass}"`;
    return [...untaggedFaults(inClass, where), ...anyFaults(inClass, where), ...repeatedPrefixFaults(inClass, where)];
  });
}

function conflict({ rulePriority }: DocumentRule, problem: string): Fault {
  return fault('lifecycle-rule-conflict', `rule ${rulePriority}`, problem);
}

function untaggedFaults(rules: DocumentRule[], where: string): Fault[] {
  const [first, ...others] = rules.filter(({ selection }) => selection.tagStatus === 'untagged');
  return others.map((rule) =>
    conflict(
      rule,
      `the rule selects untagged images ${where} like rule ${first.rulePriority}, but only one rule may do so. Combine the two rules.`,
    ),
  );
}

/** A second rule on any image has a fault, too: the first of them is not the last rule. */
function anyFaults(rules: DocumentRule[], where: string): Fault[] {
  const last = rules.at(-1);
  return rules
    .filter((rule) => rule.selection.tagStatus === 'any' && rule !== last)
    .map((rule) =>
      conflict(
        rule,
        `the rule selects any image ${where}, but is not the last rule for it, because rule ${last?.rulePriority} follows. ` +
          'Move the rule to the end, or remove one of the two.',
      ),
    );
}

function repeatedPrefixFaults(rules: DocumentRule[], where: string): Fault[] {
  const firstWith = new Map<string, number>();
  return rules.flatMap((rule) => {
    const { tagPrefixList } = rule.selection;
    if (tagPrefixList === undefined) return [];
    const prefixes = quoted([...new Set(tagPrefixList)].sort());
    const first = firstWith.get(prefixes);
    if (first !== undefined) {
      const problem = `tagPrefixList has the same prefixes as rule ${first} on images ${where} (${prefixes})`;
      return [conflict(rule, `${problem}. Combine the two rules.`)];
    }
    firstWith.set(prefixes, rule.rulePriority);
    return [];
  });
}
