import { Progress } from '../../../src/cli/collect/progress';
import { Printer } from '../../../src/cli/terminal';

beforeEach(() => jest.useFakeTimers({ now: 0 }));
afterEach(() => jest.useRealTimers());

function lines(isTTY: boolean): string {
  let written = '';
  const progress = new Progress(new Printer({ isTTY, write: (text) => (written += text) }, {}));
  progress.settings('1 eu-west-1', 10);
  progress.begin('1 eu-west-1', 10);
  for (let repository = 0; repository < 10; repository++) {
    jest.setSystemTime(Date.now() + 900);
    progress.add(200);
  }
  return written;
}

test('on a terminal, a line appears from time to time, with the time that is left', () => {
  expect(lines(true)).toBe(
    '1 eu-west-1: 10 repositories; reads the settings and what is running\n' +
      '1 eu-west-1: 3 of 10 repositories, 600 images, about 7 s left\n' +
      '1 eu-west-1: 6 of 10 repositories, 1200 images, about 4 s left\n' +
      '1 eu-west-1: 9 of 10 repositories, 1800 images, about 1 s left\n',
  );
});

test('a file or a pipe has none', () => {
  expect(lines(false)).toBe('');
});
