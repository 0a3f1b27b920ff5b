import { atMost } from '../bound';
import { interleaved } from '../interleaved';
import { plainRepository, Registry, secureRepository, synthesize } from '../registries';

/** Synthesizing 400 repositories, as a ratio to ecr.Repository with the same properties and grants. */
const CASES: { readonly title: string; readonly registry: Registry; readonly time: number; readonly heap?: number }[] = [
  { title: '0 grants', registry: { repositories: 400, roles: 0 }, time: 1.05, heap: 1 },
  { title: '5 grants each', registry: { repositories: 400, roles: 5 }, time: 0.45, heap: 0.6 },
  { title: '5 grants each, generated names', registry: { repositories: 400, roles: 5, named: false }, time: 0.6 },
];

for (const { title, registry, ...bounds } of CASES) {
  const { time, heap } = interleaved(
    () => synthesize(secureRepository, registry),
    () => synthesize(plainRepository, registry),
  );
  atMost(`400 repositories, ${title}: time`, time.median, bounds.time, time.spread);
  if (bounds.heap !== undefined) atMost(`400 repositories, ${title}: retained heap`, heap.median, bounds.heap, heap.spread);
}
