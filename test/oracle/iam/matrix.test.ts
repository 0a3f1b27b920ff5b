import { RequestContext } from './context';
import { withEachKeyAbsent } from './matrix';

test('a probe is asked once more with each key of its request absent', () => {
  const caller = { type: 'service', name: 'lambda.amazonaws.com' } as const;
  const probes = withEachKeyAbsent({ name: 'lambda', caller, context: { 'aws:SourceAccount': '111111111111' } });
  expect(probes.map(({ name }) => name)).toEqual([
    'lambda',
    'lambda without aws:PrincipalIsAWSService',
    'lambda without aws:PrincipalServiceName',
    'lambda without aws:SourceAccount',
  ]);
  const [whole, ...lacking] = probes.map(({ context }) => new RequestContext(caller, context));
  expect(whole.keys).toHaveLength(3);
  expect(lacking.map(({ keys }) => keys.length)).toEqual([2, 2, 2]);
  expect(lacking[2].get('aws:SourceAccount')).toBeUndefined();
});
