import { DocumentRule } from '../../src/lifecycle/core/document';
import { days, EvaluationVector } from '../oracle/lifecycle/evaluation-vector';

const untaggedAfter14: DocumentRule = {
  rulePriority: 1,
  selection: { tagStatus: 'untagged', countType: 'sinceImagePushed', countNumber: 14, countUnit: 'days' },
  action: { type: 'expire' },
};
const taggedAfter30: DocumentRule = {
  rulePriority: 2,
  selection: { tagStatus: 'tagged', tagPatternList: ['*'], countType: 'sinceImagePushed', countNumber: 30, countUnit: 'days' },
  action: { type: 'expire' },
};
const archiveTaggedAfter30: DocumentRule = { ...taggedAfter30, action: { type: 'transition', targetStorageClass: 'archive' } };

function keepAny(countNumber: number): DocumentRule {
  return {
    rulePriority: 3,
    selection: { tagStatus: 'any', countType: 'imageCountMoreThan', countNumber },
    action: { type: 'expire' },
  };
}

/**
 * Images that depend on others. AWS: an image that a manifest list references is neither expired nor archived before the list, and artifacts
 * follow their subject within 24 hours. What neither the inventory nor AWS says may happen, and is not certain.
 * https://docs.aws.amazon.com/AmazonECR/latest/userguide/LifecyclePolicies.html
 */
export const DEPENDENT_EVALUATIONS: readonly EvaluationVector[] = [
  {
    name: 'a list that stays keeps the images that it references, and no others',
    rules: [untaggedAfter14],
    images: {
      index: { tags: ['v1'], pushed: days(20), references: ['amd64', 'arm64'] },
      amd64: { tags: [], pushed: days(20) },
      arm64: { tags: [], pushed: days(20) },
      other: { tags: [], pushed: days(20) },
    },
    expected: { other: ['EXPIRE', 1] },
  },
  {
    name: 'the images of a list whose manifest is not known may expire',
    rules: [untaggedAfter14],
    images: {
      index: { tags: ['v1'], pushed: days(20), references: 'unknown' },
      amd64: { tags: [], pushed: days(20) },
      young: { tags: [], pushed: days(2) },
    },
    expected: { amd64: ['MAY_EXPIRE', 1] },
  },
  {
    name: 'a list that expires takes its images along, where a rule takes them',
    rules: [untaggedAfter14, taggedAfter30],
    images: {
      index: { tags: ['v1'], pushed: days(40), references: ['amd64', 'young'] },
      amd64: { tags: [], pushed: days(40) },
      young: { tags: [], pushed: days(2) },
    },
    expected: { index: ['EXPIRE', 2], amd64: ['EXPIRE', 1] },
  },
  {
    name: 'one list that stays is enough',
    rules: [untaggedAfter14, taggedAfter30],
    images: {
      old: { tags: ['v1'], pushed: days(40), references: ['shared'] },
      new: { tags: ['v2'], pushed: days(20), references: ['shared'] },
      shared: { tags: [], pushed: days(40) },
    },
    expected: { old: ['EXPIRE', 2] },
  },
  {
    name: 'a list in a list that stays keeps its images',
    rules: [untaggedAfter14],
    images: {
      outer: { tags: ['v1'], pushed: days(20), references: ['inner'] },
      inner: { tags: [], pushed: days(20), references: ['amd64'] },
      amd64: { tags: [], pushed: days(20) },
    },
    expected: {},
  },
  {
    name: 'an archived list may keep its images from expiring, and does not keep them from being archived',
    rules: [untaggedAfter14, archiveTaggedAfter30],
    images: {
      index: { tags: ['v1'], pushed: days(40), references: ['amd64', 'tagged'] },
      amd64: { tags: [], pushed: days(40) },
      tagged: { tags: ['v1-arm64'], pushed: days(40) },
    },
    expected: { index: ['ARCHIVE', 2], amd64: ['MAY_EXPIRE', 1], tagged: ['ARCHIVE', 2] },
  },
  {
    name: 'artifacts follow the image that they belong to in the end, by its rule',
    rules: [taggedAfter30],
    images: {
      image: { tags: ['v1'], pushed: days(40) },
      sbom: { tags: [], pushed: days(1), subject: 'image' },
      signature: { tags: [], pushed: days(1), subject: 'sbom' },
    },
    expected: { image: ['EXPIRE', 2], sbom: ['EXPIRE', 2], signature: ['EXPIRE', 2] },
  },
  {
    name: 'an artifact that a rule takes while its image stays may expire',
    rules: [untaggedAfter14],
    images: {
      image: { tags: ['v1'], pushed: days(40) },
      sbom: { tags: [], pushed: days(40), subject: 'image' },
    },
    expected: { sbom: ['MAY_EXPIRE', 1] },
  },
  {
    name: 'an artifact of an image of which it is not certain whether it stays may expire with it',
    rules: [untaggedAfter14],
    images: {
      index: { tags: ['v1'], pushed: days(20), references: 'unknown' },
      amd64: { tags: [], pushed: days(20) },
      sbom: { tags: ['sbom'], pushed: days(1), subject: 'amd64' },
    },
    expected: { amd64: ['MAY_EXPIRE', 1], sbom: ['MAY_EXPIRE', 1] },
  },
  {
    name: 'which images of one instant count as newer is not known, where the count ends among them',
    rules: [keepAny(2)],
    images: {
      new: { tags: [], pushed: days(1) },
      one: { tags: [], pushed: days(2) },
      other: { tags: [], pushed: days(2) },
      old: { tags: [], pushed: days(3) },
    },
    expected: { one: ['MAY_EXPIRE', 3], other: ['MAY_EXPIRE', 3], old: ['EXPIRE', 3] },
  },
  {
    name: 'whether the images of a list count is not known',
    rules: [keepAny(2)],
    images: {
      index: { tags: ['v2'], pushed: days(1), references: ['amd64'] },
      amd64: { tags: [], pushed: days(1) + 1 },
      next: { tags: ['v1'], pushed: days(2) },
      last: { tags: ['v0'], pushed: days(3) },
    },
    expected: { next: ['MAY_EXPIRE', 3], last: ['EXPIRE', 3] },
  },
  {
    name: 'a list whose manifest is not known may be in another one',
    rules: [untaggedAfter14],
    images: {
      outer: { tags: ['v1'], pushed: days(20), references: 'unknown' },
      inner: { tags: [], pushed: days(20), references: 'unknown' },
    },
    expected: { inner: ['MAY_EXPIRE', 1] },
  },
  {
    name: 'a list whose manifest is not known is not in itself',
    rules: [untaggedAfter14],
    images: { index: { tags: [], pushed: days(20), references: 'unknown' } },
    expected: { index: ['EXPIRE', 1] },
  },
  {
    name: 'an artifact of an image that is not in the inventory may expire',
    rules: [untaggedAfter14],
    images: { sbom: { tags: [], pushed: days(20), subject: 'absent' } },
    expected: { sbom: ['MAY_EXPIRE', 1] },
  },
];
