import { Construct } from 'constructs';
import { shown } from './secure-repository-error';

/** A value of the wrong type as the user would know it again: a construct by its path, because as JSON it has no end. */
export function given(value: unknown): string {
  if (typeof value === 'function') return 'a function';
  return Construct.isConstruct(value) ? `the construct ${value.node.path}` : shown(value);
}
