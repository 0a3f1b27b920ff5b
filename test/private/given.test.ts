import { App, Stack } from 'aws-cdk-lib';
import { given } from '../../src/private/given';

class Circle {
  public readonly self = this;
}

test.each<[unknown, string]>([
  [undefined, 'undefined'],
  ['a/b', '"a/b"'],
  [['a'], '["a"]'],
  [new Stack(new App(), 'Shop'), 'the construct Shop'],
  [new Circle(), 'an object of the class Circle'],
])('a value is told as its user knows it: %#', (value, text) => {
  expect(given(value)).toBe(text);
});
