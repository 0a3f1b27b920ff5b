import { Fn, Stack } from 'aws-cdk-lib';
import { audienceOf, issuerName } from '../../src/pipelines/issuer';

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
