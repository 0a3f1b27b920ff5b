import { Fn } from 'aws-cdk-lib';
import { GitLabSubject } from '../../src/index';

describe('the subject', () => {
  test.each([
    [GitLabSubject.branch('my-group/my-app', 'main'), 'project_path:my-group/my-app:ref_type:branch:ref:main'],
    [GitLabSubject.branch('my-group/sub/my.app', 'release/*'), 'project_path:my-group/sub/my.app:ref_type:branch:ref:release/*'],
    [GitLabSubject.tag('my-group/my-app', 'v*'), 'project_path:my-group/my-app:ref_type:tag:ref:v*'],
    [GitLabSubject.custom('project_path:my-group/my-app'), 'project_path:my-group/my-app'],
    [GitLabSubject.custom('project_path:my-group/my-app:ref_protected:true:*'), 'project_path:my-group/my-app:ref_protected:true:*'],
  ])('is the one that GitLab sends: %#', (subject, claim) => {
    expect(subject._claim).toBe(claim);
    expect(subject._isPattern).toBe(claim.includes('*'));
  });

  test('tokens stay as they are', () => {
    const [project, branch] = [Fn.importValue('Project'), Fn.importValue('Branch')];
    expect(GitLabSubject.branch(project, branch)._claim).toBe(`project_path:${project}:ref_type:branch:ref:${branch}`);
    expect(GitLabSubject.custom(project)._claim).toBe(project);
    expect(GitLabSubject.custom(`project_path:${project}:ref:main`)._claim).toBe(`project_path:${project}:ref:main`);
    expect(GitLabSubject.custom(`project_path:g/p:ref:v${branch}*`)._claim).toBe(`project_path:g/p:ref:v${branch}*`);
    expect(GitLabSubject.tag('g/p', `v${branch}*`)._claim).toBe(`project_path:g/p:ref_type:tag:ref:v${branch}*`);
  });
});

describe('bad input', () => {
  const path = 'but must be the full path of a project. Use "my-group/my-app", for example. [cdk-secure-repository:gitlab-subject]';
  const wildcard =
    'but must not contain a wildcard, which would match other projects. Create a subject for each project. [cdk-secure-repository:gitlab-subject-wildcard]';
  test.each([
    ['', path],
    ['my-app', path],
    ['my-group/my app', path],
    ['my-group/my-app:ref', path],
    ['https://gitlab.com/my-group/my-app', path],
    ['my-group/*', wildcard],
    ['*', wildcard],
    ['my-group/my-ap?', wildcard],
  ])('the project %j', (project, problem) => {
    expect(() => GitLabSubject.branch(project, 'main')).toThrow(`GitLabSubject.branch: project is ${JSON.stringify(project)}, ${problem}`);
    expect(() => GitLabSubject.tag(project, 'v1')).toThrow(`GitLabSubject.tag: project is ${JSON.stringify(project)}, ${problem}`);
  });

  test.each([
    [() => GitLabSubject.branch('g/p', ''), 'branch is "", but must be a name or a pattern. Use "main", for example.'],
    [
      () => GitLabSubject.branch('g/p', 'refs/heads/main'),
      'branch is "refs/heads/main", but must be only the name, without refs/. Use "main".',
    ],
    [() => GitLabSubject.branch('g/p', 'a b'), 'branch is "a b", but must be a name that git accepts, or a pattern with *.'],
    [() => GitLabSubject.branch('g/p', 'a:ref:main'), 'branch is "a:ref:main", but must be a name that git accepts, or a pattern with *.'],
    [() => GitLabSubject.branch('g/p', 'a${x}'), 'branch is "a${x}", but must not contain ${,'],
    [
      () => GitLabSubject.branch(Fn.importValue('Project'), 'a*'),
      'project is a CDK token, but must be a literal string in a subject with *,',
    ],
  ])('%#', (subject, problem) => {
    expect(subject).toThrow(`GitLabSubject.branch: ${problem}`);
  });

  test.each([
    ['', 'but must be the subject that GitLab sends.'],
    ['*', 'but must begin with project_path: and the path of the project.'],
    ['repo:o/r:ref:refs/heads/main', 'but must begin with project_path: and the path of the project.'],
    ['project_path:my-group/*:ref_type:branch:ref:main', 'but must name one project without a wildcard.'],
    ['project_path:my-group:ref_type:branch:ref:main', 'but its project_path must be the full path of a project.'],
    ['project_path:my-group/my-app:ref:a*?', 'but must not contain both ? and *,'],
  ])('the text %j', (text, problem) => {
    expect(() => GitLabSubject.custom(text)).toThrow(`GitLabSubject.custom: text is ${JSON.stringify(text)}, ${problem}`);
  });

  test.each([
    `${Fn.importValue('Subject')}*`,
    `project_path:g/${Fn.importValue('Project')}*:ref:x`,
    `project_path:${Fn.importValue('Project')}:ref_type:branch:ref:*`,
    `project_path:g/${Fn.importValue('Project')}:ref_type:branch:ref:release/*`,
  ])('a wildcard beside a token: %#', (text) => {
    expect(() => GitLabSubject.custom(text)).toThrow('[cdk-secure-repository:gitlab-subject-wildcard]');
  });
});
