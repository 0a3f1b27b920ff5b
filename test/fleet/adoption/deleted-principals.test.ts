import { deletedPrincipals } from '../../../src/fleet/adoption/deleted-principals';

const USER = 'AIDAEXAMPLE0123456789';
const ROLE = 'AROAEXAMPLE0123456789';

test.each<[string, unknown, string[]]>([
  ['a user that was deleted', { Statement: { Principal: { AWS: USER } } }, [USER]],
  ['a role in a list, once', { Statement: [{ Principal: { AWS: ['111122223333', ROLE] } }, { NotPrincipal: { AWS: [ROLE] } }] }, [ROLE]],
  [
    'ARNs, accounts, services and everyone',
    {
      Statement: [
        { Principal: { AWS: 'arn:aws:iam::111122223333:role/AROAEXAMPLE01' } },
        { Principal: '*' },
        { Principal: { Service: ROLE } },
      ],
    },
    [],
  ],
  ['no policy', undefined, []],
  ['another form', { Statement: [3, { Principal: { AWS: [3, null] } }] }, []],
])('of %s', (_, policy, expected) => {
  expect(deletedPrincipals(policy)).toEqual(expected);
});
