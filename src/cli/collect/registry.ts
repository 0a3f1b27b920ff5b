import * as aws from './aws-clients';

/** An account and a Region, as the command line names them. */
export interface Target {
  readonly profile?: string;
  readonly region: string;
}

/** The account and the Region that credentials lead to. */
export interface Registry extends Target {
  readonly account: string;
  /** The ARN of the caller. */
  readonly caller: string;
  readonly clients: aws.ClientConfig;
}

/** Calls that fail for a short time, or are throttled, are repeated for up to several minutes. */
const ATTEMPTS = 12;
/** Of the first call: a wrong name of a Region fails as a network does. */
const FIRST_ATTEMPTS = 3;

/** The registry of credentials and a Region. */
export async function registryOf(target: Target): Promise<Registry> {
  const { profile, region } = target;
  const clients: aws.ClientConfig = {
    region,
    profile,
    maxAttempts: ATTEMPTS,
    retryMode: 'adaptive',
    requestHandler: { connectionTimeout: 5_000, socketTimeout: 60_000 },
    // with --profile, the SDK would warn that AWS_PROFILE takes precedence over the keys of the environment
    logger: profile === undefined ? undefined : SILENT,
  };
  const sts = new aws.STSClient({ ...clients, maxAttempts: FIRST_ATTEMPTS });
  const { Account: account = '', Arn: caller = '' } = await sts.send(new aws.GetCallerIdentityCommand({}));
  return { ...target, account, caller, clients };
}

const nothing = () => undefined;
const SILENT: aws.ClientConfig['logger'] = { debug: nothing, info: nothing, warn: nothing, error: nothing };
