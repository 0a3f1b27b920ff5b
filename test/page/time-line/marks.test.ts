import { ImageState } from '../../../page/model/image-state';
import { pictureOf } from '../../../page/model/picture';
import { OWN_RATES, RepositoryModel } from '../../../page/model/repository-model';
import { expiringRules, MARKS, markOfRule, markOfState, marksOf } from '../../../page/time-line/marks';
import { DocumentRule } from '../../../src/lifecycle/core/document';
import { image, NOW } from '../../fixtures/repository-images';

test('each mark has a shape of its own, so that it is known without its colour', () => {
  expect(new Set(MARKS.map(({ shape }) => shape)).size).toBe(MARKS.length);
});

test('each state but that of images that go has a mark of its own', () => {
  const states = [1, 2, 3, 4, 5, 7, 8] as ImageState[];
  const marks = states.map(markOfState);
  expect(new Set(marks).size).toBe(states.length);
  expect(marks.every((mark) => mark < MARKS.length)).toBe(true);
  expect(markOfState(ImageState.ABSENT)).toBe(255);
});

test('six rules have a mark each, and none has that of a state', () => {
  const rules = [0, 3, 4, 8, 9, 12];
  const marks = rules.map((rule) => markOfRule(rules, rule));
  expect(new Set(marks).size).toBe(6);
  expect(markOfRule([...rules, 13], 13)).toBe(marks[0]);
  expect(marks).not.toContain(markOfState(ImageState.STAYS));
});

test('the mark of a rule does not depend on the day', () => {
  const after = (rulePriority: number, pattern: string, countNumber: number): DocumentRule => ({
    rulePriority,
    selection: { tagStatus: 'tagged', tagPatternList: [pattern], countType: 'sinceImagePushed', countNumber, countUnit: 'days' },
    action: { type: 'expire' },
  });
  const images = [image('sha256:a', { tags: ['a'] }), image('sha256:b', { tags: ['b'] })];
  const model = new RepositoryModel({ images, lists: new Map() }, NOW);
  const effect = model.effect({ rules: [after(1, 'a', 60), after(2, 'b', 10)] }, OWN_RATES);
  const rules = expiringRules(effect);
  expect(rules).toEqual([0, 1]);
  const markOfB = (day: number) => marksOf(pictureOf(effect, day), rules)[effect.catalogue.placeOf.get('sha256:b')!];
  expect([markOfB(5), markOfB(20), markOfB(90)]).toEqual([markOfState(ImageState.STAYS), markOfRule(rules, 1), markOfRule(rules, 1)]);
});
