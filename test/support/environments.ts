import { Environment } from 'aws-cdk-lib';

/** Where the repository is, unless a test says otherwise. */
export const HOME = { account: '111111111111', region: 'eu-west-1' } satisfies Environment;
export const OTHER_ACCOUNT = { account: '222222222222', region: 'eu-west-1' } satisfies Environment;
export const OTHER_REGION = { account: '111111111111', region: 'us-east-1' } satisfies Environment;
