import { Fn, Stack } from 'aws-cdk-lib';
import { audienceOf, checkIssuerOf, issuerName } from '../../src/pipelines/issuer';

const issuerOf = (url: string) => issuerName(new Stack(), url, 'Use "https://jenkins.example.com/oidc", for example.');
const audience = (value: string | undefined, byDefault?: string) => audienceOf(new Stack(), 'oidc-publisher', value, byDefault);

test.each([
  ['https://gitlab.com', 'gitlab.com'],
  ['https://jenkins.example.com/oidc', 'jenkins.example.com/oidc'],
  ['https://api.bitbucket.org/2.0/workspaces/my_ws-1/pipelines-config/identity/oidc', undefined],
  ['https://oidc.eks.eu-west-1.amazonaws.com/id/0123456789ABCDEF', undefined],
  ['HTTPS://jenkins.example.com/oidc', 'jenkins.example.com/oidc'],
  ['https://jenkins.example.com/~team/oidc', undefined],
  // a look-up that has not happened yet
  ['dummy-value-for-/my/issuer', 'dummy-value-for-/my/issuer'],
  ['https://dummy-value-for-/my/host', 'dummy-value-for-/my/host'],
])('the name of %s is the URL without its scheme', (url, name) => {
  expect(issuerOf(url)).toBe(name ?? url.replace('https://', ''));
});

test.each([
  'http://jenkins.example.com/oidc',
  'jenkins.example.com/oidc',
  'https://jenkins.example.com/oidc/',
  'https://jenkins.example.com:8443/oidc',
  'https://jenkins.example.com/oidc?x=1',
  'https://jenkins.example.com/oidc#x',
  'https://user@jenkins.example.com/oidc',
  'https://*.example.com/oidc',
  'https://',
  '',
  'dummy-value-for-/my/issuer*',
])('%j is not the URL of an issuer', (url) => {
  expect(() => issuerOf(url)).toThrow(
    `Default: issuerUrl is ${JSON.stringify(url)}, but must be an https URL without port, query or trailing slash. ` +
      'Use "https://jenkins.example.com/oidc", for example. [cdk-secure-repository:oidc-issuer-url]',
  );
});

test.each([Fn.importValue('Url'), `https://${Fn.importValue('Host')}`])(
  'a token is an error, because condition keys contain the URL: %#',
  (url) => {
    expect(() => issuerOf(url)).toThrow('issuerUrl is a token, but must be a literal URL, because the names of condition keys contain it.');
  },
);

test('the audience is that of AWS STS unless another one is passed', () => {
  expect(audience(undefined)).toBe('sts.amazonaws.com');
  expect(audience(undefined, 'my-org')).toBe('my-org');
  expect(audience('api://AzureADTokenExchange')).toBe('api://AzureADTokenExchange');
});

test('the audience must not be empty', () => {
  expect(() => audience('')).toThrow(
    'Default: audience is "", but must not be empty. Omit audience for "sts.amazonaws.com", or pass the audience that the pipelines request. ' +
      '[cdk-secure-repository:oidc-publisher]',
  );
});

test.each([
  [' sts.amazonaws.com', 'not begin or end with white space. Use "sts.amazonaws.com".'],
  ['sts.amazonaws.com\n', 'not begin or end with white space. Use "sts.amazonaws.com".'],
  ['${aws:userid}', 'not contain ${, which begins a policy variable of IAM. Use the claim aud of a token.'],
  ['x'.repeat(256), 'have at most 255 characters, as IAM accepts. Request a shorter audience.'],
])('the audience %j is an error', (value, problem) => {
  expect(() => audience(value)).toThrow(
    `Default: audience is ${JSON.stringify(value)}, but must ${problem} [cdk-secure-repository:oidc-publisher]`,
  );
});

test('an audience that is not known, or has 255 characters, is accepted', () => {
  for (const value of [Fn.importValue('x'.repeat(300)), 'x'.repeat(255)]) expect(audience(value)).toBe(value);
});

test.each([
  ['https://GitLab.com', 'https://gitlab.com'],
  ['https://Token.Actions.GitHubUserContent.com/My-Org', 'https://token.actions.githubusercontent.com/My-Org'],
])('the issuer %s is written as in a token', (url, written) => {
  expect(() => issuerOf(url)).toThrow(
    `Default: issuerUrl is "${url}", but must be written as in the claim iss of the tokens. Use "${written}". [cdk-secure-repository:oidc-issuer-url]`,
  );
});

test('an issuer of another system is an error', () => {
  const check = (issuer: string) => checkIssuerOf(new Stack(), 'gitlab-publisher', issuer, 'GitLabPublisher');
  for (const issuer of ['gitlab.com', 'gitlab.acme.example', 'dummy-value-for-/my/host']) expect(() => check(issuer)).not.toThrow();
  expect(() => check('agent.buildkite.com')).toThrow(
    'Default: issuerUrl is "https://agent.buildkite.com", whose tokens match no subject of GitLabPublisher, but must be an issuer of its system. ' +
      'Use BuildkitePublisher, or correct issuerUrl. [cdk-secure-repository:gitlab-publisher]',
  );
});
