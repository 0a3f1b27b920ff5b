import { App, CfnParameter, Stack } from 'aws-cdk-lib';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import { SecureRepository } from '../../src';
import { HOME } from '../fixtures/environments';
import { identityStatements } from '../fixtures/synthesized';

const MANY = 'cdk-secure-repository:many-managed-policies';
const LARGE = 'cdk-secure-repository:inline-policies-too-large';
const ec2 = new iam.ServicePrincipal('ec2.amazonaws.com');

let app: App;
let stack: Stack;

beforeEach(() => {
  app = new App();
  stack = new Stack(app, 'Shop', { env: HOME });
});

const policies = (count: number) => Array.from({ length: count }, (_, n) => iam.ManagedPolicy.fromAwsManagedPolicyName(`Policy${n}`));
const grant = (grantee: iam.IGrantable) => new SecureRepository(stack, 'Repository', { repositoryName: 'shop/web' }).grantPull(grantee);

type PrincipalIn = (managedPolicies: iam.IManagedPolicy[]) => iam.Role | iam.User | iam.Group;
const OWNED: { readonly [kind: string]: PrincipalIn } = {
  role: (managedPolicies) => new iam.Role(stack, 'P', { assumedBy: ec2, managedPolicies }),
  user: (managedPolicies) => new iam.User(stack, 'P', { managedPolicies }),
  group: (managedPolicies) => new iam.Group(stack, 'P', { managedPolicies }),
};
const warnings = (id: string) =>
  Annotations.fromStack(stack)
    .findWarning('/Shop/P', Match.stringLikeRegexp(id))
    .map(({ entry }) => String(entry.data));
const synthesis = () => () => app.synth({ force: true });

describe('the managed policies of a principal', () => {
  test.each(Object.keys(OWNED))('of a %s may be ten', (kind) => {
    grant(OWNED[kind](policies(10)));
    expect(warnings(MANY)).toEqual([]);
    expect(synthesis()).not.toThrow();
  });

  test('of a role are a warning from the eleventh, with the action to take', () => {
    grant(OWNED.role(policies(11)));
    expect(warnings(MANY)).toEqual([
      'the role has 11 managed policies, but IAM allows 10 unless the quota is raised. Replace separate grants of pull ' +
        'and push with grantPullPush, set repositoryName on the repositories, or divide the grants among several roles; or request an increase of the quota ' +
        `"Managed policies per role". [ack: ${MANY}]`,
    ]);
  });

  test.each<[string, number]>([
    ['role', 25],
    ['user', 20],
  ])('of a %s are a warning up to %i', (kind, atMost) => {
    grant(OWNED[kind](policies(atMost)));
    expect(warnings(MANY)).toHaveLength(1);
    expect(synthesis()).not.toThrow();
  });

  test.each<[string, number]>([
    ['role', 25],
    ['user', 20],
    ['group', 10],
  ])('of a %s are an error above %i', (kind, atMost) => {
    grant(OWNED[kind](policies(atMost + 1)));
    expect(synthesis()).toThrow(
      `[Shop/P] the ${kind} has ${atMost + 1} managed policies, but IAM allows at most ${atMost}. Replace separate grants of ` +
        `pull and push with grantPullPush, set repositoryName on the repositories, or divide the grants among several ${kind}s. [${MANY}]`,
    );
  });

  test('count where aws-cdk-lib moves statements into them', () => {
    const role = OWNED.role(policies(10));
    for (let n = 0; n < 100; n++) new SecureRepository(stack, `R${n}`, { repositoryName: `${'x'.repeat(200)}${n}` }).grantPullPush(role);
    expect(warnings(MANY)).toHaveLength(1);
  });

  test('count where they are attached from the policy', () => {
    const user = OWNED.user(policies(10)) as iam.User;
    const statements = [new iam.PolicyStatement({ actions: ['s3:ListAllMyBuckets'], resources: ['*'] })];
    new iam.ManagedPolicy(new Stack(app, 'Other', { env: HOME }), 'Own', { users: [user], statements });
    grant(user);
    expect(warnings(MANY)).toHaveLength(1);
  });

  test('count once when they are attached from both sides', () => {
    const user = OWNED.user(policies(9)) as iam.User;
    const statements = [new iam.PolicyStatement({ actions: ['s3:ListAllMyBuckets'], resources: ['*'] })];
    user.addManagedPolicy(new iam.ManagedPolicy(stack, 'Own', { users: [user], statements }));
    grant(user);
    expect(warnings(MANY)).toEqual([]);
  });

  test('of a role that the app does not create are not counted', () => {
    const customized = new App();
    iam.Role.customizeRoles(customized, { usePrecreatedRoles: { 'Shop/Role': 'precreated' } });
    const shop = new Stack(customized, 'Shop', { env: HOME });
    new SecureRepository(shop, 'Repository').grantPull(new iam.Role(shop, 'Role', { assumedBy: ec2, managedPolicies: policies(30) }));
    expect(() => customized.synth()).not.toThrow();
  });
});

describe('the inline policies of a principal', () => {
  const statement = (characters: number) =>
    new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: [`arn:aws:s3:::${'b'.repeat(characters)}`] });

  test.each<[string, number]>([
    ['role', 10_240],
    ['user', 2_048],
    ['group', 5_120],
  ])('of a %s are a warning when the user fills them beyond %i characters', (kind, limit) => {
    const principal = OWNED[kind]([]);
    grant(principal);
    const policy = new iam.Policy(stack, 'Own', { statements: [statement(limit)] });
    principal.attachInlinePolicy(policy);
    expect(warnings(LARGE)).toEqual([
      expect.stringMatching(
        new RegExp(
          `^the inline policies of the ${kind} have at least \\d+ characters in total, but IAM allows at most ${limit}\\. ` +
            'Move your own statements to a managed policy\\. ',
        ),
      ),
    ]);
  });

  test('are no finding while they may fit', () => {
    const principal = OWNED.user([]);
    grant(principal);
    principal.addToPrincipalPolicy(statement(1_000));
    expect(warnings(LARGE)).toEqual([]);
  });
});

function grantTimes(grantee: iam.IGrantable, count: number): void {
  for (let n = 0; n < count; n++) {
    new SecureRepository(stack, `R${n}`, { repositoryName: `platform/team-3/service-${String(n).padStart(4, '0')}` }).grantPullPush(
      grantee,
    );
  }
}

const own = (characters: number) =>
  new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: [`arn:aws:s3:::${'b'.repeat(characters)}`] });
const role = (id = 'Role') => new iam.Role(stack, id, { assumedBy: ec2 });

describe('a managed policy that the user passes', () => {
  test('is an error when it is too large, with the size, the limit and what to do', () => {
    grantTimes(new iam.ManagedPolicy(stack, 'Policy'), 80);
    expect(synthesis()).toThrow(
      /\[Shop\/Policy\] the managed policy has at least 6\d\d\d characters, but IAM allows at most 6144\. Grant to the role, user or group itself, so that the library divides the statements among several policies, or divide the repositories among several managed policies\. \[cdk-secure-repository:policy-size\]/,
    );
  });

  test('is no error when it fits', () => {
    grantTimes(new iam.ManagedPolicy(stack, 'Policy'), 70);
    expect(synthesis()).not.toThrow();
  });

  test.each(['before', 'after'])('is measured with the statements that the user adds %s the grant', (when) => {
    const policy = new iam.ManagedPolicy(stack, 'Policy');
    if (when === 'before') policy.addStatements(own(6_000));
    grantTimes(policy, 1);
    if (when === 'after') policy.addStatements(own(6_000));
    expect(synthesis()).toThrow('[Shop/Policy] the managed policy has at least');
  });

  test('is no error while it may fit after deployment', () => {
    const policy = new iam.ManagedPolicy(stack, 'Policy');
    grantTimes(policy, 1);
    const names = Array.from({ length: 50 }, (_, n) => new CfnParameter(stack, `Bucket${n}`).valueAsString);
    policy.addStatements(new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: names.map((name) => `arn:aws:s3:::${name}`) }));
    expect(synthesis()).not.toThrow();
  });
});

describe('an inline policy that the user passes', () => {
  const principals: { readonly [kind: string]: [() => iam.PolicyProps, number] } = {
    role: [() => ({ roles: [role()] }), 10_240],
    user: [() => ({ users: [new iam.User(stack, 'User')] }), 2_048],
    group: [() => ({ groups: [new iam.Group(stack, 'Group')] }), 5_120],
    'role that is imported': [() => ({ roles: [iam.Role.fromRoleName(stack, 'Role', 'dev')] }), 10_240],
  };

  test.each(Object.keys(principals))('is an error when it is too large for a %s', (kind) => {
    const [props, limit] = principals[kind];
    grantTimes(new iam.Policy(stack, 'Policy', props()), Math.ceil(limit / 70));
    expect(synthesis()).toThrow(
      new RegExp(
        `\\[Shop/Policy\\] the policy has at least \\d+ characters, but IAM allows at most ${limit} for a ${kind.split(' ')[0]}\\. Grant to`,
      ),
    );
  });

  test.each(Object.keys(principals))('is no error when it fits a %s', (kind) => {
    const [props, limit] = principals[kind];
    grantTimes(new iam.Policy(stack, 'Policy', props()), Math.floor(limit / 110));
    expect(synthesis()).not.toThrow();
  });

  test.each([
    ['1 other inline policy', 1],
    ['2 other inline policies', 2],
  ])('is measured together with %s', (others, count) => {
    const taken = role();
    taken.addToPolicy(own(6_000));
    if (count === 2) new iam.Policy(stack, 'Second', { roles: [taken], statements: [own(10)] });
    grantTimes(new iam.Policy(stack, 'Policy', { roles: [role('Free'), taken] }), 60);
    expect(synthesis()).toThrow(
      new RegExp(
        `\\[Shop/Policy\\] the policy and ${others} of the same role have at least 1\\d{4} characters, but IAM allows at most 10240 for a role\\. Grant to`,
      ),
    );
  });

  test('is no error without a principal', () => {
    grantTimes(new iam.Policy(stack, 'Policy'), 200);
    expect(synthesis()).not.toThrow();
    expect(identityStatements(stack)).toEqual([]);
  });
});
