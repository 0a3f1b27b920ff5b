import { byPriority, DocumentRule, PolicyDocument, storageClassOf } from './document';
import { Fault, isCount, isObject, unknownKeys, wrongValue } from './fault';
import { ruleFaults } from './rule-faults';
import { quoted } from '../../private/format-value';
import { messageOf, SecureRepositoryError } from '../../private/secure-repository-error';

const MOST_RULES = 50;
const MOST_CHARACTERS = 30_720;

/**
 * Everything that ECR refuses in a policy, rule by rule, and then what holds between the rules that are right by themselves.
 * @param text what ECR is given
 */
export function policyFaults(document: unknown, text = quoted(document)): Fault[] {
  if (!isObject(document)) return [wrongValue('the policy', 'it', document, 'an object', 'write {"rules": [{…}]}')];
  const { rules } = document;
  const outer = unknownKeys('the policy', 'it', document, ['rules']);
  if (!Array.isArray(rules)) return [...outer, wrongValue('the policy', 'rules', rules, 'a list', 'write {"rules": [{…}]}')];

  const numbers = rules.map((rule: unknown) => (isObject(rule) && isCount(rule.rulePriority) ? rule.rulePriority : NaN));
  const repeated = new Set(numbers.filter((number, index) => numbers.includes(number, index + 1) && isCount(number)));
  const ofRules = rules.map((rule: unknown, index) => {
    const isNamed = isCount(numbers[index]) && !repeated.has(numbers[index]);
    return ruleFaults(isNamed ? `rule ${numbers[index]}` : `rules[${index}]`, rule);
  });
  const right = rules.filter((_, index) => ofRules[index].length === 0 && !repeated.has(numbers[index]));
  return [...outer, ...sizeFaults(rules, text), ...ofRules.flat(), ...[...repeated].map(repeatedPriority), ...faultsBetweenRules(right)];
}

function sizeFaults(rules: unknown[], text: string): Fault[] {
  const characters = [...text].length;
  return [
    ...(rules.length < 1
      ? ['the policy has no rules, expected at least one. Write a rule, or leave the policy out (LifecyclePolicy.none() in a CDK app)']
      : []),
    ...(rules.length > MOST_RULES
      ? [`the policy has ${rules.length} rules, expected at most ${MOST_RULES}. Join rules, or let a pattern match more`]
      : []),
    ...(characters > MOST_CHARACTERS
      ? [
          `the text of the policy has ${characters} characters, expected at most ${MOST_CHARACTERS}. Leave out white space, shorten descriptions and patterns`,
        ]
      : []),
  ];
}

function repeatedPriority(priority: number): Fault {
  return `the policy: several rules have the priority ${priority}, expected one rule for each: number them apart`;
}

function faultsBetweenRules(rules: DocumentRule[]): Fault[] {
  return (['standard', 'archive'] as const).flatMap((storageClass) => {
    const inClass = byPriority(rules).filter((rule) => storageClassOf(rule) === storageClass);
    const where = `on the storage class "${storageClass}"`;
    return [...untaggedFaults(inClass, where), ...anyFaults(inClass, where), ...repeatedPrefixFaults(inClass, where)];
  });
}

function untaggedFaults(rules: DocumentRule[], where: string): Fault[] {
  const [first, ...others] = rules.filter(({ selection }) => selection.tagStatus === 'untagged');
  return others.map(
    (rule) =>
      `rule ${rule.rulePriority}: it selects untagged images ${where} like rule ${first.rulePriority}, ` +
      'expected at most one such rule: join the two',
  );
}

/** A second rule on any image is at fault, too: the first of them is not the last rule. */
function anyFaults(rules: DocumentRule[], where: string): Fault[] {
  const last = rules.at(-1);
  return rules
    .filter((rule) => rule.selection.tagStatus === 'any' && rule !== last)
    .map(
      (rule) =>
        `rule ${rule.rulePriority}: it selects any image ${where} and comes before rule ${last?.rulePriority}, ` +
        'expected to be the last rule there: move it to the end, or remove one of the two',
    );
}

function repeatedPrefixFaults(rules: DocumentRule[], where: string): Fault[] {
  const firstWith = new Map<string, number>();
  return rules.flatMap(({ rulePriority, selection: { tagPrefixList } }) => {
    if (tagPrefixList === undefined) return [];
    const prefixes = quoted([...new Set(tagPrefixList)].sort());
    const first = firstWith.get(prefixes);
    if (first !== undefined) {
      return [
        `rule ${rulePriority}: tagPrefixList has the prefixes ${prefixes} of rule ${first} ${where}, expected a set of its own: join the two`,
      ];
    }
    firstWith.set(prefixes, rulePriority);
    return [];
  });
}

/**
 * Throws one error with all faults, unless ECR accepts the policy.
 * @param place the factory and the argument that the policy comes from
 * @param text what ECR is given; the document without white space when left out
 */
export function assertAccepted(place: string, document: unknown, text?: string): asserts document is PolicyDocument {
  const faults = policyFaults(document, text);
  if (faults.length === 0) return;
  throw new SecureRepositoryError(
    'lifecycle-policy',
    place,
    faults.length === 1 ? faults[0] : `${faults.length} faults\n  ${faults.join('\n  ')}`,
  );
}

/**
 * The JSON of a policy, unchecked.
 * @param place what the text is, for error messages
 */
export function parsedPolicy(place: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new SecureRepositoryError(
      'lifecycle-policy',
      place,
      `the text is not valid JSON (${messageOf(error)}), expected a lifecycle policy: write {"rules": [{…}]}`,
    );
  }
}
