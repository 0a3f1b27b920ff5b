import { PolicyDocument } from '../../../src/lifecycle/core/policy-document';
import { parsedPolicy, policyInWords, warningsOfText } from '../../../src/lifecycle/core/policy-text';

const expire = { type: 'expire' } as const;
const document: PolicyDocument = {
  rules: [
    { rulePriority: 9, selection: { tagStatus: 'any', countType: 'sinceImagePushed', countNumber: 30, countUnit: 'days' }, action: expire },
    {
      rulePriority: 2,
      selection: { tagStatus: 'tagged', tagPatternList: ['a*', 'b*'], countType: 'imageCountMoreThan', countNumber: 5 },
      action: expire,
    },
  ],
};

test('a policy is said in words, in the order of its priorities', () => {
  expect(policyInWords(document)).toEqual([
    '2. keep the 5 newest of the images tagged a* and b*, expire the others',
    '9. expire images 30 days after the push',
  ]);
});

test('a policy that was written as JSON is warned of for what it does, and for what it may be taken for', () => {
  const selection = { tagStatus: 'tagged', tagPrefixList: ['v*'], countType: 'imageCountMoreThan', countNumber: 5 } as const;
  const withPrefix = {
    rules: [...document.rules, { rulePriority: 1, selection, action: expire }, { rulePriority: 3, selection, action: expire }],
  };
  expect(warningsOfText(withPrefix).map(({ id }) => id)).toEqual([
    'cdk-secure-repository:lifecycle-rule-never-acts',
    'cdk-secure-repository:lifecycle-overlapping-prefixes',
    'cdk-secure-repository:lifecycle-selects-no-tag',
    'cdk-secure-repository:lifecycle-selects-no-tag',
    'cdk-secure-repository:lifecycle-patterns-joined-by-and',
  ]);
  expect(warningsOfText(document).map(({ id }) => id)).toEqual(['cdk-secure-repository:lifecycle-patterns-joined-by-and']);
});

test('a text is read as JSON', () => {
  expect(parsedPolicy('here', '{"rules": []}')).toEqual({ rules: [] });
  expect(() => parsedPolicy('here', 'rules: []')).toThrow(
    /^here: the text is not valid JSON \(Unexpected token .+\), expected a lifecycle policy: write {"rules": \[{…}\]}$/,
  );
});
