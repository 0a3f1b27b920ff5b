import { generatedName } from './generated-name';

test('a generated name is the stack name, the logical ID and thirteen characters', () => {
  expect(generatedName('Shop', 'Role1ABF8B36')).toMatch(/^Shop-Role1ABF8B36-[A-Z0-5]{13}$/);
});

test('a generated name is the same at every call and another for every resource', () => {
  expect(generatedName('Shop', 'A')).toBe(generatedName('Shop', 'A'));
  expect(generatedName('Shop', 'A')).not.toBe(generatedName('Shop', 'B'));
});

test('a generated name is cut to what the service takes', () => {
  expect(generatedName('S'.repeat(40), 'L'.repeat(40))).toHaveLength(64);
});
