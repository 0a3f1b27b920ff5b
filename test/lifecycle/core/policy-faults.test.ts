import * as fc from 'fast-check';
import { assertAccepted, parsedPolicy, policyFaults } from '../../../src/lifecycle/core/policy-faults';
import { acceptedRules } from '../../fixtures/policy-documents';
import { KNOWN_POLICIES } from '../../vectors/known-policies';

const expire = { type: 'expire' };
const keepOne = { countType: 'imageCountMoreThan', countNumber: 1 };
const untagged = { tagStatus: 'untagged', ...keepOne };
const any = { tagStatus: 'any', ...keepOne };
const tagged = { tagStatus: 'tagged', tagPatternList: ['*'], ...keepOne };
const archived = { storageClass: 'archive', countType: 'sinceImageTransitioned', countNumber: 90, countUnit: 'days' };

function messages(document: unknown, text?: string): string[] {
  return policyFaults(document, text).map(({ message }) => message);
}

function faultsOf(rule: object): string[] {
  return messages({ rules: [{ rulePriority: 1, selection: any, action: expire, ...rule }] });
}

test.each(KNOWN_POLICIES)('ECR accepts $name: $accepted', ({ rules, accepted }) => {
  expect(policyFaults({ rules }).length === 0).toBe(accepted);
});

describe('the whole policy', () => {
  test.each<[unknown, string]>([
    [null, 'the policy is null, but must be an object. Use {"rules": [{…}]}.'],
    [[], 'the policy is [], but must be an object. Use {"rules": [{…}]}.'],
    [{}, 'rules is missing, but must be a list. Use {"rules": [{…}]}.'],
    [{ rules: {} }, 'rules is {}, but must be a list. Use {"rules": [{…}]}.'],
    [
      { rules: [] },
      'the policy has no rules, but must have at least one. Add a rule, or omit the policy (LifecyclePolicy.none() in an AWS CDK app).',
    ],
    [
      { rules: [{ rulePriority: 1, selection: any, action: expire }], version: 1 },
      'the policy has the unknown key "version", but only rules is allowed. Correct the key. ' +
        'If ECR has added it since this release, set node.defaultChild.lifecyclePolicy instead, which is not checked.',
    ],
    [
      { imageDetails: [] },
      'the text is the output of aws ecr describe-images, but must be a lifecycle policy. ' +
        'Pass it as the images (the option --images, or ImageInventory.fromJson).',
    ],
  ])('%j', (document, fault) => {
    expect(messages(document)).toEqual([fault]);
  });

  test('has at most 50 rules', () => {
    const rules = Array.from({ length: 51 }, (_, index) => ({ rulePriority: index + 1, selection: tagged, action: expire }));
    expect(messages({ rules })).toEqual([
      'the policy has 51 rules, but must have at most 50. Combine rules, or use patterns that match more tags.',
    ]);
  });

  describe('has at most 30720 characters', () => {
    const rules = (description: string) => [{ rulePriority: 1, description, selection: any, action: expire }];
    const frame = JSON.stringify({ rules: rules('') }).length;

    test.each([
      ['letters', 'a'],
      ['characters outside the basic plane, which count once', '🐳'],
    ])('of %s', (_, character) => {
      expect(policyFaults({ rules: rules(character.repeat(30_720 - frame)) })).toEqual([]);
      expect(messages({ rules: rules(character.repeat(30_721 - frame)) })).toEqual([
        'the text of the policy has 30721 characters, but must have at most 30720. Remove white space, or shorten descriptions and patterns.',
      ]);
    });
  });

  test('has more than the 100 characters that ECR wants, whatever is in it', () => {
    fc.assert(
      fc.property(acceptedRules, (rules) => {
        expect(JSON.stringify({ rules }).length).toBeGreaterThan(100);
      }),
    );
    const shortest = { rulePriority: 1, selection: { tagStatus: 'any', ...keepOne }, action: expire };
    expect(policyFaults({ rules: [shortest] })).toEqual([]);
    expect(JSON.stringify({ rules: [shortest] })).toHaveLength(138);
  });
});

test('a rule without a priority of its own is named by its place', () => {
  expect(faultsOf({ rulePriority: 0 })).toEqual([
    'rules[0]: rulePriority is 0, but must be an integer of at least 1. Number the rules in the order in which they apply.',
  ]);
  expect(faultsOf({ description: null })).toEqual([expect.stringMatching(/^rule 1: description is null/)]);
});

test.each([[null], [1], ['rule']])('a rule is an object: %j', (rule) => {
  expect(messages({ rules: [rule] })).toEqual([expect.stringMatching(/^rules\[0\]: the rule is .+, but must be an object\. /)]);
});

describe('between rules', () => {
  const rules = (...given: object[]) => given.map((selection, index) => ({ rulePriority: index + 1, selection, action: expire }));
  const prefixes = (...tagPrefixList: string[]) => ({ tagStatus: 'tagged', tagPrefixList, ...keepOne });

  test.each<[string, object[], string[]]>([
    [
      'two on untagged images',
      rules(untagged, untagged),
      [
        'rule 2: the rule selects untagged images of the storage class "standard" like rule 1, but only one rule may do so. Combine the two rules.',
      ],
    ],
    [
      'one on any image before another',
      rules(any, tagged),
      [
        'rule 1: the rule selects any image of the storage class "standard", but is not the last rule for it, because rule 2 follows. ' +
          'Move the rule to the end, or remove one of the two.',
      ],
    ],
    [
      'two on any image',
      rules(any, any),
      [
        'rule 1: the rule selects any image of the storage class "standard", but is not the last rule for it, because rule 2 follows. ' +
          'Move the rule to the end, or remove one of the two.',
      ],
    ],
    [
      'two on any archived image',
      rules({ ...any, ...archived }, { ...any, ...archived }),
      [
        'rule 1: the rule selects any image of the storage class "archive", but is not the last rule for it, because rule 2 follows. ' +
          'Move the rule to the end, or remove one of the two.',
      ],
    ],
    [
      'the same prefixes in another order',
      rules(prefixes('a', 'b'), prefixes('b', 'a', 'b')),
      [
        'rule 2: tagPrefixList has the same prefixes as rule 1 on images of the storage class "standard" (["a","b"]). Combine the two rules.',
      ],
    ],
    ['a priority twice', [...rules(tagged), ...rules(any)], ['several rules have the rulePriority 1. Use each number once.']],
  ])('%s: refused', (_, given, faults) => {
    expect(policyFaults({ rules: given })).toMatchObject(faults.map((message) => ({ name: 'lifecycle-rule-conflict', message })));
  });

  test.each<[string, object[]]>([
    ['untagged images in each storage class', rules(untagged, { ...untagged, ...archived })],
    ['any image in each storage class', rules(any, { ...any, ...archived })],
    ['prefixes that are part of the others', rules(prefixes('a', 'b'), prefixes('a'))],
    ['the same prefixes in each storage class', rules(prefixes('a'), { ...prefixes('a'), ...archived })],
    ['the same patterns twice', rules(tagged, tagged)],
    ['any image first in the document, last by its priority', [{ rulePriority: 9, selection: any, action: expire }, ...rules(tagged)]],
  ])('%s: accepted', (_, given) => {
    expect(policyFaults({ rules: given })).toEqual([]);
  });

  test('a rule whose priority is not its own is named by its place', () => {
    expect(messages({ rules: [...rules(tagged), { rulePriority: 1, selection: tagged, action: null }] })).toEqual([
      expect.stringMatching(/^rules\[1\]: action is null/),
      'several rules have the rulePriority 1. Use each number once.',
    ]);
  });
});

describe('what holds between rules', () => {
  const wrong = { rulePriority: 3, selection: any, action: {} };
  const repeated = [1, 2].map((rulePriority) => ({ rulePriority, selection: untagged, action: expire }));

  test('is reported together with the faults of single rules', () => {
    expect(messages({ rules: [...repeated, wrong] })).toEqual([
      expect.stringMatching(/^rule 3: action.type is missing/),
      expect.stringMatching(/^rule 2: the rule selects untagged images of the storage class "standard" like rule 1/),
    ]);
  });

  test('is not checked for rules that have faults themselves', () => {
    expect(messages({ rules: [{ ...wrong, rulePriority: 1 }, { ...repeated[1] }] })).toEqual([
      expect.stringMatching(/^rule 1: action.type is missing/),
    ]);
  });
});

test('a policy that is nested too deeply to be shown is refused all the same', () => {
  const nested: unknown = JSON.parse(`${'['.repeat(20_000)}${']'.repeat(20_000)}`);
  expect(messages(nested)).toEqual(['the policy is an object of the class Array, but must be an object. Use {"rules": [{…}]}.']);
  expect(messages({ rules: [nested] })).toEqual([
    expect.stringMatching(/^rules\[0\]: the rule is an object of the class Array, but must be an object\. /),
  ]);
});

describe('an error', () => {
  const rule = { rulePriority: 3, selection: any, action: expire };
  const message = (document: unknown) => {
    try {
      assertAccepted('policy.json', document);
    } catch (error) {
      return (error as Error).message;
    }
    throw new Error('the policy is accepted');
  };

  test('has one fault in one line', () => {
    expect(message({ rules: {} })).toBe(
      'policy.json: rules is {}, but must be a list. Use {"rules": [{…}]}. [cdk-secure-repository:lifecycle-policy]',
    );
  });

  test('has the place and the rule before its only colon', () => {
    expect(message({ rules: [{ ...rule, selection: { ...any, countNumber: 0 } }] })).toBe(
      'policy.json, rule 3: countNumber is 0, but must be an integer of at least 1. Keep at least one image, or use expireAfter. ' +
        '[cdk-secure-repository:lifecycle-count]',
    );
  });

  test('has several faults in as many lines', () => {
    expect(message({ rules: [{ ...rule, action: {}, description: 1 }], more: 1 })).toMatch(
      /^policy\.json: 3 faults\n {2}the policy has .+\n {2}rule 3: description .+\n {2}rule 3: action\.type .+ \[cdk-secure-repository:lifecycle-policy\]$/,
    );
  });

  test('has the ID of its faults when all are of one kind', () => {
    expect(message({ rules: [{ ...rule, description: 1, rulePriority: 0 }] })).toMatch(
      /^policy\.json: 2 faults\n {2}rules\[0\]: .+\n {2}rules\[0\]: .+ \[cdk-secure-repository:lifecycle-rule\]$/,
    );
  });
});

test('no legal policy is refused', () => {
  fc.assert(
    fc.property(acceptedRules, (rules) => {
      expect(policyFaults({ rules })).toEqual([]);
    }),
    { numRuns: 1000 },
  );
});

test('any change of a legal policy is accepted, or refused with the place', () => {
  const anything = fc.oneof(fc.constantFrom('any', 'tagged', 'archive', 'days', -1, 0, 1, 90, 1.5), fc.jsonValue({ maxDepth: 2 }));
  // where, what is wrong, and what to do
  const form = /^(rule \d+: |rules\[\d+\]: |the |rules is |several rules ).+\. \w.+\.$/s;
  fc.assert(
    fc.property(acceptedRules, fc.nat(), fc.string(), anything, fc.boolean(), (rules, at, newKey, value, removes) => {
      const document: unknown = JSON.parse(JSON.stringify({ rules }));
      const spots = [...places(document)];
      const { parent, key } = spots[at % spots.length];
      if (removes) delete parent[key];
      // a list has no other members than its entries
      else parent[at % 7 === 0 && !Array.isArray(parent) ? newKey : key] = value;
      // a removed member of a list leaves a hole, which JSON writes as null
      for (const fault of policyFaults(JSON.parse(JSON.stringify(document)))) expect(fault.message).toMatch(form);
    }),
    { numRuns: 1000 },
  );
});

/** Every member of a JSON value, at any depth. */
function* places(value: unknown): Generator<{ parent: Record<string, unknown>; key: string }> {
  if (typeof value !== 'object' || value === null) return;
  const parent = value as Record<string, unknown>;
  for (const key of Object.keys(parent)) {
    yield { parent, key };
    yield* places(parent[key]);
  }
}

test('a text is read as JSON', () => {
  expect(parsedPolicy('here', '{"rules": []}')).toEqual({ rules: [] });
  expect(() => parsedPolicy('here', 'rules: []')).toThrow(
    /^here: the text is not valid JSON \(Unexpected token .+\), but must be a lifecycle policy\. Use {"rules": \[{…}\]}\. \[cdk-secure-repository:lifecycle-policy\]$/,
  );
});
