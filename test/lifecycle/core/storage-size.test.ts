import { formatBytes } from '../../../src/lifecycle/core/storage-size';

test.each([
  [0, '0 B'],
  [1023, '1023 B'],
  [1024, '1.0 KB'],
  [1536, '1.5 KB'],
  [999.9 * 1024, '999.9 KB'],
  [1000 * 1024, '1.0 MB'],
  [9.4 * 1024 ** 3, '9.4 GB'],
  [5 * 1024 ** 4, '5.0 TB'],
  [5000 * 1024 ** 4, '5000.0 TB'],
])('%d bytes are %s', (bytes, words) => {
  expect(formatBytes(bytes)).toBe(words);
});
