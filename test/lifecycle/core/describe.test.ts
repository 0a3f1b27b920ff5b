import { describePolicy, describeRule } from '../../../src/lifecycle/core/describe';
import { DocumentAction, DocumentSelection, PolicyDocument } from '../../../src/lifecycle/core/document';

const EXPIRE: DocumentAction = { type: 'expire' };
const ARCHIVE: DocumentAction = { type: 'transition', targetStorageClass: 'archive' };
const images = (countNumber: number) => ({ countType: 'imageCountMoreThan', countNumber }) as const;
const pushed = (countNumber: number) => ({ countType: 'sinceImagePushed', countNumber, countUnit: 'days' }) as const;
const pulled = (countNumber: number) => ({ countType: 'sinceImagePulled', countNumber, countUnit: 'days' }) as const;
const archived = (countNumber: number) =>
  ({ storageClass: 'archive', countType: 'sinceImageTransitioned', countNumber, countUnit: 'days' }) as const;
const any = { tagStatus: 'any' } as const;
const untagged = { tagStatus: 'untagged' } as const;
const tagged = (...tagPatternList: string[]) => ({ tagStatus: 'tagged', tagPatternList }) as const;

test.each<[string, DocumentSelection, DocumentAction]>([
  ['keep the 10 newest of the images, expire the others', { ...any, ...images(10) }, EXPIRE],
  ['keep the newest of the untagged images, expire the others', { ...untagged, ...images(1) }, EXPIRE],
  ['keep the 2 newest of the tagged images, archive the others', { ...tagged('*'), ...images(2) }, ARCHIVE],
  ['keep the 2 newest of the images tagged v* and *-rc, expire the others', { ...tagged('v*', '*-rc'), ...images(2) }, EXPIRE],
  ['keep the 2 newest of the images tagged v*, expire the others', { tagStatus: 'tagged', tagPrefixList: ['v'], ...images(2) }, EXPIRE],
  [
    'keep the 2 newest of the images tagged with the prefix v* (no wildcard), expire the others',
    { tagStatus: 'tagged', tagPrefixList: ['v*'], ...images(2) },
    EXPIRE,
  ],
  ['keep the 999998 newest of the images tagged v*, expire the others', { ...tagged('v*'), ...images(999_998) }, EXPIRE],
  ['keep all images tagged v*', { ...tagged('v*'), ...images(999_999) }, EXPIRE],
  ['keep all archived images tagged v*', { ...tagged('v*'), ...archived(36_500) }, EXPIRE],
  ['expire images 1 day after the push', { ...any, ...pushed(1) }, EXPIRE],
  ['archive untagged images 30 days after the push', { ...untagged, ...pushed(30) }, ARCHIVE],
  ['archive images tagged v* 90 days after the last pull', { ...tagged('v*'), ...pulled(90) }, ARCHIVE],
  ['expire archived images 365 days after archiving', { ...any, ...archived(365) }, EXPIRE],
  ['expire archived untagged images 90 days after archiving', { ...untagged, ...archived(90) }, EXPIRE],
  ['expire archived tagged images 90 days after archiving', { ...tagged('*'), ...archived(90) }, EXPIRE],
])('%s', (words, selection, action) => {
  expect(describeRule({ rulePriority: 1, selection, action })).toBe(words);
});

const document: PolicyDocument = {
  rules: [
    { rulePriority: 9, selection: { tagStatus: 'any', countType: 'sinceImagePushed', countNumber: 30, countUnit: 'days' }, action: EXPIRE },
    {
      rulePriority: 2,
      selection: { tagStatus: 'tagged', tagPatternList: ['a*', 'b*'], countType: 'imageCountMoreThan', countNumber: 5 },
      action: EXPIRE,
    },
  ],
};

test('a policy is said in words, in the order of its priorities', () => {
  expect(describePolicy(document)).toEqual([
    '2. keep the 5 newest of the images tagged a* and b*, expire the others',
    '9. expire images 30 days after the push',
  ]);
});
