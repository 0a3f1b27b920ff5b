import { CfnParameter, CfnResource } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as ssm from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import { GranteeKind, Naming, physical, to } from './grantee-kind';
import { SERVICES } from './services';
import { PermissionSetPrincipal } from '../../../src/access/permission-set-principal';
import { HOME, ORGANIZATION } from '../access/accounts';

/** An endpoint that nothing calls through, but that a condition may name. */
export const OTHER_ENDPOINT = 'vpce-2';

const assumedBy = new iam.AccountRootPrincipal();

const role = (scope: Construct, id: string, name: string, naming: Naming) =>
  new iam.Role(scope, id, { roleName: physical(name, naming), path: '/team/', assumedBy });

function throughEndpoint(scope: Construct, id: string): { readonly endpoint: CfnResource; readonly conditions: iam.Conditions } {
  const endpoint = new CfnResource(scope, `${id}Endpoint`, { type: 'Test::Vpc::Endpoint' });
  return { endpoint, conditions: { StringEquals: { 'aws:SourceVpce': endpoint.ref } } };
}

/** A role, and what is granted to by way of it. */
function ofRole(grantee: (construct: iam.Role) => iam.IGrantable): GranteeKind['make'] {
  return (scope, id, name, naming) => {
    const construct = role(scope, id, name, naming);
    return { construct, grant: to(grantee(construct)) };
  };
}

/** A policy of a role; without a statement of its own it is not rendered where nothing is granted to it. */
function ofPolicy(Policy: typeof iam.Policy | typeof iam.ManagedPolicy): GranteeKind['make'] {
  return (scope, id, name, naming) => {
    const construct = role(scope, `${id}Role`, name, naming);
    const statements = [new iam.PolicyStatement({ actions: ['logs:PutLogEvents'], resources: ['*'] })];
    return { construct, grant: to(new Policy(scope, id, { roles: [construct], statements })) };
  };
}

export const GRANTEES = {
  'a role': {
    type: 'AWS::IAM::Role',
    caller: 'role',
    side: 'identity',
    make: ofRole((construct) => construct),
  },
  'a lazy role': {
    type: 'AWS::IAM::Role',
    caller: 'role',
    side: 'identity',
    make: (scope, id, name, naming) => {
      const construct = new iam.LazyRole(scope, id, { roleName: physical(name, naming), path: '/team/', assumedBy });
      return {
        construct,
        grant: (access, method) => {
          to(construct)(access, method);
          // a lazy role that nothing uses is no role
          void construct.roleArn;
        },
      };
    },
  },
  'a user': {
    type: 'AWS::IAM::User',
    caller: 'user',
    side: 'identity',
    make: (scope, id, name, naming) => {
      const construct = new iam.User(scope, id, { userName: physical(name, naming) });
      return { construct, grant: to(construct) };
    },
  },
  'a group': {
    type: 'AWS::IAM::User',
    caller: 'user',
    side: 'identity',
    unnameable: true,
    make: (scope, id, name, naming) => {
      const group = new iam.Group(scope, id, { groupName: physical(`${name}s`, naming) });
      return { construct: new iam.User(scope, `${id}Member`, { userName: name, groups: [group] }), grant: to(group) };
    },
  },
  'a managed policy': {
    type: 'AWS::IAM::Role',
    caller: 'role',
    side: 'identity',
    unnameable: true,
    make: ofPolicy(iam.ManagedPolicy),
  },
  'an inline policy': {
    type: 'AWS::IAM::Role',
    caller: 'role',
    side: 'identity',
    unnameable: true,
    make: ofPolicy(iam.Policy),
  },
  'a role with a condition on its stack': {
    type: 'AWS::IAM::Role',
    caller: 'role',
    side: 'identity',
    make: (scope, id, name, naming) => {
      const construct = role(scope, id, name, naming);
      const { endpoint, conditions } = throughEndpoint(scope, id);
      return { construct, endpoint, grant: to(new iam.PrincipalWithConditions(construct, conditions)) };
    },
  },
  'a role with two conditions on one key': {
    type: 'AWS::IAM::Role',
    caller: 'role',
    side: 'identity',
    conflicting: true,
    make: (scope, id, name, naming) => {
      const construct = role(scope, id, name, naming);
      const { endpoint, conditions } = throughEndpoint(scope, id);
      const either = { StringEquals: { 'aws:SourceVpce': [endpoint.ref, OTHER_ENDPOINT] } };
      const inner = new iam.PrincipalWithConditions(construct, conditions);
      return { construct, endpoint, grant: to(new iam.PrincipalWithConditions(inner, either)) };
    },
  },
  'the ARN of a role': {
    type: 'AWS::IAM::Role',
    caller: 'role',
    side: 'repository',
    ownSideUnknown: true,
    make: ofRole((construct) => new iam.ArnPrincipal(construct.roleArn)),
  },
  'a role whose grants go to resources': {
    type: 'AWS::IAM::Role',
    caller: 'role',
    side: 'repository',
    ownSideUnknown: true,
    make: ofRole((construct) => construct.withoutPolicyUpdates({ addGrantsToResources: true })),
  },
  'everyone of an organization, with a condition on a stack': {
    type: 'AWS::IAM::Role',
    caller: 'role',
    side: 'repository',
    ownSideUnknown: true,
    everyone: true,
    make: (scope, id, name, naming) => {
      const construct = role(scope, id, name, naming);
      const { endpoint, conditions } = throughEndpoint(scope, id);
      return { construct, endpoint, grant: to(new iam.OrganizationPrincipal(ORGANIZATION).withConditions(conditions)) };
    },
  },
  'a composite of the ARN of a role and of a role whose grants go to resources': {
    type: 'AWS::IAM::Role',
    caller: 'role',
    side: 'repository',
    ownSideUnknown: true,
    make: ofRole((construct) => {
      const parts = [new iam.ArnPrincipal(construct.roleArn), construct.withoutPolicyUpdates({ addGrantsToResources: true })];
      return new iam.CompositePrincipal(...parts.map(({ grantPrincipal }) => grantPrincipal as iam.PrincipalBase));
    }),
  },
  'roles by a wildcard': {
    caller: 'role',
    path: 'team/',
    side: 'repository',
    ownSideUnknown: true,
    make: (scope, _, name, __, account) => ({
      construct: scope,
      grant: to(new iam.ArnPrincipal(`arn:aws:iam::${account}:role/*/${name}`)),
    }),
  },
  'a permission set': {
    caller: 'role',
    path: 'aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_',
    suffix: '_0123456789abcdef',
    side: 'repository',
    ownSideUnknown: true,
    make: (scope, _, name, __, account) => {
      const elsewhere = account === HOME.account ? undefined : account;
      return { construct: scope, grant: to(new PermissionSetPrincipal(name, { account: elsewhere })) };
    },
  },
  'an imported role': {
    caller: 'role',
    path: 'team/',
    side: 'identity',
    make: (scope, id, name, _, account) => {
      const construct = iam.Role.fromRoleArn(scope, id, `arn:aws:iam::${account}:role/team/${name}`);
      return { construct, grant: to(construct) };
    },
  },
  'an imported user': {
    caller: 'user',
    side: 'identity',
    make: (scope, id, name, _, account) => {
      const construct = iam.User.fromUserArn(scope, id, `arn:aws:iam::${account}:user/${name}`);
      return { construct, grant: to(construct) };
    },
  },
  'a role imported by a parameter': {
    caller: 'role',
    side: 'both',
    make: (scope, id, name, _, account) => {
      const value = `arn:aws:iam::${account}:role/${name}`;
      const construct = iam.Role.fromRoleArn(scope, id, new CfnParameter(scope, `${id}Arn`, { default: value }).valueAsString);
      return { construct, grant: to(construct) };
    },
  },
  'a role that is looked up': {
    caller: 'role',
    side: 'both',
    placeholder: true,
    make: (scope, id, name) => {
      const construct = iam.Role.fromLookup(scope, id, { roleName: name });
      return { construct, grant: to(construct) };
    },
  },
  'the ARN of a role that is looked up': {
    caller: 'role',
    side: 'repository',
    placeholder: true,
    make: (scope, _, name) => {
      const arn = ssm.StringParameter.valueFromLookup(scope, `/roles/${name}`);
      return { construct: scope, grant: to(new iam.ArnPrincipal(arn)) };
    },
  },
  ...SERVICES,
} satisfies Readonly<Record<string, GranteeKind>>;
