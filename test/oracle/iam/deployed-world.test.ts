import { Caller } from './caller';
import { decide } from './decide';
import { deployedWorld } from './deployed-world';
import { PolicyDocument } from './policy-document';
import { Deployment } from '../cloudformation/deployment';
import { TemplateResource } from '../cloudformation/template';

const environment = { account: '111111111111', region: 'eu-west-1' };
const repository = 'arn:aws:ecr:eu-west-1:111111111111:repository/web';
const arn = (identity: string) => `arn:aws:iam::111111111111:${identity}`;
const role = { type: 'role', arn: arn('role/team/dev') } as const;
const user = { type: 'user', arn: arn('user/alice') } as const;

const document: PolicyDocument = { Statement: [{ Effect: 'Allow', Action: 'ecr:BatchGetImage', Resource: repository }] };
const policyDocument = JSON.parse(JSON.stringify(document));
const Role = { Type: 'AWS::IAM::Role', Properties: { RoleName: 'dev', Path: '/team/' } };
const User = { Type: 'AWS::IAM::User', Properties: { UserName: 'alice' } };
const Group = { Type: 'AWS::IAM::Group', Properties: { GroupName: 'devs' } };

type Resources = Record<string, TemplateResource>;

function world(resources: Resources, managed?: Record<string, PolicyDocument>) {
  const deployment = new Deployment([{ name: 'S', environment, template: { Resources: resources } }]);
  return deployedWorld(deployment.resources(), managed);
}

function mayPull(caller: Caller, resources: Resources, managed?: Record<string, PolicyDocument>): boolean {
  const policies = world(resources, managed).policiesFor(caller, repository);
  return decide({ principal: caller, action: 'ecr:BatchGetImage', resource: repository }, policies).allowed;
}

const attached = (type: string, to: object) => ({ Type: type, Properties: { PolicyDocument: policyDocument, ...to } }) as TemplateResource;

test.each<[string, Caller, Resources]>([
  ['a policy attached to a role', role, { Role, P: attached('AWS::IAM::Policy', { Roles: [{ Ref: 'Role' }] }) }],
  ['a policy attached to an imported role, by its name', role, { P: attached('AWS::IAM::Policy', { Roles: ['dev'] }) }],
  ['a managed policy attached to a role', role, { Role, P: attached('AWS::IAM::ManagedPolicy', { Roles: [{ Ref: 'Role' }] }) }],
  [
    'a managed policy that the role lists',
    role,
    {
      Role: { ...Role, Properties: { ...Role.Properties, ManagedPolicyArns: [{ Ref: 'P' }] } },
      P: attached('AWS::IAM::ManagedPolicy', {}),
    },
  ],
  [
    'an inline policy of the role itself',
    role,
    { Role: { ...Role, Properties: { ...Role.Properties, Policies: [{ PolicyName: 'p', PolicyDocument: policyDocument }] } } },
  ],
  ['a policy attached to a user', user, { User, P: attached('AWS::IAM::Policy', { Users: [{ Ref: 'User' }] }) }],
  [
    'a policy of a group that the user lists',
    user,
    {
      Group,
      User: { ...User, Properties: { ...User.Properties, Groups: [{ Ref: 'Group' }] } },
      P: attached('AWS::IAM::Policy', { Groups: [{ Ref: 'Group' }] }),
    },
  ],
  [
    'a policy of a group that the user is added to',
    user,
    {
      Group,
      Add: { Type: 'AWS::IAM::UserToGroupAddition', Properties: { GroupName: { Ref: 'Group' }, Users: ['alice'] } },
      P: attached('AWS::IAM::Policy', { Groups: ['devs'] }),
    },
  ],
  [
    'the policy of the repository, as text',
    role,
    {
      Repository: {
        Type: 'AWS::ECR::Repository',
        Properties: {
          RepositoryName: 'web',
          RepositoryPolicyText: JSON.stringify({ Statement: [{ Effect: 'Allow', Action: 'ecr:*', Principal: { AWS: role.arn } }] }),
        },
      },
    },
  ],
])('%s is found', (_, caller, resources) => {
  expect(mayPull(caller, resources)).toBe(true);
  expect(mayPull({ type: 'role', arn: arn('role/other') }, resources)).toBe(false);
  expect(mayPull({ ...caller, arn: (caller as typeof role).arn.replace('111111111111', '222222222222') } as Caller, resources)).toBe(false);
});

test('a managed policy of AWS has the document that the test gives, and is an error without one', () => {
  const aws = 'arn:aws:iam::aws:policy/Pull';
  const resources = { Role: { ...Role, Properties: { ...Role.Properties, ManagedPolicyArns: [aws] } } };
  expect(mayPull(role, resources, { [aws]: document })).toBe(true);
  expect(() => world(resources)).toThrow(
    'S/Role: the managed policy arn:aws:iam::aws:policy/Pull stands in no template: give its document',
  );
});

test('the trust of a role is a policy of that role', () => {
  const trust = { Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'lambda.amazonaws.com' } }] };
  const { resourcePolicy } = world({
    Role: { ...Role, Properties: { ...Role.Properties, AssumeRolePolicyDocument: JSON.parse(JSON.stringify(trust)) } },
  }).policiesFor({ type: 'service', name: 'lambda.amazonaws.com' }, role.arn);
  expect(resourcePolicy?.document).toEqual(trust);
});

test('a repository without a policy has none', () => {
  const resources = { Repository: { Type: 'AWS::ECR::Repository', Properties: { RepositoryName: 'web' } } };
  expect(world(resources).policiesFor(role, repository)).toEqual({ identityPolicies: [], resourcePolicy: undefined });
});

test('a policy of a repository with a Resource is refused, as by ECR', () => {
  const RepositoryPolicyText = { Statement: [{ Effect: 'Allow', Action: 'ecr:*', Principal: '*', Resource: '*' }] };
  const resources = { Repository: { Type: 'AWS::ECR::Repository', Properties: { RepositoryName: 'web', RepositoryPolicyText } } };
  expect(() => world(resources)).toThrow('S/Repository[0]: the policy of a repository takes no Resource');
});

test('a type of IAM that is not evaluated is an error; one without permissions is passed over', () => {
  expect(() => world({ P: { Type: 'AWS::IAM::RolePolicy' } })).toThrow('S/P: AWS::IAM::RolePolicy is not evaluated here');
  expect(world({ P: { Type: 'AWS::IAM::InstanceProfile' } }).policies).toEqual([]);
});

test('a permissions boundary in a template is an error: it is not passed over in silence', () => {
  const Bounded = { ...Role, Properties: { ...Role.Properties, PermissionsBoundary: 'arn:aws:iam::aws:policy/ReadOnlyAccess' } };
  expect(() => world({ Bounded })).toThrow('S/Bounded: a permissions boundary is not evaluated here');
});

test('a policy can be exchanged in a copy of the world', () => {
  const original = world({ Role, P: attached('AWS::IAM::Policy', { Roles: ['dev'] }) });
  const without = original.with(original.policies[0]);
  expect(original.policiesFor(role, repository).identityPolicies).toHaveLength(1);
  expect(without.policiesFor(role, repository).identityPolicies).toHaveLength(0);
});
