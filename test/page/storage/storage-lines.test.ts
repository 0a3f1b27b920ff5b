import { readFileSync } from 'fs';
import { PolicyChoice } from '../../../page/model/policy-choice';
import { OWN_RATES, RepositoryModel } from '../../../page/model/repository-model';
import { storageLines } from '../../../page/storage/storage-lines';
import { PolicyDocument } from '../../../src/lifecycle/core/document';
import { RepositoryImage } from '../../../src/lifecycle/core/images';
import { NOW } from '../../fixtures/storage-data';

const images: RepositoryImage[] = [1, 2].map((day) => ({
  digest: `sha256:${day}`,
  tags: [`main-${day}`],
  sizeInBytes: 1000,
  status: 'ACTIVE',
  pushedAt: NOW - day * 86_400_000,
  isManifestList: false,
}));
const model = new RepositoryModel({ images, lists: new Map() }, NOW);
const document: PolicyDocument = {
  rules: [
    {
      rulePriority: 1,
      selection: { tagStatus: 'tagged', tagPatternList: ['main-*'], countType: 'imageCountMoreThan', countNumber: 1 },
      action: { type: 'expire' },
    },
  ],
};
const proposed: PolicyChoice = { key: 'proposed', name: 'proposed policy', document };

test('there is a line without a policy, and one for each policy', () => {
  const lines = storageLines(model, [proposed], OWN_RATES);
  expect(lines.map(({ kind, name, days }) => [kind, name, days.length, days[0].most.sizeInBytes])).toEqual([
    ['none', 'no policy', 91, 2000],
    ['proposed', 'proposed policy', 91, 1000],
  ]);
});

test('a policy that is none has no second line', () => {
  const present: PolicyChoice = { key: 'present', name: 'present policy (none)', document: null };
  expect(storageLines(model, [proposed, present], OWN_RATES).map(({ kind }) => kind)).toEqual(['none', 'proposed']);
});

test('the rates change the lines', () => {
  const last = (rates: ReadonlyMap<string, number>) => storageLines(model, [], rates)[0].days[90].most.sizeInBytes;
  expect(last(new Map([['main-*', 0]]))).toBe(2000);
  expect(last(new Map([['main-*', 2]]))).toBe(2000 + 180 * 1000);
});

test('the colors of the chart are variables whose contrast is tested, or those of the grid', () => {
  const css = readFileSync('page/storage/storage.css', 'utf8');
  const colors = new Set(Array.from(css.matchAll(/(?:fill|stroke|color): ([^;]+);/g), ([, color]) => color));
  expect([...colors].sort()).toEqual(['accent', 'archived', 'ink', 'line', 'muted', 'stays'].map((name) => `var(--${name})`));
});
