import { pullExclusionCommand, Registry } from '../../../src/cli/collect/registry';

const registry = (caller: string, profile?: string): Registry => ({
  account: '111122223333',
  region: 'eu-west-1',
  profile,
  caller,
  clients: { region: 'eu-west-1', maxAttempts: 1, retryMode: 'adaptive' },
});

test.each([
  ['arn:aws:sts::111122223333:assumed-role/Collector/session', 'arn:aws:iam::111122223333:role/Collector'],
  ['arn:aws-cn:sts::111122223333:assumed-role/Collector/a@b', 'arn:aws-cn:iam::111122223333:role/Collector'],
  ['arn:aws:iam::111122223333:user/ci/collector', 'arn:aws:iam::111122223333:user/ci/collector'],
])('%s is excluded as %s', (caller, principal) => {
  expect(pullExclusionCommand(registry(caller, 'shop'))).toBe(
    `aws ecr register-pull-time-update-exclusion --principal-arn ${principal} --region eu-west-1 --profile shop`,
  );
  expect(pullExclusionCommand(registry(caller))).not.toContain('--profile');
});

test.each(['arn:aws:iam::111122223333:root', 'arn:aws:sts::111122223333:federated-user/x'])('%s cannot be excluded', (caller) => {
  expect(pullExclusionCommand(registry(caller))).toBeUndefined();
});
