import { App, aws_ecr as ecr, Fn, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as ssm from 'aws-cdk-lib/aws-ssm';
import { CircleCiClaims, CircleCiPublisher, CircleCiSubject } from '../../src/index';
import { HOME } from '../fixtures/environments';

const ORGANIZATION = '4d5e6f70-8192-4a31-9d2e-3f4a5b6c7d8e';
const PROJECT = '3c4d5e6f-7081-4920-8c1d-2e3f4a5b6c7d';
const OTHER = '7f8e9d0c-1b2a-4394-a5b6-c7d8e9f0a1b2';
const KEY = `oidc.circleci.com/org/${ORGANIZATION}:oidc.circleci.com/project-id`;

/** What the trust policy requires to be equal, for claims. */
function required(claims?: CircleCiClaims, projects = [PROJECT]): { readonly [key: string]: unknown } {
  const stack = new Stack(new App(), 'Shop', { env: HOME });
  new CircleCiPublisher(stack, 'Publisher', {
    repositories: [ecr.Repository.fromRepositoryName(stack, 'Api', 'shop/api')],
    organizationId: ORGANIZATION,
    subjects: projects.map((project) => CircleCiSubject.branch(project, 'github.com/my-org/my-app', 'main')),
    claims,
  });
  const [role] = Object.values(Template.fromStack(stack).findResources('AWS::IAM::Role'));
  const [{ Condition: condition }] = role.Properties.AssumeRolePolicyDocument.Statement;
  return condition.StringEquals;
}

test('the claim is required under the key of AWS, in addition to the audience', () => {
  expect(required({ projectId: PROJECT })).toEqual({ [`oidc.circleci.com/org/${ORGANIZATION}:aud`]: ORGANIZATION, [KEY]: PROJECT });
});

test('without it, the subject decides alone', () => {
  expect(required(undefined)).not.toHaveProperty([KEY]);
});

test('a value that is not known yet is not compared with the subjects', () => {
  const token = Fn.importValue('Project');
  expect(required({ projectId: token })).toMatchObject({ [KEY]: { 'Fn::ImportValue': 'Project' } });
  const lookedUp = ssm.StringParameter.valueFromLookup(new Stack(new App(), 'Other', { env: HOME }), '/circleci/project');
  expect(required({ projectId: PROJECT }, [lookedUp])).toHaveProperty([KEY], PROJECT);
  expect(required({ projectId: lookedUp })).toHaveProperty([KEY], lookedUp);
});

describe('bad input', () => {
  test.each([
    [null, 'claims is null, but must be an object with options.'],
    [[], 'claims is [], but must be an object with options.'],
    [{ contextIds: [] }, 'claims has contextIds, but AWS has no condition key for such a claim of CircleCI. Use projectId.'],
    [
      { vcsOrigin: 'github.com/my-org/my-app' },
      'claims has vcsOrigin, but AWS has no condition key for such a claim of CircleCI. Use projectId.',
    ],
    [{ projectId: null }, 'claims.projectId is null, but must be a string.'],
    [{ projectId: '' }, 'claims.projectId is "", but must be a UUID in lower case,'],
    [{ projectId: PROJECT.toUpperCase() }, `claims.projectId is "${PROJECT.toUpperCase()}", but must be a UUID in lower case,`],
    [{ projectId: '*' }, 'claims.projectId is "*", but must be a UUID in lower case,'],
  ])('%j', (claims, problem) => {
    expect(() => required(claims as CircleCiClaims)).toThrow(`Shop/Publisher: ${problem}`);
  });

  test.each([
    [[PROJECT], 0],
    [[OTHER, PROJECT], 1],
  ])('a project that not every subject is of: %j', (projects, index) => {
    expect(() => required({ projectId: OTHER }, projects)).toThrow(
      `Shop/Publisher: claims.projectId is "${OTHER}", but must be the project of each subject, and subjects[${index}] is of "${PROJECT}", ` +
        'so that it could match no token. Omit claims.projectId, or create a publisher for each project. [cdk-secure-repository:circleci-claims]',
    );
  });
});
