import { Construct } from 'constructs';
import { shown } from './secure-repository-error';

/** A value of the wrong type as the user would know it again: a construct by its path, because as JSON it has no end. */
export function given(value: unknown): string {
  if (Construct.isConstruct(value)) return `the construct ${value.node.path}`;
  try {
    return shown(value);
  } catch {
    return `an object of the class ${Object(value).constructor.name}`;
  }
}
