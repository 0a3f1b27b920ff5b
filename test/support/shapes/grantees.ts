import { CfnParameter, CfnResource, PhysicalName, Stack } from 'aws-cdk-lib';
import * as codebuild from 'aws-cdk-lib/aws-codebuild';
import * as events from 'aws-cdk-lib/aws-events';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as ssm from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import { RepositoryAccess } from '../../../src/access/repository-access';
import { HOME, ORGANIZATION } from '../access/accounts';
import { Method, METHODS } from '../access/methods';

export type Naming = 'named' | 'without a name' | 'named if needed';

/** A grantee, or the construct that could be taken for it. */
export interface Grantee {
  readonly grant: (access: RepositoryAccess, method: Method) => void;
  /** What calls, or what a service calls for. */
  readonly construct: Construct;
  /** The endpoint through which it calls, where the grant has a condition on that. */
  readonly endpoint?: CfnResource;
}

export interface GranteeKind {
  readonly make: (scope: Stack, id: string, name: string, naming: Naming, account: string) => Grantee;
  /** The type of the resource that calls; none, where the caller is in no template. */
  readonly type?: string;
  readonly caller: 'role' | 'user' | 'lambda' | 'codebuild' | 'events';
  /** The path of an imported one. */
  readonly path?: string;
  /** The policies that a grant goes to where grantee and repository are in one account. */
  readonly side: 'identity' | 'repository' | 'both';
  /** Whether the grant needs a statement of the grantee's own side that the app cannot write across accounts. */
  readonly ownSideUnknown?: true;
  /** Whether no policy of another account can name it. */
  readonly unnameable?: true;
  /** Whether it is that of a look-up that has not happened: the templates are not for deployment. */
  readonly placeholder?: true;
  /** Whether whoever calls in the same way is granted the same. */
  readonly everyone?: true;
}

const assumedBy = new iam.AccountRootPrincipal();

function physical(name: string, naming: Naming): string | undefined {
  if (naming === 'named') return name;
  return naming === 'named if needed' ? PhysicalName.GENERATE_IF_NEEDED : undefined;
}

const role = (scope: Construct, id: string, name: string, naming: Naming) =>
  new iam.Role(scope, id, { roleName: physical(name, naming), path: '/team/', assumedBy });
const rule = (scope: Construct, id: string, name: string, naming: Naming) =>
  new events.Rule(scope, id, { ruleName: physical(name, naming), schedule: events.Schedule.expression('rate(1 day)') });
function throughEndpoint(scope: Construct, id: string): { readonly endpoint: CfnResource; readonly conditions: iam.Conditions } {
  const endpoint = new CfnResource(scope, `${id}Endpoint`, { type: 'Test::Vpc::Endpoint' });
  return { endpoint, conditions: { StringEquals: { 'aws:SourceVpce': endpoint.ref } } };
}
const to = (grantee: iam.IGrantable) => (access: RepositoryAccess, method: Method) => void METHODS[method](access, grantee);

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
          METHODS[method](access, construct);
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
  'a service with the ARN of a rule': {
    type: 'AWS::Events::Rule',
    caller: 'events',
    side: 'repository',
    make: (scope, id, name, naming) => {
      const construct = rule(scope, id, name, naming);
      const conditions = { ArnEquals: { 'aws:SourceArn': construct.ruleArn } };
      return { construct, grant: to(new iam.ServicePrincipal('events.amazonaws.com').withConditions(conditions)) };
    },
  },
  'a function': {
    type: 'AWS::Lambda::Function',
    caller: 'lambda',
    side: 'repository',
    make: (scope, id, name, naming, account) => {
      const construct = new lambda.Function(scope, id, {
        functionName: physical(name, naming),
        role: new iam.Role(scope, `${id}Role`, { assumedBy }),
        code: lambda.Code.fromInline('exports.handler = () => undefined'),
        handler: 'index.handler',
        runtime: lambda.Runtime.NODEJS_22_X,
      });
      const elsewhere = account === HOME.account ? undefined : account;
      const functionArns = [construct.functionArn];
      return { construct, grant: (access) => void access.grantPullToLambda({ account: elsewhere, functionArns }) };
    },
  },
  'a project': {
    type: 'AWS::CodeBuild::Project',
    caller: 'codebuild',
    side: 'repository',
    make: (scope, id, name, naming) => {
      const construct = new codebuild.PipelineProject(scope, id, {
        projectName: physical(name, naming),
        role: new iam.Role(scope, `${id}Role`, { assumedBy }),
      });
      return { construct, grant: (access) => void access.grantPullToCodeBuild({ projectArns: [construct.projectArn] }) };
    },
  },
} satisfies Readonly<Record<string, GranteeKind>>;
