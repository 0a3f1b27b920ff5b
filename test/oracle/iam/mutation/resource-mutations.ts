import { listed, StatementElement } from '../policy-document';
import { Material, Mutant } from './material';

/** Every resource widened in each of its parts, another one added, every one taken out. */
export function* resourceMutations(element: StatementElement, { otherResource }: Material): Generator<Mutant<StatementElement>> {
  if (element.Resource === undefined) return;
  const own = listed(element.Resource);
  for (const resource of own) {
    const others = own.filter((other) => other !== resource);
    for (const wide of widened(resource)) yield [`${wide} for ${resource}`, { ...element, Resource: [...others, wide] }];
    if (others.length > 0) yield [`${resource} removed`, { ...element, Resource: others }];
  }
  if (!own.includes('*')) yield [`${otherResource} added`, { ...element, Resource: [...own, otherResource] }];
  const { Resource: _, ...inverted } = element;
  yield ['every other resource instead', { ...inverted, NotResource: own }];
}

/** `*` in place of the whole, and in each part of the ARN that narrows it; for all names below a prefix, names that begin in the same way. */
function* widened(resource: string): Generator<string> {
  if (resource === '*') return;
  yield '*';
  if (resource.endsWith('/*')) {
    yield resource.replace(/\/\*$/, '*');
    yield resource.replace(/[^/]*\/\*$/, '*');
  } else {
    yield `${resource}*`;
    yield resource.replace(/\/[^/]*$/, '/*');
  }
  const parts = resource.split(':');
  for (const part of [1, 3, 4]) yield parts.map((text, index) => (index === part ? '*' : text)).join(':');
}
