import { execFileSync } from 'node:child_process';
import { App, Fn, Stack } from 'aws-cdk-lib';
import * as ssm from 'aws-cdk-lib/aws-ssm';
import { CircleCiSubject } from '../../src/index';
import { HOME } from '../fixtures/environments';

const PROJECT = '3c4d5e6f-7081-4920-8c1d-2e3f4a5b6c7d';
const ORIGIN = 'github.com/my-org/my-app';
const USER = '????????????????????????????????????';
const TOKEN = Fn.importValue('Value');

describe('the subject', () => {
  test.each([
    [CircleCiSubject.branch(PROJECT, ORIGIN, 'main'), `${USER}/vcs-origin/github.com/my-org/my-app/vcs-ref/refs/heads/main`],
    [CircleCiSubject.branch(PROJECT, ORIGIN, 'release/*'), `${USER}/vcs-origin/github.com/my-org/my-app/vcs-ref/refs/heads/release/*`],
    [
      CircleCiSubject.branch(PROJECT, 'gitlab.com/my-group/sub/my.app', 'main'),
      `${USER}/vcs-origin/gitlab.com/my-group/sub/my.app/vcs-ref/refs/heads/main`,
    ],
    [
      CircleCiSubject.tag(PROJECT, 'bitbucket.org/My_Team/my-app', 'v*'),
      `${USER}/vcs-origin/bitbucket.org/My_Team/my-app/vcs-ref/refs/tags/v*`,
    ],
    [CircleCiSubject.project(PROJECT), '*'],
  ])('is the one that CircleCI sends, without the organization: %#', (subject, rest) => {
    expect(subject._claim).toBe(`project/${PROJECT}/user/${rest}`);
    expect(subject._projectId).toBe(PROJECT);
    expect(subject._isPattern).toBe(true);
  });

  test('has a place for one UUID, because git accepts a branch with the rest of the subject in its name', () => {
    expect(USER).toHaveLength(PROJECT.length);
    const branch = `x/vcs-origin/${ORIGIN}/vcs-ref/refs/heads/main`;
    expect(execFileSync('git', ['check-ref-format', '--branch', branch], { encoding: 'utf8' }).trim()).toBe(branch);
  });

  test('may contain values that have not been looked up', () => {
    const value = ssm.StringParameter.valueFromLookup(new Stack(new App(), 'Stack', { env: HOME }), '/circleci/value');
    const subject = CircleCiSubject.branch(value, value, value);
    expect(subject._claim).toBe(`project/${value}/user/${USER}/vcs-origin/${value}/vcs-ref/refs/heads/${value}`);
    expect(CircleCiSubject.tag(value, `github.com/${value}`, `v${value}*`)._claim).toContain(`/vcs-origin/github.com/${value}/`);
  });
});

describe('bad input', () => {
  const uuid = 'but must be a UUID in lower case, such as';
  test.each([
    [undefined, `undefined, ${uuid}`],
    [null, `null, ${uuid}`],
    [7, `7, ${uuid}`],
    ['', `"", ${uuid}`],
    ['*', `"*", ${uuid}`],
    ['gh/my-org/my-app', `"gh/my-org/my-app", ${uuid}`],
    [PROJECT.toUpperCase(), `"${PROJECT.toUpperCase()}", ${uuid}`],
    [`${PROJECT}*`, `"${PROJECT}*", ${uuid}`],
    [`${PROJECT}/user/x`, `"${PROJECT}/user/x", ${uuid}`],
    [
      TOKEN,
      'a CDK token, but must be a literal string, because IAM would interpret a * in its value as a wildcard. Pass the literal value.',
    ],
  ])('the project %j', (project, problem) => {
    const projectId = project as string;
    expect(() => CircleCiSubject.project(projectId)).toThrow(`CircleCiSubject.project: projectId is ${problem}`);
    expect(() => CircleCiSubject.branch(projectId, ORIGIN, 'main')).toThrow(`CircleCiSubject.branch: projectId is ${problem}`);
    expect(() => CircleCiSubject.tag(projectId, ORIGIN, 'v1')).toThrow(`CircleCiSubject.tag: projectId is ${problem}`);
  });

  const advice =
    'but must be the host and the path of one repository, without a scheme, .git and wildcards. Use "github.com/my-org/my-app"';
  test.each([
    ['https://github.com/my-org/my-app', `${advice}.`],
    ['https://github.com/my-org/my-app.git', `${advice}.`],
    ['https://user@github.com/my-org/my-app/', `${advice}.`],
    ['ssh://git@github.com/my-org/my-app.git', `${advice}.`],
    ['git@github.com:my-org/my-app.git', `${advice}.`],
    ['github.com/my-org/my-app.git', `${advice}.`],
    ['github.com/my-org/my-app/', `${advice}.`],
    ['my-org/my-app', `${advice}, for example.`],
    ['my-app', `${advice}, for example.`],
    ['github.com', `${advice}, for example.`],
    ['github.com/my-org', `${advice}, for example.`],
    ['github.com/my-org/*', `${advice}, for example.`],
    ['github.com/my-org/my-ap?', `${advice}, for example.`],
    ['*', `${advice}, for example.`],
    ['', `${advice}, for example.`],
    ['github.com/my-org/${x}', `${advice}, for example.`],
    ['github.com/my org/my-app', `${advice}, for example.`],
    [null, `${advice}, for example.`],
    [undefined, `${advice}, for example.`],
    [{}, `${advice}, for example.`],
  ])('the origin %j', (origin, problem) => {
    const given = `origin is ${JSON.stringify(origin)}, ${problem}`;
    expect(() => CircleCiSubject.branch(PROJECT, origin as string, 'main')).toThrow(`CircleCiSubject.branch: ${given}`);
    expect(() => CircleCiSubject.tag(PROJECT, origin as string, 'v1')).toThrow(`CircleCiSubject.tag: ${given}`);
  });

  test.each([
    ['', '"", but must be a name or a pattern. Use "main", for example.'],
    [null, 'null, but must be a name or a pattern.'],
    [1, '1, but must be a name or a pattern.'],
    ['refs/heads/main', '"refs/heads/main", but must be only the name, without refs/. Use "main".'],
    ['refs/tags/v*', '"refs/tags/v*", but must be only the name, without refs/. Use "v*".'],
    ['a b', '"a b", but must be a name that git accepts, or a pattern with *. Use the name of the branch.'],
    ['mai?', '"mai?", but must be a name that git accepts, or a pattern with *.'],
    ['/main', '"/main", but must be a name that git accepts, or a pattern with *.'],
    ['a*?', '"a*?", but must be a name that git accepts, or a pattern with *.'],
    ['a${x}', '"a${x}", but must not contain ${,'],
    [TOKEN, 'a CDK token, but must be a literal string,'],
    [`${TOKEN}*`, 'a CDK token, but must be a literal string,'],
  ])('the branch %j', (branch, problem) => {
    expect(() => CircleCiSubject.branch(PROJECT, ORIGIN, branch as string)).toThrow(`CircleCiSubject.branch: branch is ${problem}`);
  });

  test('a tag has its own example', () => {
    expect(() => CircleCiSubject.tag(PROJECT, ORIGIN, '')).toThrow(
      'CircleCiSubject.tag: tag is "", but must be a name or a pattern. Use "v*", for example. [cdk-secure-repository:circleci-subject]',
    );
  });

  test('an origin that is a token', () => {
    expect(() => CircleCiSubject.branch(PROJECT, TOKEN, 'main')).toThrow(
      'CircleCiSubject.branch: origin is a CDK token, but must be a literal',
    );
  });
});
