import { Stack } from 'aws-cdk-lib';
import * as codebuild from 'aws-cdk-lib/aws-codebuild';
import * as iam from 'aws-cdk-lib/aws-iam';
import { AWAY, HOME, ORGANIZATION, UNIT } from './accounts';
import { Scene } from './scene';

/** A class of principals that no grant takes. */
export interface RefusedClass {
  readonly grantee: (scene: Scene) => iam.IGrantable;
  /** What the error is about. */
  readonly error: string;
}

const assumedBy = new iam.AccountRootPrincipal();
const everyone = 'everyone';
const federated = 'a federated identity cannot be named in a repository policy: grant to the role that it assumes';
const unconditioned = 'without a source condition anybody can make it act for them';
const service = (conditions: iam.Conditions) => new iam.ServicePrincipal('events.amazonaws.com').withConditions(conditions);

export const REFUSED_CLASSES: Readonly<Record<string, RefusedClass>> = {
  'everyone as AWS': { grantee: () => new iam.AnyPrincipal(), error: everyone },
  'everyone as *': { grantee: () => new iam.StarPrincipal(), error: everyone },
  'everyone as an ARN': { grantee: () => new iam.ArnPrincipal('*'), error: everyone },
  'everyone in a composite': {
    grantee: () => new iam.CompositePrincipal(new iam.AnyPrincipal(), new iam.AccountPrincipal(AWAY.account)),
    error: everyone,
  },
  'everyone of an organization, if there is one': {
    grantee: () => new iam.AnyPrincipal().withConditions({ StringEqualsIfExists: { 'aws:PrincipalOrgID': ORGANIZATION } }),
    error: everyone,
  },
  'everyone outside of an organization': {
    grantee: () => new iam.AnyPrincipal().withConditions({ StringNotEquals: { 'aws:PrincipalOrgID': ORGANIZATION } }),
    error: everyone,
  },
  'everyone whose units are all in an organization': {
    grantee: () => new iam.AnyPrincipal().withConditions({ 'ForAllValues:StringLike': { 'aws:PrincipalOrgPaths': `${UNIT}/*` } }),
    error: everyone,
  },
  'a service without a condition': { grantee: () => new iam.ServicePrincipal('events.amazonaws.com'), error: unconditioned },
  'a service with a condition that says nothing of its source': {
    grantee: () => service({ Bool: { 'aws:SecureTransport': 'true' } }),
    error: unconditioned,
  },
  'a service with a source, if there is one': {
    grantee: () => service({ StringEqualsIfExists: { 'aws:SourceAccount': HOME.account } }),
    error: unconditioned,
  },
  'a service with any source but one': {
    grantee: () => service({ StringNotEquals: { 'aws:SourceAccount': HOME.account } }),
    error: unconditioned,
  },
  'a service with any source': {
    grantee: () => service({ StringLike: { 'aws:SourceAccount': '*' } }),
    error: unconditioned,
  },
  'the service of ECS tasks': {
    grantee: () => new iam.ServicePrincipal('ecs-tasks.amazonaws.com'),
    error: "ECS pulls with the task's execution role",
  },
  'a federated identity': { grantee: () => new iam.FederatedPrincipal('cognito-identity.amazonaws.com', {}), error: federated },
  'a web identity': { grantee: () => new iam.WebIdentityPrincipal('accounts.google.com'), error: federated },
  'a SAML identity': {
    grantee: ({ home }) =>
      new iam.SamlPrincipal(iam.SamlProvider.fromSamlProviderArn(home, 'Saml', `arn:aws:iam::${HOME.account}:saml-provider/x`), {}),
    error: federated,
  },
  'a canonical user': {
    grantee: () => new iam.CanonicalUserPrincipal('79a59df900b949e5'),
    error: 'a canonical user cannot be named in a repository policy',
  },
  'a session of a role': {
    grantee: () => new iam.ArnPrincipal(`arn:aws:sts::${HOME.account}:assumed-role/dev/session`),
    error: 'a session ends, and its ARN never equals that of its role',
  },
  'the ARN of a group': {
    grantee: () => new iam.ArnPrincipal(`arn:aws:iam::${HOME.account}:group/devs`),
    error: 'a policy cannot name a group',
  },
  'an imported group of another account': {
    grantee: ({ home }) => iam.Group.fromGroupArn(home, 'Group', `arn:aws:iam::${AWAY.account}:group/devs`),
    error: 'a policy cannot name a group',
  },
  'a project that was imported without its role': {
    grantee: ({ home }) => codebuild.Project.fromProjectName(home, 'Project', 'build'),
    error: 'the grantee was imported without its role',
  },
  'an account that is no number of twelve digits': {
    grantee: () => new iam.AccountPrincipal('12345'),
    error: 'expected a number of twelve digits',
  },
  'a role of another account whose name is not known': {
    grantee: ({ away }) => new iam.Role(away, 'Role', { assumedBy }),
    error: 'another account cannot know it: set roleName',
  },
  'a managed policy of another account': {
    grantee: ({ away }) => new iam.ManagedPolicy(away, 'Policy'),
    error: 'grant to the role or user that has it',
  },
  'a group of the app in another account': {
    grantee: ({ away }) => new iam.Group(away, 'Group'),
    error: 'a policy cannot name a group',
  },
  'a role of a stack without an environment': {
    grantee: ({ app }) => new iam.Role(new Stack(app, 'Agnostic'), 'Role', { assumedBy }),
    error: 'give both stacks an env',
  },
  nobody: { grantee: () => undefined as unknown as iam.IGrantable, error: 'expected a role, a user or another principal' },
};
