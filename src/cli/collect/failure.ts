import { messageOf } from '../../private/secure-repository-error';

/** What to do about an error, by its name or its message. */
const REMEDIES: readonly (readonly [RegExp, string])[] = [
  [
    /Could not load credentials|CredentialsProviderError: Could not|Could not resolve credentials/i,
    'Run aws configure or aws sso login, or set AWS_PROFILE or --profile',
  ],
  [/SSO|Token is expired|token.*expired/i, 'Run aws sso login with the same profile, and run the command again, which continues'],
  [/Expired/i, 'Renew the credentials, and run the command again, which continues'],
  [
    /UnrecognizedClient|InvalidClientTokenId|SignatureDoesNotMatch|InvalidSignature/i,
    'Check the access key, and whether the Region is enabled for the account',
  ],
  [/AccessDenied|not authorized|UnauthorizedOperation/i, 'Allow the actions that collect --print-iam-policy prints'],
  [/ENOTFOUND|EAI_AGAIN/i, 'Check the name of the Region and the network'],
  [/Throttl|TooManyRequests|Rate exceeded/i, 'Run the command again, which continues'],
  [/ENOSPC|EDQUOT/i, 'Free space on the disk, and run the command again, which continues'],
  [/ECONNREFUSED|ECONNRESET|ETIMEDOUT|Timeout|socket hang up/i, 'Check the network, and run the command again, which continues'],
  [/profile.*not.*found|could not be found in/i, 'Use a profile of the AWS configuration files'],
];

/** An error of AWS or of the system in one line. */
export function failureText(error: unknown): string {
  const name = error instanceof Error && error.name !== 'Error' ? `${error.name}: ` : '';
  const code =
    error instanceof Error && 'code' in error && typeof error.code === 'string' && !messageOf(error).includes(error.code)
      ? `${error.code} `
      : '';
  return `${name}${code}${messageOf(error).replace(/\s+/g, ' ').trim()}`;
}

/** The action to take about an error, as a sentence. */
export function remedyFor(failure: string): string {
  const [, remedy] = REMEDIES.find(([pattern]) => pattern.test(failure)) ?? [];
  return `${remedy ?? 'Run the command again, which continues'}.`;
}

/** Whether nothing else of the same credentials can be read. */
export function endsTheRegistry(error: unknown): boolean {
  return /ExpiredToken|CredentialsProviderError|UnrecognizedClient|InvalidClientTokenId|InvalidSignature|SignatureDoesNotMatch|ENOTFOUND|ENOSPC|EDQUOT|Token is expired/.test(
    failureText(error),
  );
}
