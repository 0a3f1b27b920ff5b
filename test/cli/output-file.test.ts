import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { checkOutputFiles, outputPath, writeOutputFile } from '../../src/cli/output-file';
import { Printer } from '../../src/cli/terminal';
import { FakeTerminal } from '../fixtures/fake-terminal';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'output-file-'))));
afterEach(() => rmSync(folder, { recursive: true }));

/** Writes a file, and returns what the command says about it. */
function write(path: string, text = 'new'): string {
  const terminal = new FakeTerminal([]);
  const [stdout, stderr] = [terminal.stdout, terminal.stderr].map((output) => new Printer(output, {}));
  writeOutputFile('--html', path, text, { argv: [], env: {}, stdin: terminal.stdin, stdout, stderr });
  return terminal.complained;
}

test('a file is written, and reported', () => {
  const path = join(folder, 'page.html');
  expect(write(path)).toBe(`--html: ${path} is written\n`);
  expect(readFileSync(path, 'utf8')).toBe('new');
});

test('a file that is there already is replaced, and nothing else stays', () => {
  writeFileSync(join(folder, 'page.html'), 'old');
  write(join(folder, 'page.html'));
  expect(readdirSync(folder)).toEqual(['page.html']);
  expect(readFileSync(join(folder, 'page.html'), 'utf8')).toBe('new');
});

test('the file behind a link is replaced, and the link stays', () => {
  writeFileSync(join(folder, 'page.html'), 'old');
  symlinkSync('page.html', join(folder, 'link.html'));
  write(join(folder, 'link.html'));
  expect(readFileSync(join(folder, 'page.html'), 'utf8')).toBe('new');
});

test('a device is written as it is', () => {
  expect(write('/dev/null')).toBe('--html: /dev/null is written\n');
});

test('a folder that does not exist is an error', () => {
  expect(() => write(join(folder, 'missing', 'page.html'))).toThrow(
    `--html ${folder}/missing/page.html: the file cannot be written (ENOENT: no such file or directory). ` +
      'Pass a path in a folder that exists and can be written.',
  );
});

test('a folder in place of a file is an error, and stays', () => {
  mkdirSync(join(folder, 'page.html'));
  expect(() => write(join(folder, 'page.html'))).toThrow(/the file cannot be written \(EISDIR: .+\)\. Pass a path/);
  expect(readdirSync(folder)).toEqual(['page.html']);
});

test('a disk without space is an error that says so', () => {
  expect(() => write('/dev/full')).toThrow(
    '--html /dev/full: the file cannot be written (ENOSPC: no space left on device). Free space, or pass a path on another disk.',
  );
});

test('a failure leaves what was there before', () => {
  const path = join(folder, 'page.html');
  writeFileSync(path, 'old');
  // the name of the partial file is taken by a folder
  mkdirSync(`${path}.${process.pid}.partial`);
  expect(() => write(path)).toThrow(/the file cannot be written/);
  expect(readFileSync(path, 'utf8')).toBe('old');
});

test.each(['-', ''])('%j is not the path of a file', (path) => {
  expect(() => outputPath('--html', path)).toThrow(
    `--html: ${JSON.stringify(path)} is not the path of a file, and standard output has the result. Pass a path.`,
  );
});

describe('a file that is named twice', () => {
  const named = (option: string, name: string | undefined) => ({ option, path: name === undefined ? undefined : join(folder, name) });
  beforeEach(() => {
    writeFileSync(join(folder, 'images.json'), '{}');
    symlinkSync('images.json', join(folder, 'link.json'));
    symlinkSync('.', join(folder, 'again'));
  });

  test.each(['images.json', 'link.json', 'again/images.json', 'again/../images.json'])('as an input and as the output %s', (output) => {
    expect(() => checkOutputFiles([named('--html', output)], [named('--policy', undefined), named('--images', 'images.json')])).toThrow(
      `--html: ${join(folder, output)} is also the file of --images, which would be overwritten. Pass another path.`,
    );
  });

  test('as two outputs, neither of which is there yet', () => {
    expect(() => checkOutputFiles([named('--svg', 'new'), named('--html', './new')], [])).toThrow(
      /^--html: .*new is also the file of --svg, which would be overwritten\./,
    );
  });

  test('is no error for a device, and none for standard input and a file of that name', () => {
    const device = { option: '--svg', path: '/dev/null' };
    expect(() => checkOutputFiles([device, { ...device, option: '--html' }], [{ option: '--policy', path: '-' }])).not.toThrow();
    expect(() =>
      checkOutputFiles([named('--html', 'new')], [{ option: '--policy', path: '-' }, named('--images', 'images.json')]),
    ).not.toThrow();
  });
});
