import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, AspectPriority, Aspects, CfnElement, CfnResource, IAspect, IResolvable, Lazy, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import { IConstruct } from 'constructs';
import fc from 'fast-check';
import { SecureRepository } from '../../src';
import { LEVELS } from '../../src/access/actions';
import { roleIn } from '../fixtures/access/shop';
import { HOME } from '../fixtures/environments';
import { identityStatements, resourcesOf, Statement, templateOf } from '../fixtures/synthesized';

const ec2 = new iam.ServicePrincipal('ec2.amazonaws.com');
const SCAN = 'ecr:StartImageScan';

let app: App;
let shop: Stack;
let role: iam.Role;
let repositories: SecureRepository[];

beforeEach(() => {
  app = new App();
  shop = new Stack(app, 'Shop', { env: HOME });
  role = roleIn(shop);
  repositories = ['a', 'b', 'c'].map((name) => new SecureRepository(shop, name, { repositoryName: `team/${name}` }));
});

const arnOf = (name: string) => `arn:aws:ecr:eu-west-1:111111111111:repository/team/${name}`;
const scanning = (...names: string[]): Statement => ({
  Effect: 'Allow',
  Action: SCAN,
  Resource: names.length === 1 ? arnOf(names[0]) : names.map(arnOf),
});
const scan = (repository: SecureRepository, grantee: iam.IGrantable = role) => repository.access.grantStartScan(grantee);

describe('the repositories of one set of actions share a statement', () => {
  test('of a role', () => {
    repositories.forEach((repository) => scan(repository));
    expect(identityStatements(shop)).toEqual([scanning('a', 'b', 'c')]);
  });

  test.each<[string, () => iam.IGrantable]>([
    ['a user', () => new iam.User(shop, 'User')],
    ['a group', () => new iam.Group(shop, 'Group')],
    ['a managed policy', () => new iam.ManagedPolicy(shop, 'Policy')],
    ['an inline policy', () => new iam.Policy(shop, 'Policy', { roles: [role] })],
    ['an imported role', () => iam.Role.fromRoleName(shop, 'Imported', 'dev')],
    ['an imported user', () => iam.User.fromUserName(shop, 'Imported', 'dev')],
    ['an imported group', () => iam.Group.fromGroupName(shop, 'Imported', 'dev')],
    ['a lazy role', () => new iam.LazyRole(shop, 'Lazy', { assumedBy: ec2 })],
  ])('of %s', (_class, granteeIn) => {
    const grantee = granteeIn();
    repositories.forEach((repository) => scan(repository, grantee));
    if (grantee instanceof iam.LazyRole) expect(grantee.roleName).toBeDefined();
    expect(identityStatements(shop)).toEqual([scanning('a', 'b', 'c')]);
  });

  test('and another set has another statement', () => {
    repositories.forEach((repository) => repository.access.grantReadFindings(role));
    repositories.forEach((repository) => scan(repository));
    expect(identityStatements(shop)).toMatchObject([{ Action: expect.any(Array) }, scanning('a', 'b', 'c')]);
  });

  test('with the same conditions, and other conditions have another statement', () => {
    const on = (vpc: string) => new iam.PrincipalWithConditions(role, { StringEquals: { 'aws:SourceVpc': vpc } });
    repositories.forEach((repository) => scan(repository, on('vpc-1')));
    scan(repositories[0], on('vpc-2'));
    expect(identityStatements(shop)).toEqual([
      { ...scanning('a', 'b', 'c'), Condition: { StringEquals: { 'aws:SourceVpc': 'vpc-1' } } },
      { ...scanning('a'), Condition: { StringEquals: { 'aws:SourceVpc': 'vpc-2' } } },
    ]);
  });

  test('with conditions that are tokens only where it is the same token', () => {
    const on = (value: IResolvable) => new iam.PrincipalWithConditions(role, { StringEquals: { 'aws:SourceVpc': value } });
    const [first, second] = ['vpc-1', 'vpc-2'].map((vpc) => Lazy.any({ produce: () => vpc }));
    scan(repositories[0], on(first));
    scan(repositories[1], on(first));
    scan(repositories[2], on(second));
    expect(identityStatements(shop).map(({ Resource }) => Resource)).toEqual([[arnOf('a'), arnOf('b')], arnOf('c')]);
  });

  test('and a grant that is repeated adds nothing', () => {
    repositories.forEach((repository) => scan(repository));
    repositories.forEach((repository) => scan(repository));
    expect(identityStatements(shop)).toEqual([scanning('a', 'b', 'c')]);
  });

  test('whatever the order in which the actions are named', () => {
    repositories[0].grant(role, 'ecr:TagResource', 'ecr:UntagResource');
    repositories[1].grant(role, 'ecr:UntagResource', 'ecr:TagResource');
    expect(identityStatements(shop)).toHaveLength(1);
  });
});

describe('a statement that has been edited is not changed, and a new one begins', () => {
  const [a, b, c] = [0, 1, 2];

  test('rendered by Template.fromStack', () => {
    scan(repositories[a]);
    Template.fromStack(shop);
    scan(repositories[b]);
    scan(repositories[c]);
    expect(identityStatements(shop)).toEqual([scanning('a'), scanning('b', 'c')]);
  });

  test('rendered by stack.resolve', () => {
    scan(repositories[a]);
    shop.resolve((role.node.findChild('DefaultPolicy') as iam.Policy).document);
    scan(repositories[b]);
    expect(identityStatements(shop)).toEqual([scanning('a'), scanning('b')]);
  });

  const edits: [string, (statement: iam.PolicyStatement) => void][] = [
    ['a sid', (statement) => (statement.sid = 'Mine')],
    ['a condition', (statement) => statement.addCondition('Bool', { 'aws:SecureTransport': 'true' })],
    ['an effect', (statement) => (statement.effect = iam.Effect.DENY)],
    ['an action', (statement) => statement.addActions('ecr:ListImages')],
    ['a resource', (statement) => statement.addResources(arnOf('x'))],
    ['a freezing', (statement) => statement.freeze()],
  ];

  test.each(edits)('edited by %s', (_what, edit) => {
    // a role that shows what it is given, as a construct of the user's own may do
    const given: iam.PolicyStatement[] = [];
    const addToPrincipalPolicy = role.addToPrincipalPolicy.bind(role);
    role.addToPrincipalPolicy = (statement) => (given.push(statement), addToPrincipalPolicy(statement));
    scan(repositories[a]);
    edit(given[0]);
    scan(repositories[b]);
    expect(given).toHaveLength(2);
    expect(given[1].resources).toEqual([arnOf('b')]);
  });
});

describe('grants while the app is synthesized', () => {
  const grantsIn = (visited: 'App' | 'Role'): IAspect => ({
    visit: (node) => {
      if (node.node.path === (visited === 'App' ? '' : 'Shop/Role')) repositories.slice(1).forEach((repository) => scan(repository));
    },
  });

  test.each([
    ['mutating', AspectPriority.MUTATING],
    ['default', AspectPriority.DEFAULT],
    ['readonly', AspectPriority.READONLY],
  ])('by an aspect of %s priority', (_name, priority) => {
    scan(repositories[0]);
    Aspects.of(app).add(grantsIn('Role'), { priority });
    const allowed = identityStatements(shop).flatMap(({ Resource }) => Resource);
    expect(allowed.sort()).toEqual(['a', 'b', 'c'].map(arnOf));
  });

  test('by a Lazy, when the policy has been read already', () => {
    scan(repositories[0]);
    let granted = false;
    const name = Lazy.string({
      produce: () => {
        if (!granted) scan(repositories[1]);
        granted = true;
        return 'a service';
      },
    });
    new CfnResource(shop, 'Service', { type: 'Test::Service', properties: { Name: name } });
    expect(identityStatements(shop)).toEqual([scanning('a'), scanning('b')]);
  });
});

describe('a principal that keeps copies gets one statement per grant', () => {
  test('a role under customizeRoles: every repository is in the report', () => {
    const customized = new App();
    iam.Role.customizeRoles(customized, { usePrecreatedRoles: { 'Shop/Role': 'precreated' } });
    const stack = new Stack(customized, 'Shop', { env: HOME });
    const precreated = new iam.Role(stack, 'Role', { assumedBy: ec2 });
    for (const name of ['a', 'b']) new SecureRepository(stack, name, { repositoryName: `team/${name}` }).access.grantStartScan(precreated);
    const report = readFileSync(join(customized.synth().directory, 'iam-policy-report.json'), 'utf8');
    const [{ identityPolicyStatements: reported }] = (JSON.parse(report) as { roles: { identityPolicyStatements: Statement[] }[] }).roles;
    expect(reported).toEqual([scanning('a'), scanning('b')]);
    expect(identityStatements(stack)).toEqual([]);
  });

  test('a principal of the user that returns a new object each time', () => {
    const grantee: iam.IGrantable = {
      get grantPrincipal(): iam.IPrincipal {
        return {
          grantPrincipal: role,
          assumeRoleAction: 'sts:AssumeRole',
          policyFragment: role.policyFragment,
          addToPrincipalPolicy: (statement) => role.addToPrincipalPolicy(statement.copy()),
        };
      },
    };
    repositories.forEach((repository) => scan(repository, grantee));
    expect(identityStatements(shop).flatMap(({ Resource }) => Resource)).toEqual(['a', 'b', 'c'].map(arnOf));
  });
});

describe('any sequence of grants', () => {
  const LEVEL_OF = {
    grantPull: 'pull',
    grantPush: 'push',
    grantRead: 'read',
    grantStartScan: 'startScan',
    grantDeleteImages: 'deleteImages',
  } as const;
  const METHODS = Object.keys(LEVEL_OF) as (keyof typeof LEVEL_OF)[];
  const steps = fc.array(
    fc.record({ repository: fc.nat(3), role: fc.nat(2), method: fc.constantFrom(...METHODS), rendered: fc.nat(4).map((n) => n === 0) }),
    { minLength: 1, maxLength: 12 },
  );
  const logicalIdOf = ({ stack, node }: IConstruct & { stack: Stack }) => stack.getLogicalId(node.defaultChild as CfnElement);

  /** Each action on each resource that a statement allows a role. */
  const single = (roleId: string, { Action: actions, Resource: resources }: Pick<Statement, 'Action' | 'Resource'>) =>
    [actions].flat().flatMap((action) => [resources].flat().map((resource) => `${roleId} ${action} ${JSON.stringify(resource)}`));

  test('gives exactly their union, whatever the order and wherever the template is rendered', () => {
    fc.assert(
      fc.property(steps, fc.boolean(), (sequence, named) => {
        const stack = new Stack(new App(), 'Shop', { env: HOME });
        const granted = [0, 1, 2, 3].map((n) => new SecureRepository(stack, `R${n}`, { repositoryName: named ? `team/${n}` : undefined }));
        const roles = [0, 1, 2].map((n) => new iam.Role(stack, `Role${n}`, { assumedBy: ec2 }));
        const expected = sequence.flatMap(({ repository, role: n, method, rendered }) => {
          granted[repository].access[method](roles[n]);
          if (rendered) templateOf(stack);
          const Resource = named ? arnOf(String(repository)) : { 'Fn::GetAtt': [logicalIdOf(granted[repository]), 'Arn'] };
          const login = ['grantPull', 'grantPush'].includes(method) ? [{ Action: 'ecr:GetAuthorizationToken', Resource: '*' }] : [];
          return [{ Action: [...LEVELS[LEVEL_OF[method]].actions], Resource }, ...login].flatMap((allowed) =>
            single(logicalIdOf(roles[n]), allowed),
          );
        });
        const policies = resourcesOf(stack, 'AWS::IAM::Policy').map(({ Properties }) => ({
          roleIds: (Properties.Roles as { Ref: string }[]).map(({ Ref }) => Ref),
          statements: Properties.PolicyDocument!.Statement,
        }));
        const allowed = policies.flatMap(({ roleIds, statements }) =>
          roleIds.flatMap((roleId) => statements.flatMap((statement) => single(roleId, statement))),
        );
        expect([...new Set(allowed)].sort()).toEqual([...new Set(expected)].sort());
      }),
      { numRuns: 40 },
    );
  });
});
