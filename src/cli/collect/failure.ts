const CREDENTIALS =
  /ExpiredToken|RequestExpired|CredentialsProviderError|TokenProviderError|UnrecognizedClient|InvalidClientTokenId|InvalidSignature|SignatureDoesNotMatch|IncompleteSignature/;
const NETWORK = /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|EPIPE|TimeoutError|socket hang up/;
const THROTTLING = /Throttl|TooManyRequests|Rate exceeded|RequestLimitExceeded/;
/** The message contains the ARN of the caller, in which a role may have any name, such as AWSReservedSSO_Audit_0123456789abcdef. */
const DENIED = /AccessDenied|not authorized|UnauthorizedOperation/;
const DISK = /^(ENOSPC|EDQUOT|EFBIG|EROFS|EACCES|EPERM|EIO|EMFILE|ENFILE|EEXIST|ENOTDIR|EISDIR)$/;

/** What to do about an error, by its name or its message. The first pattern that matches applies. */
const REMEDIES: readonly (readonly [RegExp, string])[] = [
  [DENIED, 'Allow the actions that collect --print-iam-policy prints'],
  [/multi-factor|\bMFA\b/, 'Set the variables that aws configure export-credentials --format env prints, and omit --profile'],
  [/credentials using profile|profile .*(could not be found|not found)/i, 'Use a profile of the AWS configuration files'],
  [/SSO|TokenProviderError|Token is expired/, 'Run aws sso login with the same profile'],
  [
    /Could not load credentials|CredentialsProviderError/,
    'Use --profile with a profile of the AWS configuration files, or run aws configure or aws sso login',
  ],
  [/Expired/, 'Renew the credentials'],
  [
    /UnrecognizedClient|InvalidClientTokenId|Signature/,
    'Check the access key, the clock of this computer, and whether the Region is enabled for the account',
  ],
  [/ENOTFOUND|EAI_AGAIN/, 'Check the name of the Region and the network'],
  [/ENOSPC|EDQUOT|EFBIG/, 'Free space on the disk'],
  [/EROFS|EACCES|EPERM|EEXIST|ENOTDIR|EISDIR/, 'Use a folder that can be written'],
  [NETWORK, 'Check the network'],
];

/** An error of AWS or of the system in one line. The command of credential_process, and what it prints, may contain secrets: they are left out. */
export function failureText(error: unknown): string {
  const { name, message } = error instanceof Error ? error : { name: 'Error', message: String(error) };
  const code = codeOf(error);
  const parts = [name === 'Error' ? '' : `${name}:`, code === undefined || message.includes(code) ? '' : code, message];
  const text = parts.join(' ').replace(/\s+/g, ' ').trim();
  return text.replace(/Command failed\b.*/, 'the command of credential_process failed');
}

/** The action to take about an error of which the text is given, as a sentence. */
export function remedyFor(failure: string): string {
  const [, remedy] = REMEDIES.find(([pattern]) => pattern.test(failure)) ?? [];
  return remedy === undefined ? 'Run the command again.' : `${remedy}, and run the command again.`;
}

/** Whether nothing of any registry can be read or written: the credentials, or the disk. */
export function endsTheRun(error: unknown): boolean {
  const text = failureText(error);
  return isOfDisk(error) || (CREDENTIALS.test(text) && !DENIED.test(text));
}

/** Whether nothing else of the registry can be read now. Another run continues there. */
export function endsTheRegistry(error: unknown): boolean {
  const text = failureText(error);
  return endsTheRun(error) || ((NETWORK.test(text) || THROTTLING.test(text)) && !DENIED.test(text));
}

/** Whether the inventory cannot be written. */
export function isOfDisk(error: unknown): boolean {
  return DISK.test(codeOf(error) ?? '');
}

/** The code of an error of the system. */
export function codeOf(error: unknown): string | undefined {
  const { code } = (error ?? {}) as { readonly code?: unknown };
  return typeof code === 'string' ? code : undefined;
}
