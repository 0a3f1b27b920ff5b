import { App, CfnParameter, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { SecureRepository } from '../../src';
import { HOME } from '../fixtures/environments';
import { identityStatements } from '../fixtures/synthesized';

const ec2 = new iam.ServicePrincipal('ec2.amazonaws.com');

let app: App;
let stack: Stack;

beforeEach(() => {
  app = new App();
  stack = new Stack(app, 'Shop', { env: HOME });
});

function grant(grantee: iam.IGrantable, count: number): void {
  for (let n = 0; n < count; n++) {
    new SecureRepository(stack, `R${n}`, { repositoryName: `platform/team-3/service-${String(n).padStart(4, '0')}` }).grantPullPush(
      grantee,
    );
  }
}

const own = (characters: number) =>
  new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: [`arn:aws:s3:::${'b'.repeat(characters)}`] });
const role = (id = 'Role') => new iam.Role(stack, id, { assumedBy: ec2 });
const synthesis = () => () => app.synth();

describe('a managed policy that the user passes', () => {
  test('is an error when it is too large, with the size, the limit and what to do', () => {
    grant(new iam.ManagedPolicy(stack, 'Policy'), 80);
    expect(synthesis()).toThrow(
      /\[Shop\/Policy\] the managed policy has at least 6\d\d\d characters, but IAM allows at most 6144: grant to the role, user or group itself, for which statements are spread over several policies, or spread the repositories over several managed policies/,
    );
  });

  test('is none when it fits', () => {
    grant(new iam.ManagedPolicy(stack, 'Policy'), 70);
    expect(synthesis()).not.toThrow();
  });

  test.each(['before', 'after'])('is measured with the statements that the user adds %s the grant', (when) => {
    const policy = new iam.ManagedPolicy(stack, 'Policy');
    if (when === 'before') policy.addStatements(own(6_000));
    grant(policy, 1);
    if (when === 'after') policy.addStatements(own(6_000));
    expect(synthesis()).toThrow('[Shop/Policy] the managed policy has at least');
  });

  test('is none while it may still fit after the deployment', () => {
    const policy = new iam.ManagedPolicy(stack, 'Policy');
    grant(policy, 1);
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
    grant(new iam.Policy(stack, 'Policy', props()), Math.ceil(limit / 70));
    expect(synthesis()).toThrow(
      new RegExp(
        `\\[Shop/Policy\\] the policy has at least \\d+ characters, but IAM allows at most ${limit} for a ${kind.split(' ')[0]}: grant to`,
      ),
    );
  });

  test.each(Object.keys(principals))('is none when it fits a %s', (kind) => {
    const [props, limit] = principals[kind];
    grant(new iam.Policy(stack, 'Policy', props()), Math.floor(limit / 110));
    expect(synthesis()).not.toThrow();
  });

  test('is measured together with the other inline policies', () => {
    const taken = role();
    taken.addToPolicy(own(6_000));
    grant(new iam.Policy(stack, 'Policy', { roles: [role('Free'), taken] }), 60);
    expect(synthesis()).toThrow(
      /\[Shop\/Policy\] the policy and 1 other inline policies of the same role have at least 1\d{4} characters, but IAM allows at most 10240 for a role: grant to/,
    );
  });

  test('is none without a principal', () => {
    grant(new iam.Policy(stack, 'Policy'), 200);
    expect(synthesis()).not.toThrow();
    expect(identityStatements(stack)).toEqual([]);
  });
});
