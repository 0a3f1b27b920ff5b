import { VERSION_TAGS } from '../../src/fleet/release-tags';

test.each(['v1.2.3', '1.2.3', '0.0.0', 'v10.20.30'])('%s is the tag of a release', (tag) => {
  expect(VERSION_TAGS.matches(tag)).toBe(true);
});

test.each(['v1', '1.2', 'v1.2.3-rc.1', '1.2.3+build', 'api-1.2.3', 'v1.2.3.4', 'V1.2.3', 'latest', ''])('%s is not', (tag) => {
  expect(VERSION_TAGS.matches(tag)).toBe(false);
});
