import { endsTheRegistry, endsTheRun, failureText, isOfDisk, remedyFor } from '../../../src/cli/collect/failure';

function failure(name: string, message: string, code?: string): Error {
  return Object.assign(new Error(message), { name }, code === undefined ? {} : { code });
}

test.each<[Error, string, 'a value' | 'the registry' | 'the run', string]>([
  [
    failure('AccessDeniedException', 'User: x is not\n  authorized'),
    'AccessDeniedException: User: x is not authorized',
    'a value',
    'Allow the actions that collect --print-iam-policy prints',
  ],
  ...[
    'User: arn:aws:sts::111122223333:assumed-role/AWSReservedSSO_ReadOnly_1234567890abcdef/jane is not authorized to perform: ' +
      'ecr:DescribeRepositories on resource: arn:aws:ecr:eu-west-1:111122223333:repository/* because no identity-based policy allows the action',
    'User: arn:aws:sts::111122223333:assumed-role/MFA/ExpiredToken-Throttling-ETIMEDOUT is not authorized to perform: ecr:DescribeImages',
  ].map<[Error, string, 'a value', string]>((message) => [
    failure('AccessDeniedException', message),
    `AccessDeniedException: ${message}`,
    'a value',
    'Allow the actions that collect --print-iam-policy prints',
  ]),
  [
    failure('CredentialsProviderError', 'Command failed: vault --token s.1\nError: s.1 has expired\n'),
    'CredentialsProviderError: the command of credential_process failed',
    'the run',
    'Use --profile with a profile of the AWS configuration files, or run aws configure or aws sso login',
  ],
  [failure('ServerException', 'down'), 'ServerException: down', 'a value', ''],
  [failure('ThrottlingException', 'Rate exceeded'), 'ThrottlingException: Rate exceeded', 'the registry', ''],
  [failure('TooManyRequestsException', 'wait'), 'TooManyRequestsException: wait', 'the registry', ''],
  [
    failure('Error', 'getaddrinfo ENOTFOUND api.ecr', 'ENOTFOUND'),
    'getaddrinfo ENOTFOUND api.ecr',
    'the registry',
    'Check the name of the Region and the network',
  ],
  // of the two addresses of localhost
  [failure('AggregateError', '', 'ECONNREFUSED'), 'AggregateError: ECONNREFUSED', 'the registry', 'Check the network'],
  [failure('TimeoutError', 'socket hang up'), 'TimeoutError: socket hang up', 'the registry', 'Check the network'],
  [failure('ExpiredTokenException', 'expired'), 'ExpiredTokenException: expired', 'the run', 'Renew the credentials'],
  [
    failure('TokenProviderError', 'Token is expired.'),
    'TokenProviderError: Token is expired.',
    'the run',
    'Run aws sso login with the same profile',
  ],
  [
    failure('CredentialsProviderError', 'The SSO session has expired'),
    'CredentialsProviderError: The SSO session has expired',
    'the run',
    'Run aws sso login with the same profile',
  ],
  [
    failure('CredentialsProviderError', 'Could not resolve credentials using profile: [x]'),
    'CredentialsProviderError: Could not resolve credentials using profile: [x]',
    'the run',
    'Use a profile of the AWS configuration files',
  ],
  [
    failure('CredentialsProviderError', 'Profile x requires multi-factor authentication, but no MFA code callback was provided.'),
    'CredentialsProviderError: Profile x requires multi-factor authentication, but no MFA code callback was provided.',
    'the run',
    'Set the variables that aws configure export-credentials --format env prints, and omit --profile',
  ],
  [
    failure('InvalidSignatureException', 'Signature expired'),
    'InvalidSignatureException: Signature expired',
    'the run',
    'Check the access key, the clock of this computer, and whether the Region is enabled for the account',
  ],
  [failure('Error', 'ENOSPC: no space left', 'ENOSPC'), 'ENOSPC: no space left', 'the run', 'Free space on the disk'],
  [failure('Error', 'EROFS: read-only', 'EROFS'), 'EROFS: read-only', 'the run', 'Use a folder that can be written'],
])('%p', (error, text, ended, remedy) => {
  expect(failureText(error)).toBe(text);
  expect(remedyFor(text)).toBe(remedy === '' ? 'Run the command again.' : `${remedy}, and run the command again.`);
  expect([endsTheRun(error), endsTheRegistry(error)]).toEqual([ended === 'the run', ended !== 'a value']);
});

test('only an error of the system is one of the disk', () => {
  expect(isOfDisk(failure('Error', 'write', 'ENOSPC'))).toBe(true);
  expect(isOfDisk(failure('ValidationException', 'ENOSPC'))).toBe(false);
  expect(isOfDisk('ENOSPC')).toBe(false);
});
