import { Construct } from 'constructs';

/** An id that is still free in a scope of the user's, who may have a child of that name: the name, or the name and a number. */
export function freeId(scope: Construct, name: string): string {
  let id = name;
  for (let n = 2; scope.node.tryFindChild(id); n++) id = `${name}${n}`;
  return id;
}
