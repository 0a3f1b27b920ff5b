import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { OidcPublisher, OidcSubject, SecureRepository } from '../../src';
import { patternFindings } from '../../src/pipelines/shared-issuer';
import { textOf } from '../fixtures/docs/markdown';
import { runExample } from '../fixtures/docs/run-example';
import { warningsOf } from '../fixtures/reported';

const PAGE = 'docs/pipelines/other-issuers.md';

test('the publisher of the page is for one job and the jobs below one folder', () => {
  const self = new Stack(new App(), 'Stack', { env: { account: '111122223333', region: 'eu-west-1' } });
  const repository = new SecureRepository(self, 'Repository', { repositoryName: 'my-app' });
  runExample(PAGE, 'new OidcPublisher', { self, repository, OidcPublisher, OidcSubject });
  const [{ Properties: role }] = Object.values(Template.fromStack(self).findResources('AWS::IAM::Role'));
  const issuer = 'jenkins.example.com/oidc';
  const aud = { [`${issuer}:aud`]: 'sts.amazonaws.com' };
  expect(role.AssumeRolePolicyDocument.Statement.map(({ Condition: condition }: { Condition: object }) => condition)).toEqual([
    { StringEquals: { ...aud, [`${issuer}:sub`]: ['https://jenkins.example.com/job/my-app/job/main/'] } },
    { StringEquals: aud, StringLike: { [`${issuer}:sub`]: ['https://jenkins.example.com/job/releases/job/*'] } },
  ]);
  expect(warningsOf(self)).toEqual([]);
});

test('the issuers that the page lists as shared are those of the library', () => {
  const [, section] = textOf(PAGE).split(/^## /m);
  const rows = section.split('\n').filter((line) => line.startsWith('| `https:'));
  const found = rows.flatMap((row) => {
    const [, , issuers, rule] = /^(\|) (.*?) \| (.*) \|$/.exec(row)!;
    const urls = [...issuers.matchAll(/`https:\/\/([^`]+)`/g)].map(([, issuer]) => issuer);
    const severity = rule.includes('error') ? 'error' : 'warning';
    return urls.map((issuer) => [issuer, severity, patternFindings(issuer, [OidcSubject.pattern('x*')]).map(({ severity: one }) => one)]);
  });
  expect(found).toHaveLength(10);
  for (const [, severity, severities] of found) expect(severities).toEqual([severity]);
});
