/** A policy and whether ECR accepts it. */
export interface KnownPolicy {
  readonly name: string;
  readonly accepted: boolean;
  readonly rules: readonly unknown[];
}

/** Policies whose fate is documented by AWS, measured on the service, or reported by its users. */
export const KNOWN_POLICIES: readonly KnownPolicy[] = [
  {
    name: 'an empty prefix, which ECR refuses as too short',
    accepted: false,
    rules: [
      {
        rulePriority: 1,
        selection: { tagStatus: 'tagged', tagPrefixList: [''], countType: 'imageCountMoreThan', countNumber: 3 },
        action: { type: 'expire' },
      },
    ],
  },
  {
    name: 'an empty pattern',
    accepted: false,
    rules: [
      {
        rulePriority: 1,
        selection: { tagStatus: 'tagged', tagPatternList: [''], countType: 'imageCountMoreThan', countNumber: 3 },
        action: { type: 'expire' },
      },
    ],
  },
  {
    name: 'a priority that two rules have',
    accepted: false,
    rules: [
      {
        rulePriority: 1,
        selection: { tagStatus: 'untagged', countType: 'imageCountMoreThan', countNumber: 1 },
        action: { type: 'expire' },
      },
      {
        rulePriority: 1,
        selection: { tagStatus: 'tagged', countType: 'imageCountMoreThan', countNumber: 1, tagPrefixList: ['a'] },
        action: { type: 'expire' },
      },
    ],
  },
  {
    name: 'a rule on any image before another rule',
    accepted: false,
    rules: [
      { rulePriority: 1, selection: { tagStatus: 'any', countType: 'imageCountMoreThan', countNumber: 5 }, action: { type: 'expire' } },
      {
        rulePriority: 2,
        selection: { tagStatus: 'untagged', countType: 'imageCountMoreThan', countNumber: 1 },
        action: { type: 'expire' },
      },
    ],
  },
  {
    name: 'a rule on any image for each storage class',
    accepted: true,
    rules: [
      {
        rulePriority: 1,
        selection: { tagStatus: 'any', countType: 'sinceImagePushed', countNumber: 30, countUnit: 'days' },
        action: { type: 'transition', targetStorageClass: 'archive' },
      },
      {
        rulePriority: 2,
        selection: { tagStatus: 'any', countType: 'sinceImageTransitioned', countNumber: 365, countUnit: 'days', storageClass: 'archive' },
        action: { type: 'expire' },
      },
    ],
  },
  {
    name: 'two rules on untagged images',
    accepted: false,
    rules: [
      {
        rulePriority: 1,
        selection: { tagStatus: 'untagged', countType: 'sinceImagePushed', countNumber: 14, countUnit: 'days' },
        action: { type: 'expire' },
      },
      {
        rulePriority: 2,
        selection: { tagStatus: 'untagged', countType: 'imageCountMoreThan', countNumber: 5 },
        action: { type: 'expire' },
      },
    ],
  },
  {
    name: 'tagged without a list',
    accepted: false,
    rules: [
      { rulePriority: 1, selection: { tagStatus: 'tagged', countType: 'imageCountMoreThan', countNumber: 10 }, action: { type: 'expire' } },
    ],
  },
  {
    name: 'both lists at once',
    accepted: false,
    rules: [
      {
        rulePriority: 1,
        selection: { tagStatus: 'tagged', countType: 'imageCountMoreThan', countNumber: 10, tagPrefixList: ['a'], tagPatternList: ['b*'] },
        action: { type: 'expire' },
      },
    ],
  },
  {
    name: 'five wildcards in a pattern',
    accepted: false,
    rules: [
      {
        rulePriority: 1,
        selection: { tagStatus: 'tagged', countType: 'imageCountMoreThan', countNumber: 11, tagPatternList: ['a*b*b*b*b*'] },
        action: { type: 'expire' },
      },
    ],
  },
  {
    name: 'four wildcards in each of two patterns',
    accepted: true,
    rules: [
      {
        rulePriority: 1,
        selection: {
          tagStatus: 'tagged',
          countType: 'imageCountMoreThan',
          countNumber: 11,
          tagPatternList: ['*test*1*2*3', 'test*1*2*3*'],
        },
        action: { type: 'expire' },
      },
    ],
  },
  {
    name: 'a unit with a number of images',
    accepted: false,
    rules: [
      {
        rulePriority: 1,
        selection: { tagStatus: 'any', countType: 'imageCountMoreThan', countNumber: 10, countUnit: 'days' },
        action: { type: 'expire' },
      },
    ],
  },
  {
    name: 'a count of 0',
    accepted: false,
    rules: [
      { rulePriority: 1, selection: { tagStatus: 'any', countType: 'imageCountMoreThan', countNumber: 0 }, action: { type: 'expire' } },
    ],
  },
  {
    name: 'a transition without a target',
    accepted: false,
    rules: [
      {
        rulePriority: 1,
        selection: { tagStatus: 'any', countType: 'imageCountMoreThan', countNumber: 10 },
        action: { type: 'transition' },
      },
    ],
  },
  {
    name: 'expiring by the last pull',
    accepted: false,
    rules: [
      {
        rulePriority: 1,
        selection: { tagStatus: 'any', countType: 'sinceImagePulled', countNumber: 90, countUnit: 'days' },
        action: { type: 'expire' },
      },
    ],
  },
  {
    name: 'archiving by the last pull',
    accepted: true,
    rules: [
      {
        rulePriority: 1,
        selection: { tagStatus: 'any', countType: 'sinceImagePulled', countNumber: 90, countUnit: 'days' },
        action: { type: 'transition', targetStorageClass: 'archive' },
      },
    ],
  },
  {
    name: '89 days in the archive',
    accepted: false,
    rules: [
      {
        rulePriority: 1,
        selection: { tagStatus: 'any', countType: 'sinceImageTransitioned', countNumber: 89, countUnit: 'days', storageClass: 'archive' },
        action: { type: 'expire' },
      },
    ],
  },
  {
    name: '90 days in the archive',
    accepted: true,
    rules: [
      {
        rulePriority: 1,
        selection: { tagStatus: 'any', countType: 'sinceImageTransitioned', countNumber: 90, countUnit: 'days', storageClass: 'archive' },
        action: { type: 'expire' },
      },
    ],
  },
  { name: '51 rules', accepted: false, rules: Array.from({ length: 51 }, (_, index) => onTag(index)) },
  { name: '50 rules', accepted: true, rules: Array.from({ length: 50 }, (_, index) => onTag(index)) },
];

function onTag(index: number): unknown {
  return {
    rulePriority: index + 1,
    selection: { tagStatus: 'tagged', tagPatternList: [`t${index}-*`], countType: 'imageCountMoreThan', countNumber: 1 },
    action: { type: 'expire' },
  };
}
