import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as iam from 'aws-cdk-lib/aws-iam';
import fc from 'fast-check';
import { RepositoryPolicy } from '../../src/access/repository-policy';
import { SecureRepository } from '../../src/secure-repository';
import { HOME } from '../fixtures/environments';
import { repositoryStatements, Statement } from '../fixtures/synthesized';

let shop: Stack;
let repository: SecureRepository;

beforeEach(() => {
  shop = new Stack(new App(), 'Shop', { env: HOME });
  repository = new SecureRepository(shop, 'Repository');
});

const account = (n: number) => new iam.AccountPrincipal(String(222222222222 + n));
const principalsOf = (statement: Statement) => [(statement.Principal as { AWS: unknown }).AWS].flat();

describe('one statement has all principals with the same actions, conditions and type', () => {
  test('accounts', () => {
    for (let n = 0; n < 3; n++) repository.grantPull(account(n));
    expect(repositoryStatements(shop).map((statement) => principalsOf(statement).length)).toEqual([3]);
  });

  test('a principal that is allowed again adds nothing', () => {
    for (let n = 0; n < 3; n++) repository.grantPull(account(0));
    expect(repositoryStatements(shop).map((statement) => principalsOf(statement).length)).toEqual([1]);
  });

  test('services and other actions are separate statements', () => {
    const source = { StringEquals: { 'aws:SourceAccount': '111111111111' } };
    repository.grantPull(account(0));
    repository.grantRead(account(0));
    repository.grantPull(new iam.ServicePrincipal('lambda.amazonaws.com').withConditions(source));
    repository.grantPull(new iam.ServicePrincipal('codebuild.amazonaws.com').withConditions(source));
    expect(repositoryStatements(shop)).toMatchObject([
      { Principal: { AWS: expect.anything() } },
      { Principal: { AWS: expect.anything() } },
      { Principal: { Service: ['lambda.amazonaws.com', 'codebuild.amazonaws.com'] }, Condition: source },
    ]);
  });

  test('an account and a role of it are not merged: the role would be the whole account', () => {
    repository.grantPull(new iam.ArnPrincipal('arn:aws:iam::222222222222:role/dev'));
    repository.grantPull(account(0));
    expect(repositoryStatements(shop).map(({ Condition }) => Condition)).toEqual([
      { ArnEquals: { 'aws:PrincipalArn': ['arn:aws:iam::222222222222:role/dev'] } },
      undefined,
    ]);
  });

  test('other conditions are a separate statement', () => {
    const from = (vpc: string) => account(0).withConditions({ StringEquals: { 'aws:SourceVpc': vpc } });
    repository.grantPull(from('vpc-1'));
    repository.grantPull(from('vpc-2'));
    expect(repositoryStatements(shop)).toHaveLength(2);
  });
});

describe('a statement that was changed is not extended, and another is added', () => {
  test('rendered', () => {
    repository.grantPull(account(0));
    Template.fromStack(shop);
    repository.grantPull(account(1));
    repository.grantPull(account(2));
    expect(repositoryStatements(shop).map((statement) => principalsOf(statement).length)).toEqual([1, 2]);
  });

  test('edited, on a repository that records its statements', () => {
    const given: iam.PolicyStatement[] = [];
    const plain = new ecr.Repository(shop, 'Plain');
    plain.addToResourcePolicy = (statement) => (given.push(statement), { statementAdded: true });
    const allow = (name: string) => RepositoryPolicy.of(plain).allow(['ecr:ListImages'], { type: 'AWS', value: name, conditions: {} });
    allow('111111111111');
    given[0].sid = 'Mine';
    allow('222222222222');
    allow('333333333333');
    expect(given.map((statement) => principalsOf(statement.toStatementJson() as Statement))).toEqual([
      ['111111111111'],
      ['222222222222', '333333333333'],
    ]);
  });
});

describe('conditions of the user on the ARN of the principal', () => {
  const role = new iam.ArnPrincipal('arn:aws:iam::222222222222:role/dev');

  test('are in addition to that of the grant', () => {
    const conditions = { ArnEquals: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/d*' } };
    repository.grantRead(role.withConditions(conditions));
    repository.grantRead(new iam.ArnPrincipal('arn:aws:iam::222222222222:role/other').withConditions(conditions));
    expect(repositoryStatements(shop).map(({ Condition }) => Condition)).toEqual([
      {
        ...conditions,
        ArnLike: { 'aws:PrincipalArn': ['arn:aws:iam::222222222222:role/dev', 'arn:aws:iam::222222222222:role/other'] },
      },
    ]);
  });

  test('under both operators are refused, because no operator is left', () => {
    const both = { ArnEquals: { 'aws:PrincipalArn': 'a' }, ArnLike: { 'aws:PrincipalArn': 'b' } };
    expect(() => repository.grantRead(role.withConditions(both))).toThrow(
      new Error(
        'Shop/Repository: the conditions contain aws:PrincipalArn under ArnEquals and ArnLike, but the grant needs one of the two ' +
          'operators for its own ARNs. Use only one of them in the conditions. [cdk-secure-repository:grant-condition]',
      ),
    );
  });
});

test('any sequence of grants allows exactly its principals, each with its own actions', () => {
  const METHODS = ['grantPull', 'grantPush', 'grantRead'] as const;
  const steps = fc.array(fc.record({ account: fc.nat(3), role: fc.option(fc.nat(2)), method: fc.constantFrom(...METHODS) }), {
    minLength: 1,
  });
  fc.assert(
    fc.property(steps, (sequence) => {
      const stack = new Stack(new App(), 'Shop', { env: HOME });
      const granted = new SecureRepository(stack, 'Repository');
      const grantees = sequence.map(({ account: number, role: n, method }) => {
        const id = String(222222222222 + number);
        const arn = n === null ? undefined : `arn:aws:iam::${id}:role/${n}`;
        granted[method](arn === undefined ? new iam.AccountPrincipal(id) : new iam.ArnPrincipal(arn));
        return `${method} ${arn ?? id}`;
      });
      const methodOf = (actions: unknown) => {
        const list = [actions].flat();
        if (list.includes('ecr:ListImages')) return 'grantRead';
        return list.includes('ecr:PutImage') ? 'grantPush' : 'grantPull';
      };
      const allowed = repositoryStatements(stack).flatMap((statement) => {
        const accounts = principalsOf(statement).map((root) => /:(\d{12}):root/.exec(JSON.stringify(root))![1]);
        expect(new Set(accounts).size).toBe(accounts.length);
        const arns = [statement.Condition?.ArnEquals['aws:PrincipalArn'] ?? accounts].flat() as string[];
        if (statement.Condition) expect([...new Set(arns.map((arn) => arn.split(':')[4]))].sort()).toEqual([...accounts].sort());
        return arns.map((arn) => `${methodOf(statement.Action)} ${arn}`);
      });
      expect(allowed.sort()).toEqual([...new Set(grantees)].sort());
    }),
    { numRuns: 40 },
  );
});
