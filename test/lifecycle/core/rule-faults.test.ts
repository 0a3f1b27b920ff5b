import { ruleFaults } from '../../../src/lifecycle/core/rule-faults';

const expire = { type: 'expire' };
const archive = { type: 'transition', targetStorageClass: 'archive' };
const keepOne = { countType: 'imageCountMoreThan', countNumber: 1 };
const any = { tagStatus: 'any', ...keepOne };
const archived = { storageClass: 'archive', countType: 'sinceImageTransitioned', countNumber: 90, countUnit: 'days' };

/** The messages for a rule with these members, without the rule. */
function problemsOf(rule: object): string[] {
  return faultsOf(rule).map(({ problem }) => problem);
}

function faultsOf(rule: object) {
  return ruleFaults('rule 1', { rulePriority: 1, selection: any, action: expire, ...rule });
}

const newer = 'If ECR has added it since this release, set node.defaultChild.lifecyclePolicy instead, which is not checked.';

test('a fault is a finding that names the rule', () => {
  expect(faultsOf({ description: 1 })).toEqual([
    {
      id: 'cdk-secure-repository:lifecycle-rule',
      name: 'lifecycle-rule',
      severity: 'error',
      rule: 'rule 1',
      problem: 'description is 1, but must be a string. Use a string, or omit description.',
      message: 'rule 1: description is 1, but must be a string. Use a string, or omit description.',
    },
  ]);
});

test.each<[string, object]>([
  ['lifecycle-rule', { rulePriority: 0 }],
  ['lifecycle-rule', { description: 1 }],
  ['lifecycle-unknown-key', { enabled: true }],
  ['lifecycle-unknown-key', { selection: { ...any, lastPulled: 1 } }],
  ['lifecycle-unknown-key', { action: { ...expire, after: 1 } }],
  ['lifecycle-selection', { selection: 'any' }],
  ['lifecycle-selection', { selection: { ...any, tagStatus: 'TAGGED' } }],
  ['lifecycle-selection', { selection: { ...any, storageClass: 'glacier' } }],
  ['lifecycle-count', { selection: { ...any, countNumber: 0 } }],
  ['lifecycle-count', { selection: { ...any, countType: 'sinceImageScanned', countUnit: 'days' } }],
  ['lifecycle-count', { selection: { ...any, countUnit: 'days' } }],
  ['lifecycle-action', { action: null }],
  ['lifecycle-action', { action: { type: 'delete' } }],
  ['lifecycle-action', { action: archive, selection: { tagStatus: 'any', ...archived } }],
])('a fault has the kind %s: %j', (name, rule) => {
  expect(faultsOf(rule)).toEqual([expect.objectContaining({ name, id: `cdk-secure-repository:${name}` })]);
});

describe('one rule', () => {
  const number = 'Number the rules in the order in which they apply.';
  test.each<[object, string]>([
    [{ rulePriority: 0 }, `rulePriority is 0, but must be an integer of at least 1. ${number}`],
    [{ rulePriority: 1.5 }, `rulePriority is 1.5, but must be an integer of at least 1. ${number}`],
    [{ rulePriority: '1' }, `rulePriority is "1", but must be an integer of at least 1. ${number}`],
    [{ rulePriority: null }, `rulePriority is null, but must be an integer of at least 1. ${number}`],
    [{ description: null }, 'description is null, but must be a string. Use a string, or omit description.'],
    [
      { enabled: true },
      'the rule has the unknown key "enabled", but only rulePriority, description, selection, action are allowed. ' +
        `Correct the key. ${newer}`,
    ],
    [{ selection: undefined }, 'selection is missing, but must be an object. Use {"tagStatus": …, "countType": …, "countNumber": …}.'],
    [
      { selection: { ...any, lastPulled: 1 } },
      'selection has the unknown key "lastPulled", but only tagStatus, tagPrefixList, tagPatternList, storageClass, ' +
        `countType, countNumber, countUnit are allowed. Correct the key. ${newer}`,
    ],
  ])('%j', (rule, problem) => {
    expect(problemsOf(rule)).toEqual([problem]);
  });

  test('is an object', () => {
    expect(ruleFaults('rules[0]', null)).toMatchObject([
      { message: 'rules[0]: the rule is null, but must be an object. Use {"rulePriority": …, "selection": {…}, "action": {…}}.' },
    ]);
  });
});

describe('the tags of a rule', () => {
  const specify = 'Specify the tags that the rule selects.';
  test.each<[object, string]>([
    [
      { tagStatus: 'TAGGED' },
      `tagStatus is "TAGGED", but must be "tagged", "untagged" or "any". Specify which images the rule selects. ${newer}`,
    ],
    [
      { tagStatus: 'tagged' },
      'the selection has neither tagPrefixList nor tagPatternList, but must have one of them with tagStatus "tagged". ' +
        'Use tagPatternList, where "*" matches every tag.',
    ],
    [
      { tagStatus: 'tagged', tagPrefixList: ['a'], tagPatternList: ['a*'] },
      'the selection has both tagPrefixList and tagPatternList, but must have one of them with tagStatus "tagged". ' +
        'Use tagPatternList, where "*" matches every tag.',
    ],
    [{ tagStatus: 'tagged', tagPatternList: [] }, `tagPatternList is [], but must be a list of at least one string. ${specify}`],
    [{ tagStatus: 'tagged', tagPrefixList: null }, `tagPrefixList is null, but must be a list of at least one string. ${specify}`],
    [{ tagStatus: 'tagged', tagPrefixList: ['a', 2] }, 'tagPrefixList[1] is 2, but must be a string. Put the tag in quotation marks.'],
    [
      { tagStatus: 'tagged', tagPrefixList: [''] },
      'tagPrefixList[0] is "", but must be at least one character long. Specify a tag, or use "*" in tagPatternList for every tag.',
    ],
    [
      { tagStatus: 'tagged', tagPatternList: ['a*b*c*d*e*'] },
      'tagPatternList[0] is "a*b*c*d*e*", but must be a pattern with at most 4 wildcards. ' +
        'Replace adjacent * with a single *, or use fewer wildcards.',
    ],
    [
      { tagStatus: 'untagged', tagPrefixList: [] },
      'tagPrefixList is [], but must be omitted with tagStatus "untagged". Omit it, or use tagStatus "tagged".',
    ],
    [
      { tagStatus: 'any', tagPatternList: ['*'] },
      'tagPatternList is ["*"], but must be omitted with tagStatus "any". Omit it, or use tagStatus "tagged".',
    ],
  ])('%j', (selection, problem) => {
    expect(problemsOf({ selection: { ...keepOne, ...selection } })).toEqual([problem]);
  });

  test('a prefix may have more than 4 stars, which mean nothing there', () => {
    expect(faultsOf({ selection: { tagStatus: 'tagged', tagPrefixList: ['*****'], ...keepOne } })).toEqual([]);
  });
});

describe('the count of a rule', () => {
  const types = 'imageCountMoreThan, sinceImagePushed, sinceImagePulled or sinceImageTransitioned';
  const keepSome = 'Keep at least one image, or use expireAfter.';
  const smaller = 'Use a smaller number, because JSON cannot represent this one exactly.';
  test.each<[object, string]>([
    [
      { countType: 'sinceImageScanned', countNumber: 1, countUnit: 'days' },
      `countType is "sinceImageScanned", but must be ${types}. Specify when the rule acts. ${newer}`,
    ],
    [
      { countType: 'constructor', countNumber: 1, countUnit: 'days' },
      `countType is "constructor", but must be ${types}. Specify when the rule acts. ${newer}`,
    ],
    [{ countNumber: 1, countUnit: 'days' }, `countType is missing, but must be ${types}. Specify when the rule acts.`],
    [{ countType: 'imageCountMoreThan', countNumber: 0 }, `countNumber is 0, but must be an integer of at least 1. ${keepSome}`],
    [{ countType: 'imageCountMoreThan', countNumber: '10' }, `countNumber is "10", but must be an integer of at least 1. ${keepSome}`],
    [
      { countType: 'sinceImagePushed', countNumber: 1.5, countUnit: 'days' },
      'countNumber is 1.5, but must be an integer of at least 1. Use a whole number of days.',
    ],
    [{ countType: 'imageCountMoreThan', countNumber: NaN }, `countNumber is NaN, but must be an integer of at least 1. ${keepSome}`],
    [
      { countType: 'imageCountMoreThan', countNumber: 2 ** 53 },
      `countNumber is 9007199254740992, but must be at most 9007199254740991. ${smaller}`,
    ],
    [
      { countType: 'sinceImagePushed', countNumber: 1e21, countUnit: 'days' },
      `countNumber is 1e+21, but must be at most 9007199254740991. ${smaller}`,
    ],
    [
      { countType: 'sinceImageScanned', countNumber: 1, countUnit: 'days', storageClass: 'archive' },
      `countType is "sinceImageScanned", but must be ${types}. Specify when the rule acts. ${newer}`,
    ],
    [
      { ...archived, countNumber: 89 },
      'countNumber is 89, but must be at least 90 with countType "sinceImageTransitioned". ' +
        'Use 90 or more, because ECR stores an archived image for at least 90 days.',
    ],
    [
      { countType: 'imageCountMoreThan', countNumber: 1, countUnit: 'days' },
      'countUnit is "days", but must be omitted with countType "imageCountMoreThan". Omit it, or use sinceImagePushed.',
    ],
    [
      { countType: 'sinceImagePushed', countNumber: 1 },
      'countUnit is missing, but must be "days". Use "days", because ECR counts whole days only.',
    ],
    [
      { countType: 'sinceImagePushed', countNumber: 1, countUnit: 'hours' },
      `countUnit is "hours", but must be "days". Use "days", because ECR counts whole days only. ${newer}`,
    ],
    [
      { ...keepOne, storageClass: 'glacier' },
      `storageClass is "glacier", but must be "standard" or "archive". Correct it, or omit it for "standard". ${newer}`,
    ],
    [
      { ...archived, storageClass: 'standard' },
      'storageClass is "standard", but must be "archive" with countType "sinceImageTransitioned". Use storageClass "archive".',
    ],
    [
      { ...archived, storageClass: undefined },
      'storageClass is missing, but must be "archive" with countType "sinceImageTransitioned". Use storageClass "archive".',
    ],
    [
      { ...keepOne, storageClass: 'archive' },
      'countType is "imageCountMoreThan", but must be sinceImageTransitioned with storageClass "archive". ' +
        'Use sinceImageTransitioned, or omit storageClass.',
    ],
  ])('%j', (count, problem) => {
    expect(problemsOf({ selection: { tagStatus: 'any', ...count } })).toEqual([problem]);
  });

  test.each(['sinceImagePushed', 'sinceImagePulled'])('%s is no count for archived images', (countType) => {
    const selection = { tagStatus: 'any', countType, countNumber: 1, countUnit: 'days', storageClass: 'archive' };
    expect(problemsOf({ selection, action: archive })).toEqual([
      `countType is "${countType}", but must be sinceImageTransitioned with storageClass "archive". ` +
        'Use sinceImageTransitioned, or omit storageClass.',
    ]);
  });

  test('a number of images has no upper limit but that of the numbers in JSON', () => {
    expect(faultsOf({ selection: { ...any, countNumber: Number.MAX_SAFE_INTEGER } })).toEqual([]);
  });
});

describe('the action of a rule', () => {
  const remedy = 'Use {"type": "expire"} or {"type": "transition", "targetStorageClass": "archive"}.';
  const pulled = { tagStatus: 'any', countType: 'sinceImagePulled', countNumber: 1, countUnit: 'days' };

  test.each<[unknown, object, string]>([
    ['expire', any, `action is "expire", but must be an object. ${remedy}`],
    [{ type: 'delete' }, any, `action.type is "delete", but must be "expire" or "transition". ${remedy} ${newer}`],
    [{ type: 'delete' }, pulled, `action.type is "delete", but must be "expire" or "transition". ${remedy} ${newer}`],
    [{ type: 'transition' }, any, `targetStorageClass is missing, but must be "archive" with the action "transition". ${remedy}`],
    [
      { type: 'transition', targetStorageClass: 'standard' },
      any,
      `targetStorageClass is "standard", but must be "archive" with the action "transition". ${remedy} ${newer}`,
    ],
    [
      { type: 'expire', targetStorageClass: 'archive' },
      any,
      'targetStorageClass is "archive", but must be omitted with the action "expire". Omit it, or use the action "transition".',
    ],
    [
      { ...expire, after: 1 },
      any,
      `action has the unknown key "after", but only type, targetStorageClass are allowed. Correct the key. ${newer}`,
    ],
    [
      expire,
      pulled,
      'action.type is "expire", but must be "transition" with countType "sinceImagePulled". ' +
        'Archive the images that are not pulled, and expire archived images.',
    ],
    [
      archive,
      { tagStatus: 'any', ...archived },
      'action.type is "transition", but must be "expire" with countType "sinceImageTransitioned". ' +
        'Use the action "expire", because the images are already archived.',
    ],
  ])('%j', (action, selection, problem) => {
    expect(problemsOf({ action, selection })).toEqual([problem]);
  });

  test.each([
    ['images are counted', any],
    ['the push starts the time', { ...any, countType: 'sinceImagePushed', countUnit: 'days' }],
    ['the last pull starts the time', pulled],
  ])('archives where %s', (_, selection) => {
    expect(faultsOf({ action: archive, selection })).toEqual([]);
  });
});
