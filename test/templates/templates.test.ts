import { readdirSync, readFileSync } from 'node:fs';
import { FEATURES, templatesOf } from './features';
import { asStored, storedTemplates } from './stored-templates';
import * as library from '../../src';
import { METHODS } from '../fixtures/access/methods';

describe('what users have deployed stays as it is', () => {
  test.each(Object.keys(FEATURES))('%s', (name) => {
    expect(asStored(templatesOf(FEATURES[name]))).toBe(readFileSync(storedTemplates(name), 'utf8'));
  });
});

test('every stored template belongs to a feature', () => {
  const stored = readdirSync(__dirname).filter((file) => file.endsWith('.json'));
  expect(stored.sort()).toEqual(
    Object.keys(FEATURES)
      .map((name) => `${name}.json`)
      .sort(),
  );
});

test('each grant to a grantee has a feature', () => {
  const features = Object.keys(METHODS).map((name) => (name === 'grant' ? 'grant-actions' : name.replace(/[A-Z]/g, '-$&').toLowerCase()));
  expect(features.filter((name) => !(name in FEATURES))).toEqual([]);
});

test('two syntheses of the same app give the same bytes', () => {
  for (const feature of Object.values(FEATURES)) expect(asStored(templatesOf(feature))).toBe(asStored(templatesOf(feature)));
});

test('each publisher has a feature', () => {
  const publishers = Object.keys(library).filter((name) => name.endsWith('Publisher'));
  expect(publishers.length).toBeGreaterThan(5);
  expect(publishers.filter((name) => !(`${name.replace('Publisher', '').toLowerCase()}-publisher` in FEATURES))).toEqual([]);
});
