import { sizeFault } from '../../src/access/policy-size';

const account = (n: number) => ({ 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, `:iam::${300000000000 + n}:root`]] });
const pullFor = (count: number) => ({
  Effect: 'Allow',
  Action: ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
  Principal: { AWS: count === 1 ? account(0) : Array.from({ length: count }, (_, n) => account(n)) },
});
/** The policy as it is deployed in the partition with the shortest name. */
const deployed = (statements: object[]) =>
  JSON.stringify({ Statement: statements, Version: '2012-10-17' }).replaceAll(
    /\{"Fn::Join":\["",\["arn:",\{"Ref":"AWS::Partition"\},"([^"]+)"\]\]\}/g,
    '"arn:aws$1"',
  );

test.each([
  [0, 0],
  [1, 1],
  [3, 60],
])('%i statements for %i principals each are small enough', (statements, principals) => {
  expect(sizeFault(Array.from({ length: statements }, () => pullFor(principals)))).toBeUndefined();
});

test('the size is that of the policy once it is deployed', () => {
  const statements = [pullFor(200), pullFor(150)];
  expect(sizeFault(statements)).toContain(`at least ${deployed(statements).length} characters`);
});

test('10,240 characters are taken, one more is refused', () => {
  const padded = (more: number) => {
    const sid = { Sid: '', ...pullFor(2) };
    return [{ ...sid, Sid: 'x'.repeat(10_240 - deployed([sid]).length + more) }];
  };
  expect(sizeFault(padded(0))).toBeUndefined();
  expect(sizeFault(padded(1))).toContain('at least 10241 characters, expected at most 10240');
});

test('the error names the largest five statements, and what to do', () => {
  const put = { ...pullFor(1), Action: 'ecr:PutImage', Sid: 'x'.repeat(10_000) };
  const everyone = { Effect: 'Allow', NotAction: 'ecr:PutImage', Principal: '*' };
  const others = { Effect: 'Allow', Action: 'ecr:PutImage', NotPrincipal: { AWS: [account(1), account(2)] } };
  const small = { Effect: 'Deny', Action: 'ecr:PutImage', Principal: '*' };
  const sizeOf = (statement: object) => deployed([statement]).length - deployed([]).length;
  expect(sizeFault([small, everyone, pullFor(1), pullFor(3), others, put])).toBe(
    `the repository policy has at least ${deployed([small, everyone, pullFor(1), pullFor(3), others, put]).length} characters, ` +
      `expected at most 10240. It is filled by ecr:PutImage for 1 principal (${sizeOf(put)} characters); ` +
      `pull for 3 principals (${sizeOf(pullFor(3))} characters); ecr:PutImage for 2 principals (${sizeOf(others)} characters); ` +
      `pull for 1 principal (${sizeOf(pullFor(1))} characters); everything but ecr:PutImage for 1 principal (${sizeOf(everyone)} characters): ` +
      "grant to an organization, or to roles of the repository's own account, instead of to each by name",
  );
});
