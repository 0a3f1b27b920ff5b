import { Fn } from 'aws-cdk-lib';
import { OidcSubject } from '../../src/index';

const JOB = 'https://jenkins.example.com/job/my-app/';
const TOKEN = Fn.importValue('Subject');

test.each([
  JOB,
  'system:serviceaccount:ci:publisher',
  'organization:my-org:project:My Project',
  TOKEN,
  `job:${TOKEN}`,
  'dummy-value-for-/my/subject',
])('an exact subject is compared as it is: %#', (text) => {
  const subject = OidcSubject.exact(text);
  expect([subject._claim, subject._isPattern]).toEqual([text, false]);
});

test.each([
  'https://jenkins.example.com/job/my-folder/*',
  'job:????:main',
  'organization:my-org:*',
  // the look-up may return a pattern
  'dummy-value-for-/my/subject',
  'job:dummy-value-for-/my/id:*',
])('a pattern is a pattern: %s', (text) => {
  const subject = OidcSubject.pattern(text);
  expect([subject._claim, subject._isPattern]).toEqual([text, true]);
});

describe('bad input', () => {
  test.each([
    [
      () => OidcSubject.exact(''),
      'OidcSubject.exact: text is "", but must be the subject that the issuer sends. Use the claim sub of a token.',
    ],
    [
      () => OidcSubject.exact('*'),
      'OidcSubject.exact: text is "*", but must not contain a wildcard, because IAM compares it exactly. Use OidcSubject.pattern.',
    ],
    [() => OidcSubject.exact(`${TOKEN}*`), 'OidcSubject.exact: text is "<token>*", but must not contain a wildcard,'],
    [
      () => OidcSubject.exact(`${JOB}\n`),
      `OidcSubject.exact: text is "${JOB}\\n", but must not begin or end with white space. Use "${JOB}".`,
    ],
    [() => OidcSubject.exact('job:${aws:username}'), 'OidcSubject.exact: text is "job:${aws:username}", but must not contain ${,'],
    [() => OidcSubject.pattern(''), 'OidcSubject.pattern: text is "", but must be the subject that the issuer sends.'],
    [() => OidcSubject.pattern(JOB), `OidcSubject.pattern: text is "${JOB}", but must contain * or ?. Use OidcSubject.exact.`],
    [() => OidcSubject.pattern('*'), 'OidcSubject.pattern: text is "*", but must not begin with a wildcard,'],
    [() => OidcSubject.pattern('???'), 'OidcSubject.pattern: text is "???", but must not begin with a wildcard,'],
    [() => OidcSubject.pattern('*:my-app'), 'OidcSubject.pattern: text is "*:my-app", but must not begin with a wildcard,'],
    [
      () => OidcSubject.pattern('*dummy-value-for-/my/subject'),
      'OidcSubject.pattern: text is "*dummy-value-for-/my/subject", but must not begin',
    ],
    [
      () => OidcSubject.pattern(' job:*'),
      'OidcSubject.pattern: text is " job:*", but must not begin or end with white space. Use "job:*".',
    ],
    [() => OidcSubject.pattern('job:${x}*'), 'OidcSubject.pattern: text is "job:${x}*", but must not contain ${,'],
    [() => OidcSubject.pattern(TOKEN), 'OidcSubject.pattern: text is a token, but must be a literal string,'],
    [() => OidcSubject.pattern(`${TOKEN}:*`), 'OidcSubject.pattern: text is a token, but must be a literal string,'],
  ])('%#', (subject, problem) => {
    expect(subject).toThrow(problem);
    expect(subject).toThrow('[cdk-secure-repository:oidc-subject]');
  });

  test.each([undefined, null, 7, {}, [JOB]])('a value that is not a string: %j', (value: unknown) => {
    expect(() => OidcSubject.exact(value as string)).toThrow(
      /^OidcSubject.exact: text is .*, but must be the subject that the issuer sends\./,
    );
    expect(() => OidcSubject.pattern(value as string)).toThrow(/^OidcSubject.pattern: text is .*, but must be the subject/);
  });
});
