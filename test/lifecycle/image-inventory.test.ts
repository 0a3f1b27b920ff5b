import { mkdtempSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { ImageInventory } from '../../src';

const directory = mkdtempSync(join(tmpdir(), 'image-inventory-'));
afterAll(() => rmSync(directory, { recursive: true }));

const text = '{"imageDetails": [{"imageDigest": "sha256:a", "imagePushedAt": "2026-01-31T12:00:00+00:00"}]}';

test('a text is read', () => {
  expect(ImageInventory.fromJson(text).imageCount).toBe(1);
});

test('a text at fault is named by the factory', () => {
  expect(() => ImageInventory.fromJson('{}')).toThrow(
    'ImageInventory.fromJson(text): there is no list imageDetails, expected what aws ecr describe-images --output json prints',
  );
});

test('a file is read', () => {
  const path = join(directory, 'images.json');
  writeFileSync(path, text);
  expect(ImageInventory.fromFile(path).imageCount).toBe(1);
});

test('a file in UTF-16 is read, as PowerShell writes what it redirects', () => {
  const path = join(directory, 'utf16.json');
  writeFileSync(path, `\uFEFF${text}`, 'utf16le');
  expect(ImageInventory.fromFile(path).imageCount).toBe(1);
});

test('a file at fault is named by its path', () => {
  const path = join(directory, 'cut.json');
  writeFileSync(path, text.slice(0, -1));
  expect(() => ImageInventory.fromFile(path)).toThrow(`${path}: the text from line 1 on is no JSON: `);
});

test('a file that cannot be read is an error with the reason', () => {
  expect(() => ImageInventory.fromFile(join(directory, 'missing.json'))).toThrow(
    /^ImageInventory\.fromFile\(path\): ENOENT: no such file or directory, open '.+missing\.json'$/,
  );
});

test('a list that was cut off is refused: what follows might change everything', () => {
  const page = (nextToken?: string) => JSON.stringify({ imageDetails: [], nextToken });
  expect(() => ImageInventory.fromJson(page('abc'))).toThrow(
    'it has a nextToken and no last page, so more images follow, expected all of them: leave out --max-items and --no-paginate, or add the other pages',
  );
  expect(() => ImageInventory.fromJson(`${page('abc')}\n${page()}`)).not.toThrow();
});
