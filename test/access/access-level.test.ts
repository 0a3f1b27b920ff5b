import fc from 'fast-check';
import { LEVELS, levelInWords } from '../../src/access/access-level';
import { REPOSITORY_ACTIONS } from '../../src/access/ecr-actions';

const { pull, pullByService, push, read, readFindings, startScan, previewLifecycle, deleteImages } = LEVELS;

test.each<[readonly string[], string]>([
  [pull.actions, 'pull'],
  [pullByService.actions, 'pull'],
  [push.actions, 'push'],
  [[...pull.actions, ...push.actions], 'pull and push'],
  [read.actions, 'read'],
  [readFindings.actions, 'read findings'],
  [startScan.actions, 'start scan'],
  [previewLifecycle.actions, 'preview lifecycle'],
  [deleteImages.actions, 'delete images'],
  [[...read.actions, ...startScan.actions, 'ecr:TagResource'], 'read, start scan and ecr:TagResource'],
  [['ecr:UntagResource', 'ecr:TagResource'], 'ecr:TagResource and ecr:UntagResource'],
  [['ecr:PutImage'], 'ecr:PutImage'],
  [['ecr:*'], 'ecr:*'],
  [[], ''],
])('%j is %j', (actions, words) => {
  expect(levelInWords(actions)).toBe(words);
});

test('every action of a level acts on a repository', () => {
  for (const { actions } of Object.values(LEVELS)) {
    for (const action of actions) expect(REPOSITORY_ACTIONS).toContain(action);
  }
});

test('the words say every action, and none that is not there', () => {
  const levels = Object.values(LEVELS);
  fc.assert(
    fc.property(fc.subarray([...REPOSITORY_ACTIONS]), (actions) => {
      const words = levelInWords(actions).split(/, | and /);
      const saidBy = (word: string): readonly string[] => levels.find((level) => level.words === word)?.actions ?? [word];
      for (const action of actions) expect(words.flatMap(saidBy)).toContain(action);
      const optional = 'ecr:BatchCheckLayerAvailability';
      for (const action of words.flatMap(saidBy)) if (action !== '' && action !== optional) expect(actions).toContain(action);
    }),
  );
});
