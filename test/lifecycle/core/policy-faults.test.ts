import * as fc from 'fast-check';
import { assertAccepted, parsedPolicy, policyFaults } from '../../../src/lifecycle/core/policy-faults';
import { acceptedRules } from '../../fixtures/policy-documents';
import { KNOWN_POLICIES } from '../../vectors/known-policies';

const expire = { type: 'expire' };
const archive = { type: 'transition', targetStorageClass: 'archive' };
const keepOne = { countType: 'imageCountMoreThan', countNumber: 1 };
const untagged = { tagStatus: 'untagged', ...keepOne };
const any = { tagStatus: 'any', ...keepOne };
const tagged = { tagStatus: 'tagged', tagPatternList: ['*'], ...keepOne };
const archived = { storageClass: 'archive', countType: 'sinceImageTransitioned', countNumber: 90, countUnit: 'days' };

function faultsOf(rule: object): string[] {
  return policyFaults({ rules: [{ rulePriority: 1, selection: any, action: expire, ...rule }] });
}

test.each(KNOWN_POLICIES)('ECR accepts $name: $accepted', ({ rules, accepted }) => {
  expect(policyFaults({ rules }).length === 0).toBe(accepted);
});

const newer = 'what is newer than this version goes into the template with node.defaultChild.lifecyclePolicy, unchecked';

describe('the whole policy', () => {
  test.each<[unknown, string]>([
    [null, 'the policy: it is null, expected an object: write {"rules": [{…}]}'],
    [[], 'the policy: it is [], expected an object: write {"rules": [{…}]}'],
    [{}, 'the policy: rules is missing, expected a list: write {"rules": [{…}]}'],
    [{ rules: {} }, 'the policy: rules is {}, expected a list: write {"rules": [{…}]}'],
    [
      { rules: [] },
      'the policy has no rules, expected at least one. Write a rule, or leave the policy out (LifecyclePolicy.none() in a CDK app)',
    ],
    [
      { rules: [{ rulePriority: 1, selection: any, action: expire }], version: 1 },
      'the policy: it has the unknown key "version", expected only rules: ' + `correct it; ${newer}`,
    ],
  ])('%j', (document, fault) => {
    expect(policyFaults(document)).toEqual([fault]);
  });

  test('has at most 50 rules', () => {
    const rules = Array.from({ length: 51 }, (_, index) => ({ rulePriority: index + 1, selection: tagged, action: expire }));
    expect(policyFaults({ rules })).toEqual(['the policy has 51 rules, expected at most 50. Join rules, or let a pattern match more']);
  });

  describe('has at most 30720 characters', () => {
    const rules = (description: string) => [{ rulePriority: 1, description, selection: any, action: expire }];
    const frame = JSON.stringify({ rules: rules('') }).length;

    test.each([
      ['letters', 'a'],
      ['characters outside the basic plane, which count once', '🐳'],
    ])('of %s', (_, character) => {
      expect(policyFaults({ rules: rules(character.repeat(30_720 - frame)) })).toEqual([]);
      expect(policyFaults({ rules: rules(character.repeat(30_721 - frame)) })).toEqual([
        'the text of the policy has 30721 characters, expected at most 30720. Leave out white space, shorten descriptions and patterns',
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

describe('one rule', () => {
  test.each<[object, string]>([
    [{ rulePriority: 0 }, 'rules[0]: rulePriority is 0, expected an integer from 1: number the rules in the order in which they apply'],
    [{ rulePriority: 1.5 }, 'rules[0]: rulePriority is 1.5, expected an integer from 1: number the rules in the order in which they apply'],
    [{ rulePriority: '1' }, 'rules[0]: rulePriority is "1", expected an integer from 1: number the rules in the order in which they apply'],
    [
      { rulePriority: null },
      'rules[0]: rulePriority is null, expected an integer from 1: number the rules in the order in which they apply',
    ],
    [{ description: null }, 'rule 1: description is null, expected a string: write text, or leave description out'],
    [
      { enabled: true },
      'rule 1: the rule has the unknown key "enabled", expected only rulePriority, description, selection, action: ' +
        `correct it; ${newer}`,
    ],
    [
      { selection: undefined },
      'rule 1: selection is missing, expected an object: write {"tagStatus": …, "countType": …, "countNumber": …}',
    ],
    [
      { selection: { ...any, lastPulled: 1 } },
      'rule 1: selection has the unknown key "lastPulled", expected only tagStatus, tagPrefixList, tagPatternList, storageClass, ' +
        'countType, countNumber, countUnit: correct it; what is newer than this version goes into the template with node.defaultChild.lifecyclePolicy, unchecked',
    ],
  ])('%j', (rule, fault) => {
    expect(faultsOf(rule)).toEqual([fault]);
  });

  test('is an object', () => {
    expect(policyFaults({ rules: [null] })).toEqual([
      'rules[0]: the rule is null, expected an object: write {"rulePriority": …, "selection": {…}, "action": {…}}',
    ]);
  });
});

describe('the tags of a rule', () => {
  test.each<[object, string]>([
    [
      { tagStatus: 'TAGGED' },
      `tagStatus is "TAGGED", expected "tagged", "untagged" or "any": say which images the rule looks at; ${newer}`,
    ],
    [
      { tagStatus: 'tagged' },
      'neither tagPrefixList nor tagPatternList is given, expected one of them with the tag status "tagged": ' +
        'use tagPatternList, where "*" is every tag',
    ],
    [
      { tagStatus: 'tagged', tagPrefixList: ['a'], tagPatternList: ['a*'] },
      'both tagPrefixList and tagPatternList are given, expected one of them with the tag status "tagged": ' +
        'use tagPatternList, where "*" is every tag',
    ],
    [
      { tagStatus: 'tagged', tagPatternList: [] },
      'tagPatternList is [], expected a list of at least one string: name the tags that the rule looks at',
    ],
    [
      { tagStatus: 'tagged', tagPrefixList: null },
      'tagPrefixList is null, expected a list of at least one string: name the tags that the rule looks at',
    ],
    [{ tagStatus: 'tagged', tagPrefixList: ['a', 2] }, 'tagPrefixList[1] is 2, expected a string: put the tag into quotes'],
    [
      { tagStatus: 'tagged', tagPatternList: ['a*b*c*d*e*'] },
      'tagPatternList[0] is "a*b*c*d*e*", expected at most 4 wildcards: join neighbouring *, or name fewer pieces',
    ],
    [
      { tagStatus: 'untagged', tagPrefixList: [] },
      'tagPrefixList is [], expected none with the tag status "untagged": leave it out, or use the tag status "tagged"',
    ],
    [
      { tagStatus: 'any', tagPatternList: ['*'] },
      'tagPatternList is ["*"], expected none with the tag status "any": leave it out, or use the tag status "tagged"',
    ],
  ])('%j', (selection, fault) => {
    expect(faultsOf({ selection: { ...keepOne, ...selection } })).toEqual([`rule 1: ${fault}`]);
  });

  test('a prefix may hold more than 4 stars, which mean nothing there', () => {
    expect(faultsOf({ selection: { tagStatus: 'tagged', tagPrefixList: ['*****'], ...keepOne } })).toEqual([]);
  });
});

describe('the count of a rule', () => {
  test.each<[object, string]>([
    [
      { countType: 'sinceImageScanned', countNumber: 1, countUnit: 'days' },
      'countType is "sinceImageScanned", expected imageCountMoreThan, sinceImagePushed, sinceImagePulled or sinceImageTransitioned: ' +
        `say when the rule acts; ${newer}`,
    ],
    [
      { countType: 'imageCountMoreThan', countNumber: 0 },
      'countNumber is 0, expected an integer from 1: keep at least one image, or use expireAfter',
    ],
    [
      { countType: 'imageCountMoreThan', countNumber: '10' },
      'countNumber is "10", expected an integer from 1: keep at least one image, or use expireAfter',
    ],
    [
      { countType: 'sinceImagePushed', countNumber: 1.5, countUnit: 'days' },
      'countNumber is 1.5, expected an integer from 1: give a whole number of days, at least one',
    ],
    [
      { countType: 'imageCountMoreThan', countNumber: NaN },
      'countNumber is NaN, expected an integer from 1: keep at least one image, or use expireAfter',
    ],
    [
      { countType: 'imageCountMoreThan', countNumber: 2 ** 53 },
      'countNumber is 9007199254740992, expected at most 9007199254740991: a larger number cannot be written unchanged',
    ],
    [
      { countType: 'sinceImagePushed', countNumber: 1e21, countUnit: 'days' },
      'countNumber is 1e+21, expected at most 9007199254740991: a larger number cannot be written unchanged',
    ],
    [
      { countType: 'sinceImageScanned', countNumber: 1, countUnit: 'days', storageClass: 'archive' },
      'countType is "sinceImageScanned", expected imageCountMoreThan, sinceImagePushed, sinceImagePulled or sinceImageTransitioned: ' +
        `say when the rule acts; ${newer}`,
    ],
    [
      { ...archived, countNumber: 89 },
      'countNumber is 89, expected at least 90 with sinceImageTransitioned: ECR keeps an archived image for 90 days',
    ],
    [
      { countType: 'imageCountMoreThan', countNumber: 1, countUnit: 'days' },
      'countUnit is "days", expected none with imageCountMoreThan: leave it out, or use sinceImagePushed',
    ],
    [{ countType: 'sinceImagePushed', countNumber: 1 }, 'countUnit is missing, expected "days": ECR counts whole days only'],
    [
      { countType: 'sinceImagePushed', countNumber: 1, countUnit: 'hours' },
      `countUnit is "hours", expected "days": ECR counts whole days only; ${newer}`,
    ],
    [
      { ...keepOne, storageClass: 'glacier' },
      `storageClass is "glacier", expected "standard" or "archive": correct it, or leave it out for "standard"; ${newer}`,
    ],
    [
      { ...archived, storageClass: 'standard' },
      'storageClass is "standard", expected "archive" with sinceImageTransitioned: only archived images have been archived',
    ],
    [
      { ...keepOne, storageClass: 'archive' },
      'countType is "imageCountMoreThan", expected sinceImageTransitioned with the storage class "archive": count from the archiving',
    ],
  ])('%j', (count, fault) => {
    expect(faultsOf({ selection: { tagStatus: 'any', ...count } })).toEqual([`rule 1: ${fault}`]);
  });

  test.each(['sinceImagePushed', 'sinceImagePulled'])('%s is no count for archived images', (countType) => {
    const selection = { tagStatus: 'any', countType, countNumber: 1, countUnit: 'days', storageClass: 'archive' };
    expect(faultsOf({ selection, action: archive })).toEqual([
      `rule 1: countType is "${countType}", expected sinceImageTransitioned with the storage class "archive": count from the archiving`,
    ]);
  });

  test('a number of images has no upper limit but that of the numbers in JSON', () => {
    expect(faultsOf({ selection: { ...any, countNumber: Number.MAX_SAFE_INTEGER } })).toEqual([]);
  });
});

describe('the action of a rule', () => {
  const remedy = 'write {"type": "expire"}, or {"type": "transition", "targetStorageClass": "archive"}';
  const pulled = { tagStatus: 'any', countType: 'sinceImagePulled', countNumber: 1, countUnit: 'days' };

  test.each<[unknown, object, string]>([
    ['expire', any, `action is "expire", expected an object: ${remedy}`],
    [{ type: 'delete' }, any, `action.type is "delete", expected "expire" or "transition": ${remedy}; ${newer}`],
    [{ type: 'transition' }, any, `targetStorageClass is missing, expected "archive" with the action "transition": ${remedy}`],
    [
      { type: 'transition', targetStorageClass: 'standard' },
      any,
      `targetStorageClass is "standard", expected "archive" with the action "transition": ${remedy}; ${newer}`,
    ],
    [
      { type: 'expire', targetStorageClass: 'archive' },
      any,
      'targetStorageClass is "archive", expected none with the action "expire": leave it out, or use "transition"',
    ],
    [{ ...expire, after: 1 }, any, 'action has the unknown key "after", expected only type, targetStorageClass: ' + `correct it; ${newer}`],
    [
      expire,
      pulled,
      'action.type is "expire", expected "transition" with sinceImagePulled: archive what nobody pulls, and expire what has been archived',
    ],
    [
      archive,
      { tagStatus: 'any', ...archived },
      'action.type is "transition", expected "expire" with sinceImageTransitioned: what is archived already can only expire',
    ],
  ])('%j', (action, selection, fault) => {
    expect(faultsOf({ action, selection })).toEqual([`rule 1: ${fault}`]);
  });

  test.each([
    ['images are counted', any],
    ['the push starts the time', { ...any, countType: 'sinceImagePushed', countUnit: 'days' }],
    ['the last pull starts the time', pulled],
  ])('archives where %s', (_, selection) => {
    expect(faultsOf({ action: archive, selection })).toEqual([]);
  });
});

describe('between rules', () => {
  const rules = (...given: object[]) => given.map((selection, index) => ({ rulePriority: index + 1, selection, action: expire }));
  const prefixes = (...tagPrefixList: string[]) => ({ tagStatus: 'tagged', tagPrefixList, ...keepOne });

  test.each<[string, object[], string[]]>([
    [
      'two on untagged images',
      rules(untagged, untagged),
      ['rule 2: it selects untagged images on the storage class "standard" like rule 1, expected at most one such rule: join the two'],
    ],
    [
      'one on any image before another',
      rules(any, tagged),
      [
        'rule 1: it selects any image on the storage class "standard" and comes before rule 2, expected to be the last rule there: ' +
          'move it to the end, or remove one of the two',
      ],
    ],
    [
      'two on any image',
      rules(any, any),
      [
        'rule 1: it selects any image on the storage class "standard" and comes before rule 2, expected to be the last rule there: ' +
          'move it to the end, or remove one of the two',
      ],
    ],
    [
      'two on any archived image',
      rules({ ...any, ...archived }, { ...any, ...archived }),
      [
        'rule 1: it selects any image on the storage class "archive" and comes before rule 2, expected to be the last rule there: ' +
          'move it to the end, or remove one of the two',
      ],
    ],
    [
      'the same prefixes in another order',
      rules(prefixes('a', 'b'), prefixes('b', 'a', 'b')),
      [
        'rule 2: tagPrefixList has the prefixes ["a","b"] of rule 1 on the storage class "standard", expected a set of its own: join the two',
      ],
    ],
    [
      'a priority twice',
      [...rules(tagged), ...rules(any)],
      ['the policy: several rules have the priority 1, expected one rule for each: number them apart'],
    ],
  ])('%s: refused', (_, given, faults) => {
    expect(policyFaults({ rules: given })).toEqual(faults);
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
    expect(policyFaults({ rules: [...rules(tagged), { rulePriority: 1, selection: tagged, action: null }] })).toEqual([
      expect.stringMatching(/^rules\[1\]: action is null/),
      'the policy: several rules have the priority 1, expected one rule for each: number them apart',
    ]);
  });
});

describe('what holds between rules', () => {
  const wrong = { rulePriority: 3, selection: any, action: {} };
  const repeated = [1, 2].map((rulePriority) => ({ rulePriority, selection: untagged, action: expire }));

  test('is said together with the faults of single rules', () => {
    expect(policyFaults({ rules: [...repeated, wrong] })).toEqual([
      expect.stringMatching(/^rule 3: action.type is missing/),
      expect.stringMatching(/^rule 2: it selects untagged images on the storage class "standard" like rule 1/),
    ]);
  });

  test('is not asked of rules that are wrong themselves', () => {
    expect(policyFaults({ rules: [{ ...wrong, rulePriority: 1 }, { ...repeated[1] }] })).toEqual([
      expect.stringMatching(/^rule 1: action.type is missing/),
    ]);
  });
});

test('a policy that is nested too deeply to be shown is refused all the same', () => {
  const nested: unknown = JSON.parse(`${'['.repeat(20_000)}${']'.repeat(20_000)}`);
  expect(policyFaults(nested)).toEqual(['the policy: it is an object of the class Array, expected an object: write {"rules": [{…}]}']);
  expect(policyFaults({ rules: [nested] })).toEqual([
    expect.stringMatching(/^rules\[0\]: the rule is an object of the class Array, expected an object: /),
  ]);
});

describe('an error', () => {
  test('holds one fault in one line', () => {
    expect(() => assertAccepted('here', { rules: {} })).toThrow(
      /^here: the policy: rules is {}, expected a list: write {"rules": \[{…}\]}$/,
    );
  });

  test('holds several faults in as many lines', () => {
    expect(() => assertAccepted('here', { rules: {}, rule: 1 })).toThrow(/^here: 2 faults\n {2}the policy: .+\n {2}the policy: .+$/);
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
  // where, what is expected, and what to do
  const place = /^(rule \d+: |rules\[\d+\]: |the policy:? ).+expected .+[:.] .+$/s;
  fc.assert(
    fc.property(acceptedRules, fc.nat(), fc.string(), anything, fc.boolean(), (rules, at, newKey, value, removes) => {
      const document: unknown = JSON.parse(JSON.stringify({ rules }));
      const spots = [...places(document)];
      const { parent, key } = spots[at % spots.length];
      if (removes) delete parent[key];
      // a list has no other members than its entries
      else parent[at % 7 === 0 && !Array.isArray(parent) ? newKey : key] = value;
      // a removed member of a list leaves a hole, which JSON writes as null
      for (const fault of policyFaults(JSON.parse(JSON.stringify(document)))) expect(fault).toMatch(place);
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
    /^here: the text is not valid JSON \(Unexpected token .+\), expected a lifecycle policy: write {"rules": \[{…}\]}$/,
  );
});
