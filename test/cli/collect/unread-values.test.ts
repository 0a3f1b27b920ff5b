import { UnreadValues } from '../../../src/cli/collect/unread-values';

const denied = (name: string) => ({ tags: `AccessDeniedException: not authorized on ${name}` });

test('a value of a registry and one of a repository are warnings of their own', () => {
  const unread = new UnreadValues();
  expect(unread.isEmpty).toBe(true);
  unread.add('1 eu-west-1', { ecs: 'ServerException: down' });
  unread.addRepositories('1 eu-west-1', { web: { images: 'ServerException: down' }, api: {} });
  expect(unread.isEmpty).toBe(false);
  expect(unread.lines()).toEqual([
    '1 eu-west-1: ecs could not be read (ServerException: down). Run the command again.',
    '1 eu-west-1 web: images could not be read (ServerException: down). Run the command again.',
  ]);
});

test('a permission that is missing for all repositories is one warning', () => {
  const unread = new UnreadValues();
  unread.addRepositories('1 eu-west-1', Object.fromEntries(['a', 'b', 'c'].map((name) => [name, denied(name)])));
  unread.addRepositories('1 us-east-1', { a: denied('a') });
  expect(unread.lines()).toEqual([
    '1 eu-west-1 a and 2 more: tags could not be read (AccessDeniedException: not authorized on a). Allow the actions that collect --print-iam-policy prints, and run the command again.',
    '1 us-east-1 a: tags could not be read (AccessDeniedException: not authorized on a). Allow the actions that collect --print-iam-policy prints, and run the command again.',
  ]);
});
