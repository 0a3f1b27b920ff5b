import { setImmediate } from 'timers/promises';
import { inParallel } from '../../../src/cli/collect/parallel';

test('at most so many entries are under way', async () => {
  let [now, most] = [0, 0];
  const done: number[] = [];
  await inParallel(3, [1, 2, 3, 4, 5, 6, 7], async (entry) => {
    most = Math.max(most, ++now);
    await setImmediate();
    now--;
    done.push(entry);
  });
  expect(most).toBe(3);
  expect(done.sort()).toEqual([1, 2, 3, 4, 5, 6, 7]);
});

test('the first error ends it, after what is under way has ended', async () => {
  const [begun, ended]: [number[], number[]] = [[], []];
  const running = inParallel(2, [1, 2, 3, 4], async (entry) => {
    begun.push(entry);
    if (entry === 1) throw new Error('one');
    await setImmediate();
    ended.push(entry);
  });
  await expect(running).rejects.toThrow('one');
  expect([begun, ended]).toEqual([[1, 2], [2]]);
});

test('no entries are done at once', async () => {
  await inParallel(2, [], () => Promise.reject(new Error('none')));
});
