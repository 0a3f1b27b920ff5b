import { DocumentRule } from '../../src/lifecycle/core/document';
import { days, EvaluationVector } from '../oracle/lifecycle/evaluation-vector';

const untaggedAfter14: Omit<DocumentRule, 'rulePriority'> = {
  selection: { tagStatus: 'untagged', countType: 'sinceImagePushed', countNumber: 14, countUnit: 'days' },
  action: { type: 'expire' },
};

function keep(countNumber: number, ...tagPatternList: string[]): Omit<DocumentRule, 'rulePriority'> {
  return { selection: { tagStatus: 'tagged', tagPatternList, countType: 'imageCountMoreThan', countNumber }, action: { type: 'expire' } };
}

/** What follows from the documented rules where the examples of AWS say nothing. */
export const FURTHER_EVALUATIONS: readonly EvaluationVector[] = [
  {
    name: 'rules apply in the order of their priorities, not of the document',
    rules: [
      { rulePriority: 20, ...keep(1, 'dev-*') },
      { rulePriority: 10, ...keep(5, '*-stable') },
    ],
    images: {
      old: { tags: ['dev-1', '1-stable'], pushed: days(3) },
      middle: { tags: ['dev-2'], pushed: days(2) },
      new: { tags: ['dev-3'], pushed: days(1) },
    },
    expected: { middle: ['EXPIRE', 20] },
  },
  {
    name: 'exactly so many days ago is not older yet',
    rules: [{ rulePriority: 1, ...untaggedAfter14 }],
    images: { edge: { tags: [], pushed: days(14) }, older: { tags: [], pushed: days(14) + 1 } },
    expected: { older: ['EXPIRE', 1] },
  },
  {
    name: 'exactly so many days ago is not older yet, for a pull as for the archiving',
    rules: [
      {
        rulePriority: 1,
        selection: { tagStatus: 'any', countType: 'sinceImagePulled', countNumber: 30, countUnit: 'days' },
        action: { type: 'transition', targetStorageClass: 'archive' },
      },
      {
        rulePriority: 2,
        selection: { tagStatus: 'any', storageClass: 'archive', countType: 'sinceImageTransitioned', countNumber: 90, countUnit: 'days' },
        action: { type: 'expire' },
      },
    ],
    images: {
      pulled: { tags: [], pushed: days(99), pulled: days(30) },
      'pulled before': { tags: [], pushed: days(99), pulled: days(30) + 1 },
      archived: { tags: [], pushed: days(99), archived: days(90) },
      'archived before': { tags: [], pushed: days(99), archived: days(90) + 1 },
    },
    expected: { 'pulled before': ['ARCHIVE', 1], 'archived before': ['EXPIRE', 2] },
  },
  {
    name: 'an image with several matching tags counts once',
    rules: [{ rulePriority: 1, ...keep(2, 'v*') }],
    images: {
      first: { tags: ['v1', 'v1.0', 'v1.0.0'], pushed: days(1) },
      second: { tags: ['v0', 'v0.9'], pushed: days(2) },
      third: { tags: ['v0.8'], pushed: days(3) },
    },
    expected: { third: ['EXPIRE', 1] },
  },
  {
    name: 'a restored image ages from its restoration',
    rules: [{ rulePriority: 1, ...untaggedAfter14 }],
    images: {
      'restored lately': { tags: [], pushed: days(400), restored: days(13) },
      'restored long ago': { tags: [], pushed: days(400), restored: days(15) },
    },
    expected: { 'restored long ago': ['EXPIRE', 1] },
  },
  {
    name: 'a restored image counts as newly pushed',
    rules: [{ rulePriority: 1, ...keep(1, '*') }],
    images: { restored: { tags: ['a'], pushed: days(400), restored: days(1) }, pushed: { tags: ['b'], pushed: days(2) } },
    expected: { pushed: ['EXPIRE', 1] },
  },
  {
    name: 'an archived image is out of reach for a rule on the standard storage class, and does not count there',
    rules: [{ rulePriority: 1, ...keep(1, '*') }],
    images: {
      archived: { tags: ['a'], pushed: days(1), archived: days(1) },
      newer: { tags: ['b'], pushed: days(2) },
      older: { tags: ['c'], pushed: days(3) },
    },
    expected: { older: ['EXPIRE', 1] },
  },
  {
    name: 'a prefix selects what starts with it',
    rules: [
      {
        rulePriority: 1,
        selection: { tagStatus: 'tagged', tagPrefixList: ['pr-'], countType: 'sinceImagePushed', countNumber: 7, countUnit: 'days' },
        action: { type: 'expire' },
      },
    ],
    images: {
      'pull request': { tags: ['pr-12'], pushed: days(8) },
      'prefix alone': { tags: ['pr-'], pushed: days(8) },
      inside: { tags: ['my-pr-12'], pushed: days(8) },
      capitals: { tags: ['PR-12'], pushed: days(8) },
    },
    expected: { 'pull request': ['EXPIRE', 1], 'prefix alone': ['EXPIRE', 1] },
  },
  {
    name: 'a pattern without a wildcard is the whole tag',
    rules: [{ rulePriority: 1, ...keep(1, 'latest') }],
    images: {
      new: { tags: ['latest'], pushed: days(1) },
      old: { tags: ['latest'], pushed: days(2) },
      longer: { tags: ['latest-1'], pushed: days(3) },
    },
    expected: { old: ['EXPIRE', 1] },
  },
  {
    name: 'one tag may satisfy several patterns',
    rules: [{ rulePriority: 1, ...keep(1, 'v1*', '*-rc') }],
    images: {
      new: { tags: ['v1-rc'], pushed: days(1) },
      old: { tags: ['v1-rc'], pushed: days(2) },
      half: { tags: ['v1'], pushed: days(3) },
    },
    expected: { old: ['EXPIRE', 1] },
  },
  {
    name: 'tags that JavaScript gives a meaning to are tags',
    rules: [{ rulePriority: 1, ...keep(1, '__proto__') }],
    images: {
      new: { tags: ['__proto__'], pushed: days(1) },
      old: { tags: ['constructor', '__proto__'], pushed: days(2) },
      other: { tags: ['constructor'], pushed: days(3) },
    },
    expected: { old: ['EXPIRE', 1] },
  },
  {
    name: 'what is archived and protected there does not expire',
    rules: [
      {
        rulePriority: 1,
        selection: {
          tagStatus: 'tagged',
          tagPatternList: ['v*'],
          storageClass: 'archive',
          countType: 'sinceImageTransitioned',
          countNumber: 36500,
          countUnit: 'days',
        },
        action: { type: 'expire' },
      },
      {
        rulePriority: 2,
        selection: { tagStatus: 'any', storageClass: 'archive', countType: 'sinceImageTransitioned', countNumber: 90, countUnit: 'days' },
        action: { type: 'expire' },
      },
    ],
    images: {
      release: { tags: ['v1'], pushed: days(1000), archived: days(900) },
      build: { tags: ['b1'], pushed: days(1000), archived: days(900) },
    },
    expected: { build: ['EXPIRE', 2] },
  },
  {
    name: 'all but the newest are archived',
    rules: [
      {
        rulePriority: 1,
        selection: { tagStatus: 'any', countType: 'imageCountMoreThan', countNumber: 2 },
        action: { type: 'transition', targetStorageClass: 'archive' },
      },
    ],
    images: {
      first: { tags: [], pushed: days(3) },
      second: { tags: ['b'], pushed: days(2) },
      third: { tags: ['c'], pushed: days(1) },
    },
    expected: { first: ['ARCHIVE', 1] },
  },
];
