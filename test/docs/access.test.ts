import { ALLOWED } from '../access/expected-actions';
import { Method, METHODS } from '../fixtures/access/methods';
import { textOf } from '../fixtures/docs/markdown';

const PAGE = textOf('docs/access.md');

test.each((Object.keys(METHODS) as Method[]).filter((name) => !['grant', 'grantPullPush'].includes(name)))(
  'the table of the page has the actions of %s',
  (name) => {
    const row = PAGE.split('\n').find((line) => line.startsWith(`| \`${name}(`)) ?? '';
    const actions = [...row.matchAll(/`([A-Z]\w+)`/g)].map(([, action]) => `ecr:${action}`);
    expect(actions.sort()).toEqual(ALLOWED[name].actions);
  },
);
