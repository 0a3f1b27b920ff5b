import { App, Stack } from 'aws-cdk-lib';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as iam from 'aws-cdk-lib/aws-iam';
import { SecureRepository } from '../../src';
import { shopWithRepository } from '../fixtures/access/shop';
import { warningsOf } from '../fixtures/reported';
import { repositoryStatements } from '../fixtures/synthesized';

let app: App;
let shop: Stack;
let repository: SecureRepository;

beforeEach(() => {
  ({ app, shop, repository } = shopWithRepository());
});

const ARN = 'arn:aws:ecr:eu-west-1:111111111111:repository/myapp';
const dev = new iam.ArnPrincipal('arn:aws:iam::222222222222:role/dev');
const lambda = new iam.ServicePrincipal('lambda.amazonaws.com');
const codebuild = new iam.ServicePrincipal('codebuild.amazonaws.com');

const statement = (props: iam.PolicyStatementProps = {}) =>
  new iam.PolicyStatement({ actions: ['ecr:BatchGetImage'], principals: [dev], ...props });
const RENDERED = { Effect: 'Allow', Action: 'ecr:BatchGetImage', Principal: { AWS: 'arn:aws:iam::222222222222:role/dev' } };

test('a statement is added, and others wait for the repository', () => {
  const added = repository.addToResourcePolicy(statement());
  expect(added.statementAdded).toBe(true);
  expect(added.policyDependable).toBe(repository);
  expect(repositoryStatements(shop)).toEqual([RENDERED]);
});

describe('the object itself is kept', () => {
  test('so that it may still be edited', () => {
    const given = statement();
    repository.addToResourcePolicy(given);
    given.addActions('ecr:GetDownloadUrlForLayer');
    expect(repositoryStatements(shop)).toEqual([{ ...RENDERED, Action: ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'] }]);
  });

  test('and checked again at synthesis', () => {
    const given = statement();
    repository.addToResourcePolicy(given);
    given.addPrincipals(new iam.AnyPrincipal());
    expect(() => app.synth()).toThrow(
      'the statement would allow everyone, which makes the repository public. Name the principals, or use grantPullToOrganization. ' +
        '[cdk-secure-repository:public-repository]',
    );
  });

  test('and refused if it has a resource', () => {
    const given = statement();
    repository.addToResourcePolicy(given);
    given.addResources(ARN);
    expect(() => app.synth()).toThrow(`a statement has the resource "${ARN}", but a repository policy applies to its own repository.`);
  });

  test('and reported at synthesis, once', () => {
    const given = statement();
    repository.addToResourcePolicy(given);
    given.addActions('ecr:*');
    expect(warningsOf(shop)).toEqual([
      '/Shop/Repository action "ecr:*" is a wildcard, which also allows the actions that AWS adds later. List the actions instead. ' +
        '[ack: cdk-secure-repository:action:ecr:*]',
    ]);
  });
});

describe('what is refused leaves no policy', () => {
  test.each<[string, iam.PolicyStatementProps, string]>([
    ['an Allow to everyone', { principals: [new iam.AnyPrincipal()] }, 'the statement would allow everyone'],
    ['a statement without an action', { actions: [] }, 'a statement has no action'],
    ['a statement without a principal', { principals: [] }, 'a statement has no principal'],
    [
      'an action on the registry',
      { actions: ['ecr:GetAuthorizationToken'] },
      'action "ecr:GetAuthorizationToken" acts on the registry, not on a repository',
    ],
  ])('%s', (_what, props, message) => {
    expect(() => repository.addToResourcePolicy(statement(props))).toThrow(`Shop/Repository: ${message}`);
    expect(repositoryStatements(shop)).toEqual([]);
  });

  test.each<[string, iam.PolicyStatementProps, string]>([
    ['another repository', { resources: [`${ARN}-other`] }, `"${ARN}-other"`],
    ['one of several', { resources: ['*', `${ARN}/*`] }, `["*","${ARN}/*"]`],
    ['everything but one', { notResources: [ARN] }, `"${ARN}"`],
  ])('a resource: %s', (_what, props, resource) => {
    expect(() => repository.addToResourcePolicy(statement(props))).toThrow(
      new Error(
        `Shop/Repository: a statement has the resource ${resource}, but a repository policy applies to its own repository. Remove the resource. ` +
          '[cdk-secure-repository:repository-policy-statement]',
      ),
    );
    expect(repositoryStatements(shop)).toEqual([]);
  });
});

describe('a resource that is the repository itself is dropped', () => {
  test.each<[string, () => string]>([
    ['*', () => '*'],
    ['its ARN', () => repository.repositoryArn],
    ['the ARN of its L1', () => (repository.node.defaultChild as ecr.CfnRepository).attrArn],
    ['its ARN by name', () => ARN],
  ])('%s', (_what, resource) => {
    repository.addToResourcePolicy(statement({ resources: [resource()] }));
    expect(repositoryStatements(shop)).toEqual([RENDERED]);
  });

  test('as third parties pass it', () => {
    const grantee = new iam.AccountPrincipal('222222222222');
    iam.Grant.addToPrincipalOrResource({
      grantee,
      actions: ['ecr:ListImages'],
      resourceArns: [repository.repositoryArn],
      resource: repository,
    });
    expect(repositoryStatements(shop)).toMatchObject([{ Action: 'ecr:ListImages' }]);
    expect(repositoryStatements(shop)[0].Resource).toBeUndefined();
  });
});

test('a Deny to everyone is legal', () => {
  repository.addToResourcePolicy(
    statement({ effect: iam.Effect.DENY, principals: [new iam.AnyPrincipal()], actions: ['ecr:DeleteRepository'] }),
  );
  expect(repositoryStatements(shop)).toMatchObject([{ Effect: 'Deny', Principal: { AWS: '*' } }]);
  expect(warningsOf(shop)).toEqual([]);
});

describe('Lambda and CodeBuild are restricted to the own account', () => {
  test('CodeBuild, as its projects pass it, a statement for all of them', () => {
    for (let n = 0; n < 2; n++) repository.addToResourcePolicy(statement({ sid: 'CodeBuild', principals: [codebuild] }));
    expect(repositoryStatements(shop)).toEqual([
      {
        Sid: 'CodeBuild',
        Effect: 'Allow',
        Action: 'ecr:BatchGetImage',
        Principal: { Service: 'codebuild.amazonaws.com' },
        Condition: { StringEquals: { 'aws:SourceAccount': '111111111111' } },
      },
    ]);
  });

  test('Lambda', () => {
    repository.addToResourcePolicy(statement({ principals: [lambda] }));
    expect(repositoryStatements(shop)).toMatchObject([{ Condition: { ArnLike: { 'aws:SourceArn': expect.anything() } } }]);
  });

  test('in addition to their own conditions', () => {
    repository.addToResourcePolicy(statement({ principals: [codebuild], conditions: { Bool: { 'aws:SecureTransport': 'true' } } }));
    expect(repositoryStatements(shop)).toMatchObject([
      { Condition: { Bool: { 'aws:SecureTransport': 'true' }, StringEquals: { 'aws:SourceAccount': '111111111111' } } },
    ]);
  });

  test('but not in a statement with other services, which is a warning', () => {
    repository.addToResourcePolicy(statement({ principals: [lambda, codebuild] }));
    expect(repositoryStatements(shop)[0].Condition).toBeUndefined();
    expect(warningsOf(shop)).toHaveLength(2);
  });

  test('but not in a Deny', () => {
    repository.addToResourcePolicy(statement({ effect: iam.Effect.DENY, principals: [lambda] }));
    expect(repositoryStatements(shop)[0].Condition).toBeUndefined();
  });
});

test('another service without a source condition is a warning', () => {
  repository.addToResourcePolicy(statement({ principals: [new iam.ServicePrincipal('sns.amazonaws.com')] }));
  expect(warningsOf(shop)).toHaveLength(1);
});

describe('a statement that is repeated', () => {
  test('by a copy adds nothing', () => {
    for (let n = 0; n < 2; n++) repository.addToResourcePolicy(statement({ resources: ['*'] }));
    expect(repositoryStatements(shop)).toHaveLength(1);
  });

  test("by an object of the user's own is kept, for it may still become another", () => {
    const [first, second] = [statement(), statement()];
    repository.addToResourcePolicy(first);
    repository.addToResourcePolicy(second);
    second.addActions('ecr:ListImages');
    expect(repositoryStatements(shop).map(({ Action }) => Action)).toEqual(['ecr:BatchGetImage', ['ecr:BatchGetImage', 'ecr:ListImages']]);
  });
});

describe('a policy on the L1', () => {
  const onL1 = { Statement: [{ Effect: 'Deny', Principal: '*', Action: 'ecr:DeleteRepository' }] };

  test("of the user's own is not replaced: the statement is refused", () => {
    (repository.node.defaultChild as ecr.CfnRepository).repositoryPolicyText = onL1;
    expect(() => repository.addToResourcePolicy(statement())).toThrow(
      new Error(
        'Shop/Repository: the L1 has its own repositoryPolicyText, which this statement would replace. Add the statements of that policy with ' +
          'addToResourcePolicy instead. [cdk-secure-repository:replaced-repository-policy]',
      ),
    );
  });

  test('that comes after statements replaces them: the grants would not be deployed, which is an error', () => {
    repository.addToResourcePolicy(statement());
    repository.grantPull(new iam.AccountPrincipal('222222222222'));
    (repository.node.defaultChild as ecr.CfnRepository).repositoryPolicyText = onL1;
    expect(() => app.synth()).toThrow(
      'the policy on the L1 replaces 1 of the 1 statements of grants, which are therefore not deployed. Add the ' +
        'statements of that policy with addToResourcePolicy instead. [cdk-secure-repository:replaced-repository-policy]',
    );
  });

  test('that keeps them and adds one is accepted', () => {
    repository.addToResourcePolicy(statement());
    const resource = repository.node.defaultChild as ecr.CfnRepository;
    resource.repositoryPolicyText = { Statement: [statement().toStatementJson(), ...onL1.Statement] };
    expect(repositoryStatements(shop)).toEqual([RENDERED, ...onL1.Statement]);
    expect(repository.access.describe().map(({ grantee, effect }) => [grantee, effect])).toEqual([
      ['arn:aws:iam::222222222222:role/dev', 'Allow'],
      ['everyone', 'Deny'],
    ]);
  });

  test('that is public is refused like any other, with and without grants', () => {
    const open = { Statement: [{ Effect: 'Allow', Principal: '*', Action: 'ecr:BatchGetImage' }] };
    (repository.node.defaultChild as ecr.CfnRepository).repositoryPolicyText = open;
    expect(() => app.synth()).toThrow('the statement would allow everyone, which makes the repository public');
    expect(repository.access.describe()).toMatchObject([{ grantee: 'everyone', effect: 'Allow' }]);
  });
});

describe('the policy has at most 10,240 characters', () => {
  test('and too many accounts are an error at synthesis that names what fills it', () => {
    for (let n = 0; n < 350; n++) repository.grantPull(new iam.AccountPrincipal(String(300000000000 + n)));
    repository.addToResourcePolicy(statement());
    expect(() => app.synth()).toThrow(
      /the repository policy has at least \d+ characters, but Amazon ECR allows at most 10240\. Its largest statements are pull for 350 principals/,
    );
  });
});
