import { NestedStack, PhysicalName, Stack, Stage } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as ssm from 'aws-cdk-lib/aws-ssm';
import { AWAY, HOME, ORGANIZATION, UNIT } from './accounts';
import { DeployedScene, Scene } from './scene';
import { Context } from '../iam/context';

/** A class of principals: how one is made, and who asks as that one after the deployment. */
export interface PrincipalClass {
  readonly grantee: (scene: Scene) => iam.IGrantable;
  /** @default - the role team/dev of the home account */
  readonly arn?: string | ((deployed: DeployedScene) => string);
  /** Uses the grantee, after the grant. */
  readonly use?: (grantee: iam.IGrantable) => void;
  /** What a request of the grantee says besides. */
  readonly context?: Context;
}

const ROLE = `arn:aws:iam::${HOME.account}:role/team/dev`;
const AWAY_ROLE = `arn:aws:iam::${AWAY.account}:role/team/dev`;
const USER = `arn:aws:iam::${HOME.account}:user/alice`;
const AWAY_USER = `arn:aws:iam::${AWAY.account}:user/alice`;

const assumedBy = new iam.AccountRootPrincipal();
const namedRole = (scope: Stack, roleName: string | undefined = 'dev') =>
  new iam.Role(scope, 'Role', { roleName, path: '/team/', assumedBy });
const tagged = { StringEquals: { 'aws:PrincipalTag/team': 'red' } };
const red = { 'aws:PrincipalTag/team': 'red' };
const deployedRole = ({ deployment }: DeployedScene) =>
  deployment
    .resources()
    .find(({ type }) => type === 'AWS::IAM::Role')!
    .identity.attribute('Arn');

/** The classes that a grant takes; what each is allowed stands in test/access/expected-reaches.ts under the same name. */
export const PRINCIPAL_CLASSES = {
  'a role of the app': { grantee: ({ home }) => namedRole(home) },
  'a role of the app with a generated name': {
    grantee: ({ home }) => new iam.Role(home, 'Role', { assumedBy }),
    arn: deployedRole,
  },
  'a role of another stack': { grantee: ({ app }) => namedRole(new Stack(app, 'Roles', { env: HOME })) },
  'a role of another stack in another Region': {
    grantee: ({ app }) => namedRole(new Stack(app, 'Roles', { env: { ...HOME, region: 'us-east-1' } })),
  },
  'a role of a nested stack': { grantee: ({ home }) => namedRole(new NestedStack(home, 'Roles')) },
  'a role of another Stage': { grantee: ({ app }) => namedRole(new Stack(new Stage(app, 'Prod', { env: HOME }), 'Roles')) },
  'a lazy role': {
    grantee: ({ home }) => new iam.LazyRole(home, 'Role', { roleName: 'dev', path: '/team/', assumedBy }),
    // a lazy role that nothing uses is no role
    use: (role) => void (role as iam.LazyRole).roleArn,
  },
  'a user of the app': { grantee: ({ home }) => new iam.User(home, 'User', { userName: 'alice' }), arn: USER },
  'a group of the app': {
    grantee: ({ home }) => {
      const group = new iam.Group(home, 'Group');
      new iam.User(home, 'User', { userName: 'alice', groups: [group] });
      return group;
    },
    arn: USER,
  },
  'a managed policy': { grantee: ({ home }) => new iam.ManagedPolicy(home, 'Policy', { roles: [namedRole(home)] }) },
  'an inline policy': { grantee: ({ home }) => new iam.Policy(home, 'Policy', { roles: [namedRole(home)] }) },
  'a role behind a function': { grantee: ({ home }) => ({ grantPrincipal: namedRole(home) }) },
  'a role with session tags': { grantee: ({ home }) => new iam.SessionTagsPrincipal(namedRole(home)) },
  'an imported role of the same account': { grantee: ({ home }) => iam.Role.fromRoleArn(home, 'Role', ROLE) },
  'an imported user of the same account': { grantee: ({ home }) => iam.User.fromUserArn(home, 'User', USER), arn: USER },
  'an imported role that is not to be changed': { grantee: ({ home }) => iam.Role.fromRoleArn(home, 'Role', ROLE, { mutable: false }) },
  'a role without policy updates': { grantee: ({ home }) => namedRole(home).withoutPolicyUpdates() },
  'a user of the app in another account': { grantee: ({ away }) => new iam.User(away, 'User', { userName: 'alice' }), arn: AWAY_USER },
  'a composite of services': {
    grantee: () =>
      new iam.CompositePrincipal(new iam.ServicePrincipal('lambda.amazonaws.com'), new iam.ServicePrincipal('codebuild.amazonaws.com')),
  },
  'a role whose grants go to resources': {
    grantee: ({ home }) => namedRole(home).withoutPolicyUpdates({ addGrantsToResources: true }),
  },
  'the ARN of a role of the same account': { grantee: () => new iam.ArnPrincipal(ROLE) },
  'a role of the app in another account': { grantee: ({ away }) => namedRole(away), arn: AWAY_ROLE },
  'a role of the app in another account with a name to be generated': {
    grantee: ({ away }) => namedRole(away, PhysicalName.GENERATE_IF_NEEDED),
    arn: deployedRole,
  },
  'an imported role of another account': { grantee: ({ home }) => iam.Role.fromRoleArn(home, 'Role', AWAY_ROLE), arn: AWAY_ROLE },
  'an imported user of another account': { grantee: ({ home }) => iam.User.fromUserArn(home, 'User', AWAY_USER), arn: AWAY_USER },
  'the ARN of a role of another account': { grantee: () => new iam.ArnPrincipal(AWAY_ROLE), arn: AWAY_ROLE },
  'an imported role whose ARN is a token': {
    grantee: ({ home }) => iam.Role.fromRoleArn(home, 'Role', ssm.StringParameter.valueForStringParameter(home, '/role')),
    // aws-cdk-lib cannot tell the name from the path where the ARN is a token
    arn: `arn:aws:iam::${HOME.account}:role/dev`,
  },
  'another account': { grantee: () => new iam.AccountPrincipal(AWAY.account) },
  'the own account': { grantee: () => new iam.AccountRootPrincipal() },
  'an organization': { grantee: () => new iam.OrganizationPrincipal(ORGANIZATION) },
  'everyone of an organization': {
    grantee: () => new iam.StarPrincipal().withConditions({ StringEquals: { 'aws:PrincipalOrgID': ORGANIZATION } }),
  },
  'everyone of an organizational unit': {
    grantee: () => new iam.AnyPrincipal().withConditions({ 'ForAnyValue:StringLike': { 'aws:PrincipalOrgPaths': `${UNIT}/*` } }),
  },
  'a composite of a role and another account': {
    grantee: ({ home }) => new iam.CompositePrincipal(new iam.AccountPrincipal(AWAY.account), namedRole(home)),
  },
  'conditions around a role': { grantee: ({ home }) => new iam.PrincipalWithConditions(namedRole(home), tagged), context: red },
  'conditions around a role of another account': {
    grantee: ({ away }) => new iam.PrincipalWithConditions(namedRole(away), tagged),
    arn: AWAY_ROLE,
    context: red,
  },
  'conditions around an imported role of another account': {
    grantee: ({ home }) => new iam.PrincipalWithConditions(iam.Role.fromRoleArn(home, 'Role', AWAY_ROLE), tagged),
    arn: AWAY_ROLE,
    context: red,
  },
  'conditions around another account': {
    grantee: () => new iam.AccountPrincipal(AWAY.account).withConditions(tagged),
    arn: AWAY_ROLE,
    context: red,
  },
  'conditions around conditions around a role': {
    grantee: ({ home }) =>
      new iam.PrincipalWithConditions(new iam.PrincipalWithConditions(namedRole(home), tagged), {
        StringEquals: { 'aws:PrincipalTag/stage': 'prod' },
      }),
    context: { ...red, 'aws:PrincipalTag/stage': 'prod' },
  },
  'conditions around a composite': {
    grantee: ({ home }) => new iam.PrincipalWithConditions(new iam.CompositePrincipal(namedRole(home)), tagged),
    context: red,
  },
  'a service with the ARN of its source': {
    grantee: () =>
      new iam.ServicePrincipal('events.amazonaws.com').withConditions({
        ArnEquals: { 'aws:SourceArn': `arn:aws:events:${HOME.region}:${HOME.account}:rule/nightly` },
      }),
  },
  'a service with the account of its source': {
    grantee: () => new iam.ServicePrincipal('events.amazonaws.com').withConditions({ StringEquals: { 'AWS:SourceAccount': HOME.account } }),
  },
  Lambda: { grantee: () => new iam.ServicePrincipal('lambda.amazonaws.com') },
  CodeBuild: { grantee: () => new iam.ServicePrincipal('codebuild.amazonaws.com') },
} satisfies Readonly<Record<string, PrincipalClass>>;
