import { Fn, Stack } from 'aws-cdk-lib';
import { checkExactClaims, claimName, DIGITS, ExactClaims, exactConditions, ONE_VALUE, UUID } from '../../src/pipelines/exact-claims';

const CLAIMS: ExactClaims = {
  system: 'Example CI',
  finding: 'gitlab-claims',
  forms: { projectId: DIGITS, pipelineId: UUID, userLogin: ONE_VALUE, refProtected: undefined },
};
const check = (claims: unknown) => checkExactClaims(new Stack(), claims as object, CLAIMS);

test('claims are returned as text, and those that are undefined are omitted', () => {
  const pipelineId = '0185d6a7-3b1f-4c2e-9d58-6f7a8b9c0d1e';
  expect(check({ projectId: '7', pipelineId, userLogin: undefined, refProtected: false })).toEqual({
    projectId: '7',
    pipelineId,
    refProtected: 'false',
  });
  expect(check(undefined)).toEqual({});
});

test('claims of an object with accessors, or that are inherited, are returned, too', () => {
  class Claims {
    public get projectId(): string {
      return '7';
    }
  }
  expect(check(new Claims())).toEqual({ projectId: '7' });
  expect(check(Object.create({ projectId: '7' }))).toEqual({ projectId: '7' });
});

test.each([
  [{}, 'no claims'],
  [new Map([['projectId', '7']]), 'no claims'],
  [{ projectId: undefined, userLogin: undefined }, 'only undefined values (projectId, userLogin)'],
])('claims without a value are an error, because the trust policy would not contain them: %#', (claims, given) => {
  expect(() => check(claims)).toThrow(
    `Default: claims has ${given}, but must have at least one claim with a value, because otherwise the subjects decide alone. ` +
      'Verify where the values come from, or omit claims. [cdk-secure-repository:gitlab-claims]',
  );
});

test('unknown values are not checked', () => {
  const claims = { projectId: Fn.importValue('Project'), pipelineId: 'dummy-value-for-/my/id', userLogin: `a-${Fn.importValue('Login')}` };
  expect(check(claims)).toEqual(claims);
});

test.each([
  [null, 'claims is null, but must be an object with options.'],
  ['7', 'claims is "7", but must be an object with options.'],
  [[], 'claims is [], but must be an object with options.'],
  [
    { environment: 'x' },
    'claims has environment, but AWS has no condition key for such a claim of Example CI. Use projectId, pipelineId, userLogin or refProtected.',
  ],
  [{ project_id: '7' }, 'claims has project_id, but AWS has no condition key for such a claim of Example CI. Use projectId.'],
  [{ constructor: '7' }, 'claims has constructor, but AWS has no condition key'],
  [{ projectId: '' }, 'claims.projectId is "", but must be an ID of digits. Use the value in a token of the project.'],
  [{ projectId: null }, 'claims.projectId is null, but must be a string. Omit the claim, or pass its value.'],
  [{ projectId: 7 }, 'claims.projectId is 7, but must be a string. Use "7".'],
  [{ projectId: '7*' }, 'claims.projectId is "7*", but must be an ID of digits.'],
  [{ projectId: `${Fn.importValue('Id')}?` }, 'claims.projectId is "<token>?", but must be an ID of digits.'],
  [{ projectId: 'dummy-value-for-/my/id*' }, 'claims.projectId is "dummy-value-for-/my/id*", but must be an ID of digits.'],
  [{ userLogin: '${aws:username}' }, 'claims.userLogin is "${aws:username}", but must be one value without spaces and wildcards.'],
  [{ userLogin: 'a b' }, 'claims.userLogin is "a b", but must be one value without spaces and wildcards.'],
  [
    { pipelineId: '0185D6A7-3B1F-4C2E-9D58-6F7A8B9C0D1E' },
    'claims.pipelineId is "0185D6A7-3B1F-4C2E-9D58-6F7A8B9C0D1E", but must be a UUID in lower case,',
  ],
  [{ refProtected: 'true' }, 'claims.refProtected is "true", but must be a boolean. Pass true or false.'],
  [{ refProtected: null }, 'claims.refProtected is null, but must be a boolean.'],
])('%j is an error', (claims, problem) => {
  expect(() => check(claims)).toThrow(`Default: ${problem}`);
});

test('a condition is exact, and has the name that the claim has in a token', () => {
  expect(exactConditions({ projectId: '7', userLogin: 'dev' })).toEqual({
    project_id: { text: '7', isPattern: false },
    user_login: { text: 'dev', isPattern: false },
  });
  expect(claimName('repositoryOwnerId')).toBe('repository_owner_id');
});
