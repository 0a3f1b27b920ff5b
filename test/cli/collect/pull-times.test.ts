import { exclusionAmong, exclusionCommand } from '../../../src/cli/collect/pull-times';
import { Registry } from '../../../src/cli/collect/registry';

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
  expect(exclusionCommand(registry(caller, 'shop'))).toBe(
    `aws ecr register-pull-time-update-exclusion --principal-arn ${principal} --region eu-west-1 --profile shop`,
  );
  expect(exclusionCommand(registry(caller))).not.toContain('--profile');
});

test.each(['arn:aws:iam::111122223333:root', 'arn:aws:sts::111122223333:federated-user/x'])('%s cannot be excluded', (caller) => {
  expect(exclusionCommand(registry(caller))).toBeUndefined();
});

const session = 'arn:aws:sts::111122223333:assumed-role/Collector/session';
const user = 'arn:aws:iam::111122223333:user/ci/collector';

test.each([
  [session, 'arn:aws:iam::111122223333:role/Collector'],
  [session, 'arn:aws:iam::111122223333:role/teams/platform/Collector'],
  [user, user],
])('%s is excluded by %s', (caller, exclusion) => {
  expect(exclusionAmong(['arn:aws:iam::111122223333:role/Other', exclusion], registry(caller))).toBe(exclusion);
});

test.each([
  [session, 'arn:aws:iam::444455556666:role/Collector'],
  [session, 'arn:aws:iam::111122223333:role/OtherCollector'],
  [session, 'arn:aws:iam::111122223333:user/Collector'],
  [user, 'arn:aws:iam::111122223333:user/collector'],
  ['arn:aws:iam::111122223333:root', 'arn:aws:iam::111122223333:role/undefined'],
])('%s is not excluded by %s', (caller, exclusion) => {
  expect(exclusionAmong([exclusion], registry(caller))).toBeUndefined();
});
