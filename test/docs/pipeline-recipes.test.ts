import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as eks from 'aws-cdk-lib/aws-eks';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { OidcPublisher, OidcSubject, SecureRepository } from '../../src';
import { examplesIn, textOf } from '../fixtures/docs/markdown';
import { runExample } from '../fixtures/docs/run-example';
import { Caller } from '../oracle/iam/caller';
import { Context } from '../oracle/iam/context';
import { decide } from '../oracle/iam/decide';
import { Policy } from '../oracle/iam/policy';
import { PolicyDocument } from '../oracle/iam/policy-document';

const PAGE = 'docs/pipelines/recipes.md';
const ACCOUNT = '111122223333';
const ROLE = `arn:aws:iam::${ACCOUNT}:role/builder`;
const EKS = 'oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLED539D4633E53DE1B71EXAMPLE';
const CLUSTER = `arn:aws:eks:eu-west-1:${ACCOUNT}:cluster/my-cluster`;
const IMAGES = `arn:aws:ecr:eu-west-1:${ACCOUNT}:repository/`;

/** What the templates of an example say about its role. */
interface Built {
  readonly trust: Policy;
  readonly identityPolicies: readonly Policy[];
  readonly template: Template;
}

function built(part: string): Built {
  const self = new Stack(new App(), 'Stack', { env: { account: ACCOUNT, region: 'eu-west-1' } });
  const repository = new SecureRepository(self, 'Repository', { repositoryName: 'my-app' });
  runExample(PAGE, part, { self, repository, iam, OidcPublisher, OidcSubject, cluster: clusterIn(self, part) });
  const template = Template.fromStack(self);
  // of the roles of the example and of the custom resources of a cluster, the one that may push
  const policies = Object.values(template.findResources('AWS::IAM::Policy')).map(({ Properties }) => Properties);
  const [{ Ref: id }] = policies.find(({ PolicyDocument: document }) => JSON.stringify(document).includes('ecr:PutImage'))!.Roles;
  const own = policies.filter(({ Roles: roles }) => JSON.stringify(roles).includes(`"${id}"`));
  const { AssumeRolePolicyDocument: trust } = template.findResources('AWS::IAM::Role')[id].Properties;
  return {
    trust: Policy.ofResource('trust', deployed(trust, template)),
    identityPolicies: own.map(({ PolicyDocument: document }, n) => Policy.ofIdentity(`policy ${n}`, document)),
    template,
  };
}

function clusterIn(stack: Stack, part: string): eks.ICluster | undefined {
  if (part !== 'addServiceAccount') return undefined;
  return eks.Cluster.fromClusterAttributes(stack, 'Cluster', {
    clusterName: 'my-cluster',
    kubectlRoleArn: `arn:aws:iam::${ACCOUNT}:role/kubectl`,
    kubectlLayer: lambda.LayerVersion.fromLayerVersionArn(stack, 'Layer', `arn:aws:lambda:eu-west-1:${ACCOUNT}:layer:kubectl:1`),
    openIdConnectProvider: iam.OpenIdConnectProvider.fromOpenIdConnectProviderArn(stack, 'Oidc', providerOf(EKS)),
  });
}

/** A trust policy as it is deployed, with the values of its intrinsic functions. */
function deployed(trust: object, template: Template): PolicyDocument {
  const json = template.findResources('Custom::AWSCDKCfnJson');
  const providers = template.findResources('AWS::IAM::OIDCProvider');
  const valueOf = (_key: string, value: { Ref?: string; 'Fn::GetAtt'?: string[]; 'Fn::Join'?: [string, string[]] } | null): unknown => {
    // only the partition is an intrinsic function in a text
    if (value?.['Fn::Join']) return value['Fn::Join'][1].map((part) => (typeof part === 'string' ? part : 'aws')).join('');
    if (value?.['Fn::GetAtt']) return JSON.parse(json[value['Fn::GetAtt'][0]].Properties.Value);
    if (value?.Ref && providers[value.Ref]) return providerOf(providers[value.Ref].Properties.Url.replace('https://', ''));
    return value;
  };
  return JSON.parse(JSON.stringify(trust, valueOf)) as PolicyDocument;
}

const providerOf = (issuer: string) => `arn:aws:iam::${ACCOUNT}:oidc-provider/${issuer}`;

/** Whether a caller may assume the role, by all actions of the request. */
function admits({ trust }: Built, principal: Caller, actions: readonly string[], context: Context): boolean {
  return actions.every((action) => decide({ principal, action, resource: ROLE, context }, { resourcePolicy: trust }).allowed);
}

/** Whether a token of an issuer is exchanged for a session. */
function admitsToken(example: Built, issuer: string, audience: string, subject?: string): boolean {
  const context = { [`${issuer}:aud`]: audience, ...(subject !== undefined && { [`${issuer}:sub`]: subject }) };
  return admits(example, { type: 'federated', provider: providerOf(issuer) }, ['sts:AssumeRoleWithWebIdentity'], context);
}

/** Whether the agent of EKS Pod Identity receives a session for a pod. */
function admitsPod(example: Built, cluster: string | undefined, namespace: string, serviceAccount: string, service = 'pods.eks'): boolean {
  return admits(example, { type: 'service', name: `${service}.amazonaws.com` }, ['sts:AssumeRole', 'sts:TagSession'], {
    ...(cluster !== undefined && { 'aws:RequestTag/eks-cluster-arn': cluster }),
    'aws:RequestTag/kubernetes-namespace': namespace,
    'aws:RequestTag/kubernetes-service-account': serviceAccount,
  });
}

const STS = 'sts.amazonaws.com';
const AZURE = 'vstoken.dev.azure.com/0d1c2b3a-4f5e-4678-9a0b-1c2d3e4f5a6b';
const JENKINS = 'jenkins.example.com/oidc';
const TERRAFORM = 'app.terraform.io';
const BUILDER = 'system:serviceaccount:ci:builder';
const JOB = 'https://jenkins.example.com/job/my-app/job/main/';
const CONNECTION = 'sc://my-org/my-project/my-ecr-connection';
const RUN = 'organization:my-org:project:my-project:workspace:my-app:run_phase:apply';

const EXAMPLES: [example: string, issuer: string, audience: string, own: string, others: string[]][] = [
  ...['addServiceAccount', 'EksPublisher'].map((part): [string, string, string, string, string[]] => [
    part,
    EKS,
    STS,
    BUILDER,
    ['system:serviceaccount:default:builder', 'system:serviceaccount:ci:builder2', 'system:serviceaccount:ci:default', 'builder'],
  ]),
  [
    'AzurePublisher',
    AZURE,
    'api://AzureADTokenExchange',
    CONNECTION,
    [
      'sc://my-org/my-project/another',
      'sc://another/my-project/my-ecr-connection',
      'p://my-org/my-project/my-ecr-connection',
      `${CONNECTION}2`,
    ],
  ],
  [
    'JenkinsPublisher',
    JENKINS,
    STS,
    JOB,
    ['https://jenkins.example.com/job/my-app/job/PR-1/', 'https://jenkins.example.com/job/other/', `${JOB}x/`],
  ],
  [
    'TerraformPublisher',
    TERRAFORM,
    'aws.workload.identity',
    RUN,
    [RUN.replace('apply', 'plan'), RUN.replace('my-app', 'other'), RUN.replace('my-org', 'other')],
  ],
];

describe.each(EXAMPLES)('the example with %s', (part, issuer, audience, own, others) => {
  test('admits its own subject, and no other', () => {
    const example = built(part);
    expect([own, ...others].filter((subject) => admitsToken(example, issuer, audience, subject))).toEqual([own]);
  });

  test('admits no other audience, no token without a subject and no other issuer', () => {
    const example = built(part);
    expect(admitsToken(example, issuer, audience)).toBe(false);
    expect(admitsToken(example, issuer, 'another', own)).toBe(false);
    expect(admitsToken(example, `${issuer}/other`, audience, own)).toBe(false);
    expect(admitsPod(example, CLUSTER, 'ci', 'builder')).toBe(false);
  });
});

test('the role for EKS Pod Identity admits the service account of its cluster, and nothing else', () => {
  const example = built('CfnPodIdentityAssociation');
  expect(admitsPod(example, CLUSTER, 'ci', 'builder')).toBe(true);
  expect(admitsPod(example, `${CLUSTER}2`, 'ci', 'builder')).toBe(false);
  expect(admitsPod(example, undefined, 'ci', 'builder')).toBe(false);
  expect(admitsPod(example, CLUSTER, 'default', 'builder')).toBe(false);
  expect(admitsPod(example, CLUSTER, 'ci', 'default')).toBe(false);
  expect(admitsPod(example, CLUSTER, 'ci', 'builder', 'ec2')).toBe(false);
  expect(admitsToken(example, EKS, STS, BUILDER)).toBe(false);
  const association = { ClusterName: 'my-cluster', Namespace: 'ci', ServiceAccount: 'builder' };
  example.template.hasResourceProperties('AWS::EKS::PodIdentityAssociation', association);
});

/** What `docker push` calls. */
const PUSH = ['BatchCheckLayerAvailability', 'InitiateLayerUpload', 'UploadLayerPart', 'CompleteLayerUpload', 'PutImage'];

test.each([...EXAMPLES.map(([part]) => part), 'CfnPodIdentityAssociation'])(
  'the role of %s pushes to its repository, and nowhere else',
  (part) => {
    const { identityPolicies } = built(part);
    const principal: Caller = { type: 'role', arn: ROLE };
    const may = (action: string, resource: string) =>
      decide({ principal, action: `ecr:${action}`, resource }, { identityPolicies }).allowed;
    expect(may('GetAuthorizationToken', '*')).toBe(true);
    expect(PUSH.filter((action) => !may(action, `${IMAGES}my-app`))).toEqual([]);
    expect(PUSH.filter((action) => may(action, `${IMAGES}other`))).toEqual([]);
    const others = ['GetDownloadUrlForLayer', 'BatchDeleteImage', 'DeleteRepository', 'SetRepositoryPolicy'];
    expect(others.filter((action) => may(action, `${IMAGES}my-app`))).toEqual([]);
  },
);

test('every example of the page is decided here, and its row has the issuer and the audience of the example', () => {
  const parts = [...EXAMPLES.map(([part]) => part), 'CfnPodIdentityAssociation'];
  expect(examplesIn(PAGE).filter(({ code }) => !parts.some((part) => code.includes(part)))).toEqual([]);
  expect(examplesIn(PAGE)).toHaveLength(parts.length);
  for (const audience of EXAMPLES.map(([, , text]) => text)) expect(textOf(PAGE)).toMatch(new RegExp(`^\\| .*\`${audience}\``, 'm'));
});
