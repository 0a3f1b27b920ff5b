import { days, EvaluationVector } from '../oracle/lifecycle/evaluation-vector';

/**
 * The worked examples of AWS, and its example policies with results that follow from the documented rules.
 * https://docs.aws.amazon.com/AmazonECR/latest/userguide/lifecycle_policy_examples.html
 */
export const DOCUMENTED_EVALUATIONS: readonly EvaluationVector[] = [
  {
    name: 'an image that the first rule identified and kept is out of reach for the second',
    rules: [
      {
        rulePriority: 1,
        selection: { tagStatus: 'tagged', tagPatternList: ['prod*'], countType: 'imageCountMoreThan', countNumber: 1 },
        action: { type: 'expire' },
      },
      {
        rulePriority: 2,
        selection: { tagStatus: 'tagged', tagPatternList: ['beta*'], countType: 'imageCountMoreThan', countNumber: 1 },
        action: { type: 'expire' },
      },
    ],
    images: {
      A: { tags: ['beta-1', 'prod-1'], pushed: days(10) },
      B: { tags: ['beta-2', 'prod-2'], pushed: days(9) },
      C: { tags: ['beta-3'], pushed: days(8) },
    },
    expected: { A: ['EXPIRE', 1] },
  },
  {
    name: 'the first rule identifies everything, and nothing is left for the second',
    rules: [
      {
        rulePriority: 1,
        selection: { tagStatus: 'tagged', tagPatternList: ['beta*'], countType: 'imageCountMoreThan', countNumber: 1 },
        action: { type: 'expire' },
      },
      {
        rulePriority: 2,
        selection: { tagStatus: 'tagged', tagPatternList: ['prod*'], countType: 'imageCountMoreThan', countNumber: 1 },
        action: { type: 'expire' },
      },
    ],
    images: {
      A: { tags: ['beta-1', 'prod-1'], pushed: days(10) },
      B: { tags: ['beta-2', 'prod-2'], pushed: days(9) },
      C: { tags: ['beta-3'], pushed: days(8) },
    },
    expected: { A: ['EXPIRE', 1], B: ['EXPIRE', 1] },
  },
  {
    name: 'several patterns select the images with a tag for each',
    rules: [
      {
        rulePriority: 1,
        selection: {
          tagStatus: 'tagged',
          tagPatternList: ['alpha*', 'beta*'],
          countType: 'sinceImagePushed',
          countUnit: 'days',
          countNumber: 5,
        },
        action: { type: 'expire' },
      },
    ],
    images: {
      A: { tags: ['alpha-1'], pushed: days(12) },
      B: { tags: ['beta-1'], pushed: days(11) },
      C: { tags: ['alpha-2', 'beta-2'], pushed: days(10) },
      D: { tags: ['alpha-3'], pushed: days(4) },
      E: { tags: ['beta-3'], pushed: days(3) },
      F: { tags: ['alpha-4', 'beta-4'], pushed: days(2) },
    },
    expected: { C: ['EXPIRE', 1] },
  },
  {
    name: 'further tags do not keep an image from being selected',
    rules: [
      {
        rulePriority: 1,
        selection: { tagStatus: 'tagged', tagPatternList: ['alpha*', 'beta*'], countType: 'imageCountMoreThan', countNumber: 1 },
        action: { type: 'expire' },
      },
    ],
    images: {
      A: { tags: ['alpha-1', 'beta-1', 'gamma-1'], pushed: days(10) },
      B: { tags: ['alpha-2', 'beta-2'], pushed: days(9) },
      C: { tags: ['alpha-3', 'beta-3', 'gamma-2'], pushed: days(8) },
    },
    expected: { A: ['EXPIRE', 1], B: ['EXPIRE', 1] },
  },
  {
    name: 'a rule on any image counts what earlier rules identified',
    rules: [
      {
        rulePriority: 1,
        selection: { tagStatus: 'tagged', tagPatternList: ['alpha*'], countType: 'imageCountMoreThan', countNumber: 1 },
        action: { type: 'expire' },
      },
      {
        rulePriority: 2,
        selection: { tagStatus: 'untagged', countType: 'sinceImagePushed', countUnit: 'days', countNumber: 1 },
        action: { type: 'expire' },
      },
      { rulePriority: 3, selection: { tagStatus: 'any', countType: 'imageCountMoreThan', countNumber: 1 }, action: { type: 'expire' } },
    ],
    images: {
      A: { tags: ['alpha-1', 'beta-1'], pushed: days(4) },
      B: { tags: [], pushed: days(3) },
      C: { tags: ['alpha-2'], pushed: days(2) },
      D: { tags: ['git hash'], pushed: days(1) },
      E: { tags: [], pushed: days(1) - 1 },
    },
    expected: { A: ['EXPIRE', 1], B: ['EXPIRE', 2], D: ['EXPIRE', 3] },
  },
  {
    name: 'only images with a matching tag age',
    rules: [
      {
        rulePriority: 1,
        selection: { tagStatus: 'tagged', tagPatternList: ['prod*'], countType: 'sinceImagePushed', countUnit: 'days', countNumber: 14 },
        action: { type: 'expire' },
      },
    ],
    images: {
      old: { tags: ['prod-1'], pushed: days(15) },
      edge: { tags: ['prod-2'], pushed: days(14) - 8640 },
      other: { tags: ['dev'], pushed: days(99) },
    },
    expected: { old: ['EXPIRE', 1] },
  },
  {
    name: 'a pull, a restoration or the push, whichever is last, starts the time without a pull',
    rules: [
      {
        rulePriority: 1,
        selection: { tagStatus: 'any', countType: 'sinceImagePulled', countUnit: 'days', countNumber: 90 },
        action: { type: 'transition', targetStorageClass: 'archive' },
      },
    ],
    images: {
      'never-pulled-old': { tags: ['a'], pushed: days(100) },
      'pulled-recently': { tags: ['b'], pushed: days(200), pulled: days(5) },
      'pulled-long-ago': { tags: ['c'], pushed: days(200), pulled: days(91) },
      'restored-not-pulled-since': { tags: ['d'], pushed: days(400), pulled: days(300), restored: days(10) },
      'restored-long-ago-not-pulled': { tags: ['e'], pushed: days(400), pulled: days(300), restored: days(95) },
    },
    expected: { 'never-pulled-old': ['ARCHIVE', 1], 'pulled-long-ago': ['ARCHIVE', 1], 'restored-long-ago-not-pulled': ['ARCHIVE', 1] },
  },
  {
    name: 'each storage class has its own last rule',
    rules: [
      {
        rulePriority: 1,
        selection: { tagStatus: 'any', countType: 'sinceImagePushed', countUnit: 'days', countNumber: 30 },
        action: { type: 'transition', targetStorageClass: 'archive' },
      },
      {
        rulePriority: 2,
        selection: { tagStatus: 'any', storageClass: 'archive', countType: 'sinceImageTransitioned', countUnit: 'days', countNumber: 365 },
        action: { type: 'expire' },
      },
    ],
    images: {
      'std-40d': { tags: ['a'], pushed: days(40) },
      'std-10d': { tags: ['b'], pushed: days(10) },
      'arch-400d': { tags: ['c'], pushed: days(500), archived: days(400) },
      'arch-100d': { tags: ['d'], pushed: days(500), archived: days(100) },
    },
    expected: { 'std-40d': ['ARCHIVE', 1], 'arch-400d': ['EXPIRE', 2] },
  },
];
