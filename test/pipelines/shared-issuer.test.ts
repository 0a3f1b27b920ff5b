import { OidcSubject } from '../../src/index';
import { patternFindings } from '../../src/pipelines/shared-issuer';

const found = (issuer: string, ...subjects: OidcSubject[]) =>
  patternFindings(issuer, subjects).map(({ id, severity, message }) => `${severity} ${id}: ${message}`);
const pattern = (text: string) => OidcSubject.pattern(text);
const PRIVATE = 'jenkins.example.com/oidc';

describe('an issuer with one URL for all customers', () => {
  const everyone = (index: number, text: string, issuer: string, example: string) =>
    `error cdk-secure-repository:oidc-subject-everyone: subjects[${index}] is "${text}", but must begin with one customer of ${issuer}, ` +
    `because all customers have the same issuer. Begin with "${example}", for example.`;

  test.each(['organization:*', 'organization:my-org*', 'organization:my-or?:*', 'organization:?:*', 'o*', 'project:my-org:*'])(
    'of Terraform: %s matches several customers',
    (text) => {
      expect(found('app.terraform.io', OidcSubject.exact('x'), pattern(text))).toContain(
        everyone(1, text, 'app.terraform.io', 'organization:my-org:'),
      );
    },
  );

  test.each([
    'organization:my-org:*',
    'organization:my-org:project:my-project:workspace:my-workspace:run_phase:*',
    'organization:my-org:project:????',
  ])('of Terraform: %s matches one customer', (text) => {
    expect(found('app.terraform.io', pattern(text))).toEqual([]);
  });

  test('of Vercel', () => {
    expect(found('oidc.vercel.com', pattern('owner:my-team*'))).toEqual([
      everyone(0, 'owner:my-team*', 'oidc.vercel.com', 'owner:my-team:'),
    ]);
    expect(found('oidc.vercel.com', pattern('owner:my-team:project:my-app:environment:*'))).toEqual([]);
    // the issuer of one team
    expect(found('oidc.vercel.com/my-team', pattern('owner:*'))).toEqual([]);
  });

  test.each([
    'accounts.google.com',
    'api.pulumi.com/oidc',
    'oidc.codefresh.io',
    'oidc-configuration.audit-log.githubusercontent.com',
    'proidc.upbound.io',
    'sandboxes.cloud',
    'scalr.io',
    'studio.datachain.ai/api',
    'tokens.cloud.shisho.dev',
    'vstoken.actions.githubusercontent.com',
    'OIDC.Codefresh.io',
  ])('%s, whose subjects are not known, causes a warning for a pattern', (issuer) => {
    expect(found(issuer, pattern('account:123:*'))).toEqual([
      `warning cdk-secure-repository:oidc-shared-issuer: subjects[0] is "account:123:*", but all customers of ${issuer} have the same issuer. ` +
        'Verify that the text before the wildcard names your organization and contains the separator after its name, or use OidcSubject.exact.',
    ]);
    expect(found(issuer, OidcSubject.exact('account:123:pipeline:456'))).toEqual([]);
  });
});

describe('text after a *', () => {
  test.each([
    ['https://jenkins.example.com/job/*/job/release/', '/job/release/'],
    ['a*b*', 'b*'],
    ['a:*:*', ':*'],
    ['a*?b', 'b'],
    ['a**b', 'b'],
    ['a?*b', 'b'],
  ])('in %s can be forged', (text, after) => {
    expect(found(PRIVATE, pattern(text))).toEqual([
      `warning cdk-secure-repository:oidc-subject-wildcard: subjects[0] is "${text}", but * also matches separators, so that a name in another ` +
        `subject can contain ${JSON.stringify(after)}. End the pattern with the first *, or write one ? for each character of an ID.`,
    ]);
  });

  test.each(['a*', 'a**', 'a?b', 'a????:b', 'a????*', 'a*?'])('is not in %s', (text) => {
    expect(found(PRIVATE, pattern(text))).toEqual([]);
  });
});

test('an unknown value is not checked', () => {
  expect(found('app.terraform.io', pattern('dummy-value-for-/my/subject'), pattern('x:dummy-value-for-/my/subject:*:x'))).toEqual([]);
});
